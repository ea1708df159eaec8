import type { Missing, Resource } from '@podguard/core';
import { managedPolicy } from '@podguard/policy';
import type { SeenUse } from '../remediator.ts';

/** Its pods are on the host's network, which the hop limit does not concern: https://github.com/aws/amazon-vpc-cni-k8s (aws-node) */
const ON_HOST_NETWORK = 'AmazonEKS_CNI_Policy';
const HARMLESS = ['standard-node', 'harmless', 'denying'];
const MOST = 5;
/** Without the events, or where more uses were seen than are kept. */
const UNKNOWN =
  'whether pods used the role is not known (it takes the events activity and secret-reads, and lists of users that are whole)';

type Roles = readonly (Resource<'iam-role'> | Missing)[];

/** The roles of which planning wants to know what they were seen using. */
export function rolesOf({ roles }: { readonly roles: Roles }): readonly string[] {
  return roles.map((role) => ('missing' in role ? role.missing : role.key));
}

/**
 * What is known of, or cannot be excluded of, pods that live by an instance's role: that role was seen used for what no node does by
 * itself, or has rights that no node needs. Which process asked the metadata service AWS records nowhere.
 */
export function podUses(
  { state }: Resource<'ec2-instance'>,
  roles: Roles,
  uses: readonly SeenUse[] | undefined,
): readonly string[] {
  if (state.profileArn === null) return [];
  if (roles.length === 0) return ['which role the instance has is not known'];
  const seen = uses?.map(
    ({ user, key, way, at }) =>
      `${user} ${way === 'node' ? 'read' : 'assumed'} ${key} from an instance (last seen ${at})`,
  );
  return [...(seen ?? [UNKNOWN]), ...roles.flatMap(rightsOf)];
}

export function inShort(reasons: readonly string[]): string {
  const more = reasons.length - MOST;
  return [...reasons.slice(0, MOST), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function rightsOf(role: Resource<'iam-role'> | Missing): readonly string[] {
  if ('missing' in role) return [`what ${role.missing} may do is not known`];
  if (!role.present) return [];
  const { policies, inlinePolicies } = role.sets;
  const beyond = [...[...policies.members.keys()].filter(isBeyond), ...inlinePolicies.members.keys()];
  const named = beyond.map((name) => `${role.key} has ${name}, which no node needs by itself`);
  return policies.complete && inlinePolicies.complete
    ? named
    : [...named, `what else ${role.key} may do is not known`];
}

function isBeyond(arn: string): boolean {
  const policy = managedPolicy(arn);
  if (policy === undefined) return true;
  return !HARMLESS.includes(policy.kind) && policy.name !== ON_HOST_NETWORK;
}
