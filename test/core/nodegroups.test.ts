import {
  type Change,
  instanceProfileKey,
  type Kind,
  launchTemplateKey,
  launchTemplateVersionKey,
  nodegroupKey,
  ownerKey,
  type Resource,
  relationsOf,
} from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import { expect, test } from 'vitest';
import { createRole, deleteCluster, ROLE } from '../support/changes.ts';
import { createHarness } from '../support/harness.ts';
import { resourceOf } from '../support/states.ts';

const NODEGROUP = nodegroupKey('aws', 'eu-central-1', '111122223333', 'prod', 'workers');

const createNodegroup: Change = {
  ...(createRole(5, '', 'CreateNodegroup-5') as Extract<Change, { op: 'put' }>),
  kind: 'eks-nodegroup' as Kind,
  key: NODEGROUP,
  fields: { nodeRole: { value: 'arn:aws:iam::111122223333:role/eks/app' }, clusterName: { value: 'prod' } },
  sets: {},
};

async function deliver(...changes: readonly Change[]) {
  const { store, deliver: one } = createHarness(createMemoryStore());
  for (const change of changes) await one(change);
  return store;
}

test("a role is judged with the node groups whose nodes it is, and a node group's role with or without its path", async () => {
  for (const order of [
    [createRole(1), createNodegroup],
    [createNodegroup, createRole(1)],
  ]) {
    const store = await deliver(...order);
    // The owner of its node group, read because the node group is; that tells it of its own changes.
    expect((await store.load(ROLE))?.edges).toEqual(['arn:aws:eks:eu-central-1:111122223333:cluster/prod']);
    expect((await store.load(NODEGROUP))?.edges).toContain(ROLE);
  }
});

test('a node group is gone with its cluster, whichever is heard of first', async () => {
  const owner = 'arn:aws:eks:eu-central-1:111122223333:cluster/prod';
  expect(ownerKey('eks-nodegroup', NODEGROUP)).toBe(owner);
  for (const order of [
    [createNodegroup, deleteCluster(9)],
    [deleteCluster(9), createNodegroup],
  ]) {
    const store = await deliver(...order);
    expect(await store.load(NODEGROUP)).toMatchObject({ present: false, goneAt: '2026-01-02T03:00:09Z' });
  }
});

test("a launch template's version is gone with its template", async () => {
  const owner = launchTemplateKey('aws', 'eu-central-1', '111122223333', 'lt-1');
  const key = launchTemplateVersionKey(owner, 2);
  expect(ownerKey('launch-template-version', key)).toBe(owner);
  const version: Change = { ...createNodegroup, kind: 'launch-template-version', key, fields: {} };
  const template: Change = { ...deleteCluster(9), kind: 'launch-template', key: owner };
  const store = await deliver(version, template);
  expect(await store.load(key)).toMatchObject({ present: false, goneAt: '2026-01-02T03:00:09Z' });
});

test.for([
  ['arn:aws:iam::111122223333:instance-profile/eks/node', instanceProfileKey('aws', '111122223333', 'node')],
  ['arn:aws:iam::111122223333:role/node', null],
  ['no ARN', null],
  [null, null],
  [undefined, undefined],
] as const)('the instance profile of an instance with %s', ([profileArn, key]) => {
  const { profile } = relationsOf('ec2-instance');
  if (profile === undefined || !('key' in profile)) throw new Error('an instance has no profile');
  expect(profile.key(resourceOf('ec2-instance', { state: { profileArn } }) as Resource)).toBe(key);
});
