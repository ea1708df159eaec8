import { type Config, type Missing, type Resource, type Use, useOf, usersOf } from '@podguard/core';
import { isNodeRole, nodeRoleBecause } from './node-role.ts';

/** A role of nodes that was seen using something. */
export interface NodeUser {
  readonly key: string;
  readonly use: Use;
  readonly because: string | null;
}

interface Around {
  readonly roles: readonly (Resource<'iam-role'> | Missing)[];
  readonly nodegroups: readonly Resource<'eks-nodegroup'>[];
}

/** Of the roles whose instances use a resource in a way: those that nodes have, and those of which that is not known. */
export function nodeUsers(
  { activity }: Pick<Resource, 'activity'>,
  way: string,
  { roles, nodegroups }: Around,
  config: Config,
): { readonly found: readonly NodeUser[]; readonly open: readonly string[]; readonly complete: boolean } {
  const { users, complete } = usersOf(activity, way);
  const found: NodeUser[] = [];
  const open: string[] = [];
  for (const key of users) {
    const use = activity[useOf(way, key)];
    const role = roles.find((one) => 'key' in one && one.key === key) ?? { missing: key };
    if (use === undefined || ('key' in role && !role.present)) continue;
    const node = isNodeRole(role, { nodegroups }, config);
    if (node === 'unknown') open.push(`whether nodes have ${key}`);
    if (node === 'yes') found.push({ key, use, because: nodeRoleBecause(role, { nodegroups }, config) });
  }
  return { found, open, complete };
}
