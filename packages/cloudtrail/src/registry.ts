import type { Change } from '@podguard/core';
import { modifyInstanceMetadataOptions } from './ec2/modify-instance-metadata-options.ts';
import { runInstances } from './ec2/run-instances.ts';
import { terminateInstances } from './ec2/terminate-instances.ts';
import { createCluster } from './eks/create-cluster.ts';
import { createNodegroup } from './eks/create-nodegroup.ts';
import { createPodIdentityAssociation } from './eks/create-pod-identity-association.ts';
import { deleteCluster } from './eks/delete-cluster.ts';
import { deleteNodegroup } from './eks/delete-nodegroup.ts';
import { deletePodIdentityAssociation } from './eks/delete-pod-identity-association.ts';
import { updatePodIdentityAssociation } from './eks/update-pod-identity-association.ts';
import { addRoleToInstanceProfile } from './iam/add-role-to-instance-profile.ts';
import { attachRolePolicy } from './iam/attach-role-policy.ts';
import { createAccessKey } from './iam/create-access-key.ts';
import { createInstanceProfile } from './iam/create-instance-profile.ts';
import { createOpenIDConnectProvider } from './iam/create-open-id-connect-provider.ts';
import { createPolicy } from './iam/create-policy.ts';
import { createPolicyVersion } from './iam/create-policy-version.ts';
import { createRole } from './iam/create-role.ts';
import { deleteAccessKey } from './iam/delete-access-key.ts';
import { deleteInstanceProfile } from './iam/delete-instance-profile.ts';
import { deleteOpenIDConnectProvider } from './iam/delete-open-id-connect-provider.ts';
import { deletePolicy } from './iam/delete-policy.ts';
import { deletePolicyVersion } from './iam/delete-policy-version.ts';
import { deleteRole } from './iam/delete-role.ts';
import { deleteRolePermissionsBoundary } from './iam/delete-role-permissions-boundary.ts';
import { deleteRolePolicy } from './iam/delete-role-policy.ts';
import { detachRolePolicy } from './iam/detach-role-policy.ts';
import { putRolePermissionsBoundary } from './iam/put-role-permissions-boundary.ts';
import { putRolePolicy } from './iam/put-role-policy.ts';
import { removeRoleFromInstanceProfile } from './iam/remove-role-from-instance-profile.ts';
import { setDefaultPolicyVersion } from './iam/set-default-policy-version.ts';
import { updateAccessKey } from './iam/update-access-key.ts';
import { updateAssumeRolePolicy } from './iam/update-assume-role-policy.ts';
import { updateRole } from './iam/update-role.ts';
import type { EventMapper } from './mapper.ts';
import type { CloudTrailRecord } from './read/record.ts';

/** Every mapper, sorted by source and event name. */
export const MAPPERS: readonly EventMapper[] = [
  modifyInstanceMetadataOptions,
  runInstances,
  terminateInstances,
  createCluster,
  createNodegroup,
  createPodIdentityAssociation,
  deleteCluster,
  deleteNodegroup,
  deletePodIdentityAssociation,
  updatePodIdentityAssociation,
  addRoleToInstanceProfile,
  attachRolePolicy,
  createAccessKey,
  createInstanceProfile,
  createOpenIDConnectProvider,
  createPolicy,
  createPolicyVersion,
  createRole,
  deleteAccessKey,
  deleteInstanceProfile,
  deleteOpenIDConnectProvider,
  deletePolicy,
  deletePolicyVersion,
  deleteRole,
  deleteRolePermissionsBoundary,
  deleteRolePolicy,
  detachRolePolicy,
  putRolePermissionsBoundary,
  putRolePolicy,
  removeRoleFromInstanceProfile,
  setDefaultPolicyVersion,
  updateAccessKey,
  updateAssumeRolePolicy,
  updateRole,
];

const BY_EVENT = new Map(MAPPERS.map((mapper) => [eventKey(mapper.source, mapper.name), mapper]));

/** `source/name` of every event that is mapped. */
export const wantedEvents: ReadonlySet<string> = new Set(BY_EVENT.keys());

/** The mapper of an event of a service: other services have events of the same names. */
export function mapperFor(source: string, name: string): EventMapper | undefined {
  return BY_EVENT.get(eventKey(source, name));
}

export type MappedRecord =
  | { readonly kind: 'changes'; readonly changes: readonly Change[] }
  | { readonly kind: 'irrelevant' }
  /** A mapped event whose call failed: it changed nothing. */
  | { readonly kind: 'failed-call' }
  | { readonly kind: 'unreadable'; readonly reason: string; readonly eventId: string };

/** What a record says about resources, at most one change each. Never throws. */
export function toChanges(record: CloudTrailRecord): MappedRecord {
  const mapper = mapperFor(record.eventSource, record.eventName);
  if (mapper === undefined) return { kind: 'irrelevant' };
  if (record.errorCode !== undefined) return { kind: 'failed-call' };
  const mapped = mapper.toChanges(record);
  if ('changes' in mapped) return { kind: 'changes', changes: mapped.changes };
  return { kind: 'unreadable', reason: mapped.unreadable, eventId: record.eventId };
}

function eventKey(source: string, name: string): string {
  return `${source}/${name}`;
}
