import { type NamedPolicy, type PermissionSet, parseHolder } from '@podguard/policy';
import { policyOf } from '../support.ts';

export const ACCOUNT = '111122223333';
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/app`;

export type Statement = Readonly<Record<string, unknown>>;

export function allow(action: unknown, resource: unknown = '*', condition: object = {}): Statement {
  return { Effect: 'Allow', Action: action, Resource: resource, Condition: condition };
}

export function deny(action: unknown, resource: unknown = '*', condition: object = {}): Statement {
  return { Effect: 'Deny', Action: action, Resource: resource, Condition: condition };
}

export function inline(...statements: readonly Statement[]): NamedPolicy {
  return { name: 'inline', policy: policyOf(...statements) };
}

export function unread(name: string): NamedPolicy {
  return { name, policy: null };
}

export function aws(name: string): NamedPolicy {
  return unread(`arn:aws:iam::aws:policy/${name}`);
}

export function holding(
  policies: readonly NamedPolicy[],
  boundary: NamedPolicy | null = null,
  arn = ROLE,
): PermissionSet {
  const holder = parseHolder(arn);
  if (holder === null) throw new Error(`${arn} is neither a role nor a user`);
  return { holder, policies, boundary };
}

export function withStatements(...statements: readonly Statement[]): PermissionSet {
  return holding([inline(...statements)]);
}
