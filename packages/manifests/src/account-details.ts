import type { HeldDocument } from './held-document.ts';
import { ofRole, permissions, textOf } from './held-roles.ts';
import type { Segment } from './json-path.ts';
import { type Fields, isFields, listOf } from './kubernetes/fields.ts';

const LISTS = ['UserDetailList', 'GroupDetailList', 'RoleDetailList', 'Policies'] as const;

/**
 * The documents of an answer of `aws iam get-account-authorization-details`, of a page of it, or of a list of pages: those of its
 * roles, and of each managed policy the version that counts. Undefined where it is none. No pod gets a user or a group.
 * Shape: https://docs.aws.amazon.com/cli/latest/reference/iam/get-account-authorization-details.html
 */
export function accountDetails(json: unknown): readonly HeldDocument[] | undefined {
  if (!Array.isArray(json)) return isDetails(json) ? ofPage(json, []) : undefined;
  const pages = json.filter(isDetails);
  if (pages.length === 0 || pages.length < json.length) return undefined;
  return pages.flatMap((page, index) => ofPage(page, [index]));
}

/** `Policies` alone is what `aws iam list-policies` answers. */
function isDetails(json: unknown): json is Fields {
  if (!isFields(json) || !LISTS.some((name) => Array.isArray(json[name]))) return false;
  const own = LISTS.filter((name) => name !== 'Policies' && name in json);
  return own.length > 0 || listOf(json.Policies).some((one) => isFields(one) && 'PolicyVersionList' in one);
}

function ofPage(page: Fields, place: readonly Segment[]): readonly HeldDocument[] {
  return [
    ...listOf(page.RoleDetailList).flatMap((role, at) =>
      ofRole(role, [...place, 'RoleDetailList', at], true),
    ),
    ...listOf(page.Policies).flatMap((policy, at) => ofPolicy(policy, [...place, 'Policies', at])),
  ];
}

function ofPolicy(policy: unknown, place: readonly Segment[]): readonly HeldDocument[] {
  if (!isFields(policy)) return [];
  const arn = textOf(policy.Arn);
  if (arn === undefined) return [];
  return listOf(policy.PolicyVersionList).flatMap((version, at) => {
    if (!isFields(version) || version.IsDefaultVersion !== true || !('Document' in version)) return [];
    const where = [...place, 'PolicyVersionList', at, 'Document'];
    return [{ ...permissions(version.Document, where, {}, arn), managed: arn }];
  });
}
