import type { Missing, Resource } from '@podguard/core';
import { assumableRoles, type PermissionSet } from '@podguard/policy';
import { once } from './memo.ts';
import { shortList } from './node-evidence.ts';
import { nodeRightsOf } from './node-rights.ts';
import { type Policies, permissionsOf } from './permissions.ts';

const assumable = once(assumableRoles);

/**
 * What pods would get from a node role beyond what every node needs, in words: rights that are surely there, or roles that it
 * may assume. Null where nothing of the kind is known.
 */
export function extraRights(
  roles: readonly (Resource<'iam-role'> | Missing)[],
  policies: Policies,
): string | null {
  for (const role of roles) {
    if ('missing' in role || !role.present) continue;
    const { set } = permissionsOf(role, policies);
    const { sure } = nodeRightsOf(set).beyond;
    if (sure.length > 0) return `the node role ${role.key} has rights that no node needs: ${shortList(sure)}`;
    if (assumesOthers(set)) return `the node role ${role.key} may assume other roles`;
  }
  return null;
}

/** To assume itself gives a role nothing that it has not. */
function assumesOthers(set: PermissionSet): boolean {
  const { sure } = assumable(set);
  return sure === 'anything' || sure.some((pattern) => pattern !== set.holder.arn);
}
