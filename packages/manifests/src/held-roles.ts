import type { SetMembers } from '@podguard/core';
import type { HeldDocument } from './held-document.ts';
import type { Segment } from './json-path.ts';
import { type Fields, isFields } from './kubernetes/fields.ts';
import type { RoleFacts } from './policy-document.ts';

/**
 * The documents of a role as an answer has it. `whole`: the answer names the boundary where there is one; a list of roles never
 * does. Only a RoleDetail tells its policies:
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleDetail.html
 */
export function ofRole(role: unknown, place: readonly Segment[], whole: boolean): readonly HeldDocument[] {
  if (!isFields(role) || !('AssumeRolePolicyDocument' in role)) return [];
  const { RolePolicyList: inline, AttachedManagedPolicies: attached } = role;
  const isDetail = Array.isArray(inline) && Array.isArray(attached);
  const policies = isDetail
    ? { inline: textsOf(inline, 'PolicyName'), attached: textsOf(attached, 'PolicyArn') }
    : undefined;
  const facts = { ...factsOf(role, whole || isDetail), ...(policies === undefined ? {} : { policies }) };
  const trust: HeldDocument = {
    document: role.AssumeRolePolicyDocument,
    place: [...place, 'AssumeRolePolicyDocument'],
    role: facts,
    policyName: null,
    kind: 'trust-policy',
  };
  return [trust, ...(isDetail ? inline.flatMap((one, at) => ofInline(one, at)) : [])];

  function ofInline(policy: unknown, at: number): readonly HeldDocument[] {
    if (!isFields(policy) || !('PolicyDocument' in policy)) return [];
    const where = [...place, 'RolePolicyList', at, 'PolicyDocument'];
    return [permissions(policy.PolicyDocument, where, facts, textOf(policy.PolicyName) ?? null)];
  }
}

export function permissions(
  document: unknown,
  place: readonly Segment[],
  role: RoleFacts,
  policyName: string | null,
): HeldDocument {
  return { document, place, role, policyName, kind: 'permission-policy' };
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function factsOf(role: Fields, whole: boolean): RoleFacts {
  const arn = textOf(role.Arn);
  const name = textOf(role.RoleName);
  const roleId = textOf(role.RoleId);
  const duration = role.MaxSessionDuration;
  const boundary = isFields(role.PermissionsBoundary)
    ? textOf(role.PermissionsBoundary.PermissionsBoundaryArn)
    : whole && role.PermissionsBoundary === undefined
      ? null
      : undefined;
  return {
    ...(arn === undefined ? {} : { arn }),
    ...(name === undefined ? {} : { name }),
    ...(roleId === undefined ? {} : { roleId }),
    ...(typeof duration === 'number' ? { maxSessionDuration: duration } : {}),
    ...(boundary === undefined ? {} : { boundary }),
    ...(Array.isArray(role.Tags) ? { tags: tagsOf(role.Tags) } : {}),
  };
}

/** `Team` and `team` are one tag of a role: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#case-sensitivity */
function tagsOf(tags: readonly unknown[]): SetMembers {
  const named = tags.filter(isFields).filter(({ Key }) => textOf(Key) !== undefined);
  return Object.fromEntries(named.map(({ Key, Value }) => [String(Key).toLowerCase(), textOf(Value) ?? '']));
}

function textsOf(list: readonly unknown[], member: string): readonly string[] {
  return list.flatMap((one) => (isFields(one) ? (textOf(one[member]) ?? []) : []));
}
