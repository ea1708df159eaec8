import { resourceOf, type StateInput } from '../../support/states.ts';
import { ec2, entry as entryOf, nodegroup, standard } from './node-roles.ts';

/** What is around an instance of which nothing tells whether it is a node. */
export const alone = { roles: [], policies: [], nodegroups: [], accessEntries: [] };

export const nodeTags = { tags: { 'kubernetes.io/cluster/prod': 'owned' } };
export const otherTags = { tags: { Name: 'bastion' } };
export const profileArn = 'arn:aws:iam::111122223333:instance-profile/node';

const NODE_ROLE = 'arn:aws:iam::111122223333:role/node';

/** A role of instances with these policies beside the standard ones. */
export function nodeRole(input: StateInput<'iam-role'> = {}) {
  const state = { trust: ec2, boundary: null };
  const sets = { policies: standard, inlinePolicies: {} };
  return { ...resourceOf('iam-role', { state, sets, ...input }), key: NODE_ROLE };
}

/** An EC2 role of which only a node group or an access entry may tell that nodes have it. */
export const plainRole = nodeRole({ sets: { policies: {}, inlinePolicies: {} } });
export const group = nodegroup(NODE_ROLE);

export const entry = (type: string, gone = false) => entryOf(type, NODE_ROLE, gone);
