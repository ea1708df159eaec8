import {
  accessEntryKey,
  addonKey,
  associationSlotKey,
  clusterObjectKey,
  clusterObjectOf,
  instanceProfileKey,
  instanceProfileKeyFromArn,
  launchTemplateKey,
  owningClusterKey,
  parseArn,
  partitionOf,
  roleKeyFromArn,
} from './keys.ts';
import type { Resource } from './resource.ts';

/** What an ARN points at: nothing where it is the ARN of something else. */
export function byArn(arn: string | null | undefined, keyOf: (arn: string) => string | undefined) {
  return typeof arn === 'string' ? (keyOf(arn) ?? null) : arn;
}

export const texts = (members: ReadonlyMap<string, unknown>): readonly string[] =>
  [...members.values()].filter((value) => typeof value === 'string');

/** By its id; a name alone leads to no template. */
export function templateOf({
  state,
  account,
  region,
}: Resource<'eks-nodegroup'> | Resource<'auto-scaling-group'>): string | null | undefined {
  const { templateId, templateName } = state;
  if (typeof templateId === 'string')
    return launchTemplateKey(partitionOf(region), region, account, templateId);
  return templateId === null && typeof templateName === 'string' ? undefined : templateId;
}

export function slotOf({ key, state }: Resource<'pod-identity-association'>): string | undefined {
  const { namespace, serviceAccount } = state;
  if (typeof namespace !== 'string' || typeof serviceAccount !== 'string') return undefined;
  return associationSlotKey(owningClusterKey(key), namespace, serviceAccount);
}

export function serviceAccountOf({ key, state }: Resource<'pod-identity-association'>): readonly string[] {
  const { namespace, serviceAccount } = state;
  if (typeof namespace !== 'string' || typeof serviceAccount !== 'string') return [];
  return [clusterObjectKey(owningClusterKey(key), 'ServiceAccount', namespace, serviceAccount)];
}

/** Where the associations of a cluster's service account, or of the one that its pods run with, are found. */
export function liveSlot(
  { key, state }: Resource<'k8s-service-account'> | Resource<'k8s-workload'>,
  account: string | null | undefined,
): string | null {
  const cluster = clusterObjectOf(key)?.cluster;
  if (cluster === undefined || typeof state.namespace !== 'string' || typeof account !== 'string')
    return null;
  return associationSlotKey(cluster, state.namespace, account);
}

/** Of one in a file nobody knows in which account it will be. */
export function annotatedRole({ key, state }: Resource<'k8s-service-account'>): string | null | undefined {
  return clusterObjectOf(key) === undefined ? null : byArn(state.roleArn, roleKeyFromArn);
}

export function liveCluster({ key }: Pick<Resource, 'key'>): string | null {
  return clusterObjectOf(key)?.cluster ?? null;
}

/** A version gives an ARN or a name. */
export function profileOf({ state, account, region }: Resource<'launch-template-version'>) {
  const { profile } = state;
  if (typeof profile !== 'string') return profile;
  return profile.startsWith('arn:')
    ? (instanceProfileKeyFromArn(profile) ?? null)
    : instanceProfileKey(partitionOf(region), account, profile);
}

export function creatorEntry({ key, state }: Resource<'eks-cluster'>): readonly string[] {
  const arn = parseArn(key);
  if (arn === undefined || typeof state.creator !== 'string') return [];
  const name = arn.resource.slice(arn.resource.indexOf('/') + 1);
  return [accessEntryKey(arn.partition, arn.region, arn.account, name, state.creator)];
}

/** https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html */
export function agentKeys(cluster: string): readonly string[] {
  const arn = parseArn(cluster);
  const name = arn?.resource.split('/')[1];
  return arn === undefined || name === undefined
    ? []
    : [addonKey(arn.partition, arn.region, arn.account, name, 'eks-pod-identity-agent')];
}

/** The key of the template that a version is of. */
export function templateKey(version: string): string {
  return version.slice(0, version.lastIndexOf('/'));
}
