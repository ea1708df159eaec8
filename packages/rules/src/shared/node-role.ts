import { type Config, type Missing, type Resource, roleKeyFromArn } from '@podguard/core';
import { managedPolicy, type Outcome } from '@podguard/policy';
import { ask, isDenied, readTrust } from './trust.ts';

/** Attached to a role they say that it was made for nodes. */
const NODE_POLICIES = ['AmazonEKSWorkerNodePolicy', 'AmazonEKSWorkerNodeMinimalPolicy'];

/** China had its own name for the service. */
const EC2_SERVICES = ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'];

/**
 * Entries of nodes that are EC2 instances: https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
 */
export const INSTANCE_ENTRIES: readonly string[] = ['EC2_LINUX', 'EC2_WINDOWS', 'EC2'];

export interface NodeGroups {
  readonly nodegroups: readonly Resource<'eks-nodegroup'>[];
  readonly accessEntries?: readonly Resource<'access-entry'>[];
}

/**
 * Whether nodes have the role. `unknown` is a role for EC2 instances of which nothing tells what they are, or one of which
 * nothing is known.
 */
export function isNodeRole(
  role: Resource<'iam-role'> | Missing,
  around: NodeGroups,
  config: Config,
): Outcome {
  return nodeRoleBecause(role, around, config) === null ? withoutReason(role) : 'yes';
}

/** What makes it a role of nodes, in words; null where nothing does. */
export function nodeRoleBecause(
  role: Resource<'iam-role'> | Missing,
  { nodegroups, accessEntries = [] }: NodeGroups,
  config: Config,
): string | null {
  const key = 'missing' in role ? role.missing : role.key;
  const group = nodegroups.find(({ present, state }) => present && keyOf(state.nodeRole) === key);
  if (group !== undefined) return `node group ${group.key.slice(group.key.indexOf('/') + 1)}`;
  const entry = accessEntries.find(
    ({ present, state }) =>
      present && INSTANCE_ENTRIES.includes(state.type ?? '') && keyOf(state.principalArn) === key,
  );
  if (entry !== undefined) return `an access entry of type ${entry.state.type}`;
  if (config.nodeRoles.some((name) => isNamed(key, name))) return 'the configuration (nodeRoles)';
  if ('missing' in role) return null;
  const attached = [...role.sets.policies.members.keys()];
  const telling = attached.find((arn) => NODE_POLICIES.includes(managedPolicy(arn)?.name ?? ''));
  return telling === undefined ? null : `its policy ${telling}`;
}

function withoutReason(role: Resource<'iam-role'> | Missing): Outcome {
  if ('missing' in role) return 'unknown';
  if (!role.present) return 'no';
  const trust = readTrust(role);
  if ('verdict' in trust) return 'unknown';
  const asked = EC2_SERVICES.map((name) =>
    ask(trust.policy, { principal: { type: 'Service', name }, action: 'sts:AssumeRole', context: {} }),
  );
  return asked.every(isDenied) ? 'no' : 'unknown';
}

function keyOf(arn: string | null | undefined): string | undefined {
  return typeof arn === 'string' ? roleKeyFromArn(arn) : undefined;
}

function isNamed(key: string, name: string): boolean {
  return name.startsWith('arn:') ? roleKeyFromArn(name) === key : key.endsWith(`:role/${name}`);
}
