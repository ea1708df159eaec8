import {
  type Change,
  iamRegionOf,
  type Kind,
  ownerKey,
  parseArn,
  partitionOf,
  roleKeyFromArn,
  type StateChange,
} from '@podguard/core';
import { text, toPlace } from './parameters.ts';
import type { CloudTrailRecord } from './read/record.ts';

/**
 * What a call shows to be there and tells nothing of: the cluster of what it made, changed or deleted, and the role that an
 * association was given, which EKS looks up. Clusters and roles that are older than all records are known by these alone.
 * Source: https://github.com/hashicorp/terraform-provider-aws/pull/34717
 */
export function sightings(record: CloudTrailRecord, changes: readonly Change[]): readonly Change[] {
  const told = new Set(changes.map(({ key }) => key));
  const seen = new Map<string, Change>();
  for (const change of changes) {
    if (change.op === 'activity' || change.kind === 'launch-template-version') continue;
    const cluster = ownerKey(change.kind, change.key);
    const role = givenRole(record, change);
    for (const [kind, key] of [['eks-cluster', cluster] as const, ['iam-role', role] as const])
      if (key !== undefined && !told.has(key)) seen.set(key, sightingOf(change, kind, key));
  }
  return [...seen.values()];
}

function sightingOf(change: StateChange, kind: Kind, key: string): Change {
  const { account, cause } = change;
  const region = kind === 'iam-role' ? iamRegionOf(partitionOf(change.region)) : change.region;
  const stamp = { ...change.stamp, rank: 1 as const };
  return { op: 'patch', kind, key, account, region, stamp, cause, fields: {}, sets: {} };
}

function givenRole(record: CloudTrailRecord, change: StateChange): string | undefined {
  if (change.kind !== 'pod-identity-association' || change.op === 'delete') return undefined;
  const arn = text(toPlace(record.requestParameters, `${record.eventName}Request`), 'roleArn');
  return arn && parseArn(arn)?.account === change.account ? roleKeyFromArn(arn) : undefined;
}
