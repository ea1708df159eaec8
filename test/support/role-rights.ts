import type { Resource } from '@podguard/core';
import { ACCOUNT, resourceOf, type StateInput } from './states.ts';

export const ROLE = `arn:aws:iam::${ACCOUNT}:role/app`;
export const OTHER = `arn:aws:iam::${ACCOUNT}:role/other`;
export const OWN_POLICY = `arn:aws:iam::${ACCOUNT}:policy/own`;

export const managed = (name: string): string => `arn:aws:iam::aws:policy/${name}`;

interface Statement {
  readonly Effect?: 'Allow' | 'Deny';
  readonly Action: unknown;
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

/** A permission policy as text; of statements that name no resource, about every one. */
export function allow(...statements: readonly Statement[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({ Effect: 'Allow', Resource: '*', ...statement })),
  });
}

/** The sets of a role whose only policy is this inline one. */
export function inline(...statements: readonly Statement[]): NonNullable<StateInput<'iam-role'>['sets']> {
  return { policies: {}, inlinePolicies: { app: allow(...statements) } };
}

/** The sets of a role that has these AWS managed policies and no other. */
export function attached(...names: readonly string[]): NonNullable<StateInput<'iam-role'>['sets']> {
  return { policies: Object.fromEntries(names.map((name) => [managed(name), true])), inlinePolicies: {} };
}

/** Another role than the judged one. */
export function otherRole(input: StateInput<'iam-role'>, key = OTHER): Resource<'iam-role'> {
  return { ...resourceOf('iam-role', input), key };
}

/** The customer managed policy `own`, its default version being this document. */
export function ownPolicy(document: string | true): Resource<'iam-policy'> {
  return resourceOf('iam-policy', {
    state: { arn: OWN_POLICY, defaultVersion: 'v2' },
    sets: { versions: { v1: allow({ Action: 's3:GetObject' }), v2: document } },
  });
}
