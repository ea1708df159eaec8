import type { Segment } from './json-path.ts';
import type { DocumentKind, RoleFacts } from './policy-document.ts';

/** A document as a file holds it: by itself, or within an answer of the AWS CLI. */
export interface HeldDocument {
  readonly document: unknown;
  readonly place: readonly Segment[];
  readonly role: RoleFacts;
  readonly policyName: string | null;
  /** Where the answer says which it is. */
  readonly kind?: DocumentKind;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The documents in a file's JSON; undefined where it holds none.
 * Shapes: https://docs.aws.amazon.com/cli/latest/reference/iam/get-role.html, get-role-policy.html, get-policy-version.html,
 * list-roles.html beside them
 */
export function heldDocuments(
  json: unknown,
): readonly HeldDocument[] | { readonly passOver: string } | undefined {
  if (!isObject(json)) return undefined;
  if (isPolicy(json)) return [{ document: json, place: [], role: {}, policyName: null }];
  const { Role: role, Roles: roles, PolicyVersion: version } = json;
  if (isObject(role)) return ofRole(role, ['Role'], true);
  if (Array.isArray(roles)) return roles.flatMap((one, index) => ofRole(one, ['Roles', index], false));
  if (isObject(version) && 'Document' in version)
    return [permissions(version.Document, ['PolicyVersion', 'Document'], {}, null)];
  if ('AssumeRolePolicyDocument' in json) return ofRole(json, [], false);
  if (!('PolicyDocument' in json)) return undefined;
  if ('UserName' in json || 'GroupName' in json)
    return { passOver: 'the policy of a user or a group, which no pod gets' };
  const name = textOf(json.RoleName);
  const owner = name === undefined ? {} : { name };
  return [permissions(json.PolicyDocument, ['PolicyDocument'], owner, textOf(json.PolicyName) ?? null)];
}

/** `whole`: the answer names the boundary where there is one; a list of roles never does. */
function ofRole(role: unknown, place: readonly Segment[], whole: boolean): readonly HeldDocument[] {
  if (!isObject(role) || !('AssumeRolePolicyDocument' in role)) return [];
  const arn = textOf(role.Arn);
  const name = textOf(role.RoleName);
  const roleId = textOf(role.RoleId);
  const duration = role.MaxSessionDuration;
  const boundary = isObject(role.PermissionsBoundary)
    ? textOf(role.PermissionsBoundary.PermissionsBoundaryArn)
    : whole && role.PermissionsBoundary === undefined
      ? null
      : undefined;
  const facts: RoleFacts = {
    ...(arn === undefined ? {} : { arn }),
    ...(name === undefined ? {} : { name }),
    ...(roleId === undefined ? {} : { roleId }),
    ...(typeof duration === 'number' ? { maxSessionDuration: duration } : {}),
    ...(boundary === undefined ? {} : { boundary }),
  };
  const document = role.AssumeRolePolicyDocument;
  const at = [...place, 'AssumeRolePolicyDocument'];
  return [{ document, place: at, role: facts, policyName: null, kind: 'trust-policy' }];
}

function permissions(
  document: unknown,
  place: readonly Segment[],
  role: RoleFacts,
  policyName: string | null,
): HeldDocument {
  return { document, place, role, policyName, kind: 'permission-policy' };
}

/** Also where the case of its keys is wrong: then the parser says so. */
function isPolicy(json: Fields): boolean {
  return Object.entries(json).some(
    ([key, value]) =>
      key === 'Statement' ||
      (key.toLowerCase() === 'statement' && typeof value === 'object' && value !== null),
  );
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
