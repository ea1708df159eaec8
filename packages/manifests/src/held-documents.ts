import { accountDetails } from './account-details.ts';
import type { HeldDocument } from './held-document.ts';
import { ofRole, permissions, textOf } from './held-roles.ts';
import { type Fields, isFields } from './kubernetes/fields.ts';

/** What a file's JSON holds: of a whole account the documents, or the reason why a document is not taken. */
type Held =
  | readonly HeldDocument[]
  | { readonly ofAccount: readonly HeldDocument[] }
  | { readonly passOver: string };

/**
 * The documents in a file's JSON; undefined where it holds none.
 * Shapes: https://docs.aws.amazon.com/cli/latest/reference/iam/get-role.html, get-role-policy.html, get-policy-version.html,
 * list-roles.html beside them
 */
export function heldDocuments(json: unknown): Held | undefined {
  if (isFields(json) && isPolicy(json)) return [{ document: json, place: [], role: {}, policyName: null }];
  const ofAccount = accountDetails(json);
  if (ofAccount !== undefined) return { ofAccount };
  if (!isFields(json)) return undefined;
  const { Role: role, Roles: roles, PolicyVersion: version } = json;
  if (isFields(role)) return ofRole(role, ['Role'], true);
  if (Array.isArray(roles)) return roles.flatMap((one, index) => ofRole(one, ['Roles', index], false));
  if (isFields(version) && 'Document' in version)
    return [permissions(version.Document, ['PolicyVersion', 'Document'], {}, null)];
  if ('AssumeRolePolicyDocument' in json) return ofRole(json, [], false);
  if (!('PolicyDocument' in json)) return undefined;
  if ('UserName' in json || 'GroupName' in json)
    return { passOver: 'the policy of a user or a group, which no pod gets' };
  const name = textOf(json.RoleName);
  const owner = name === undefined ? {} : { name };
  return [permissions(json.PolicyDocument, ['PolicyDocument'], owner, textOf(json.PolicyName) ?? null)];
}

/** Also where the case of its keys is wrong: then the parser says so. */
function isPolicy(json: Fields): boolean {
  return Object.entries(json).some(
    ([key, value]) =>
      key === 'Statement' ||
      (key.toLowerCase() === 'statement' && typeof value === 'object' && value !== null),
  );
}
