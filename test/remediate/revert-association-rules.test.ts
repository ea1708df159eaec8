import { expect, test } from 'vitest';
import { ADMIN, PODS_TRUST, roleArn } from '../inventory/account.ts';
import {
  associate,
  byPipeline,
  CLUSTER,
  found,
  later,
  nodegroup,
  PIPELINE,
  prod,
  told,
} from './associations.ts';
import { applied, startEksWorld } from './eks-world.ts';
import { OWN_ROLE } from './own-session.ts';

test('what a stranger made is deleted, also where the stranger changed it then', async () => {
  const world = await startEksWorld({ deployers: [PIPELINE] });
  await prod(world);
  const { key, associationId } = await associate(world);
  world.wait(60);
  await world.eks.updatePodIdentityAssociation({ ...CLUSTER, associationId, roleArn: roleArn('admin') });
  const finding = await found(world, 'pod-identity-unexpected-creator', key);
  expect((await applied(world, finding)).plan).toMatchObject({
    steps: [{ action: 'eks:DeletePodIdentityAssociation' }],
    undo: [{ action: 'eks:CreatePodIdentityAssociation', input: { roleArn: roleArn('admin') } }],
    present: { before: true, after: false },
  });
  await expect(told(world, associationId)).rejects.toThrow('No association found');
});

test('what a stranger changed is left to the deployers, where Podguard is none', async () => {
  const world = await startEksWorld({ deployers: [PIPELINE] });
  await prod(world);
  const { key, associationId } = await associate(world);
  byPipeline(world);
  await world.eks.updatePodIdentityAssociation({ ...CLUSTER, associationId, roleArn: roleArn('admin') });
  const finding = await found(world, 'pod-identity-unexpected-creator', key);
  expect((await world.previewOf(finding)).refusal).toContain(
    `It had ${roleArn('cart')} before: a deployer has to give that back`,
  );
});

test('what a stranger put in the place of an association of the deployers is not deleted', async () => {
  const world = await startEksWorld({ deployers: [PIPELINE] });
  await prod(world);
  const first = await associate(world);
  byPipeline(world);
  await world.eks.deletePodIdentityAssociation({ ...CLUSTER, associationId: first.associationId });
  world.wait(60);
  const { key } = await associate(world, { roleArn: roleArn('admin') });
  const finding = await found(world, 'pod-identity-unexpected-creator', key);
  expect((await world.previewOf(finding)).refusal).toContain('It replaced another association of its pods');
});

test.for([
  { rule: 'pod-identity-system-namespace', given: { namespace: 'kube-system' } },
  { rule: 'pod-identity-node-role', given: {} },
])('a new association that $rule finds is deleted', async ({ rule, given }) => {
  const world = await startEksWorld();
  await prod(world);
  if (rule === 'pod-identity-node-role') await nodegroup(world);
  const { key, associationId } = await associate(world, given);
  const finding = await found(world, rule, key);
  expect((await applied(world, finding)).status).toBe('verified');
  await expect(told(world, associationId)).rejects.toThrow('No association found');
});

test('an association that was moved to a node’s role gets its former one', async () => {
  const world = await startEksWorld();
  await prod(world);
  await nodegroup(world);
  const { key, associationId } = await associate(world, { roleArn: roleArn('admin') });
  world.wait(86_400);
  await world.eks.updatePodIdentityAssociation({ ...CLUSTER, associationId, roleArn: roleArn('cart') });
  const finding = await found(world, 'pod-identity-node-role', key);
  // Its former role is an administrator: that would be graver.
  expect((await world.previewOf(finding)).refusal).toContain('it would open');
  await world.iam.detachRolePolicy({ RoleName: 'admin', PolicyArn: ADMIN });
  await later(world);
  expect((await applied(world, finding)).status).toBe('verified');
  expect(await told(world, associationId)).toMatchObject({ roleArn: roleArn('admin') });
});

test('where Podguard is a deployer, what a stranger changed is changed back', async () => {
  const world = await startEksWorld({ deployers: [PIPELINE, OWN_ROLE] });
  await prod(world);
  const { key, associationId } = await associate(world);
  byPipeline(world);
  await world.eks.updatePodIdentityAssociation({ ...CLUSTER, associationId, roleArn: roleArn('admin') });
  const finding = await found(world, 'pod-identity-unexpected-creator', key);
  expect((await applied(world, finding)).status).toBe('verified');
  expect(await told(world, associationId)).toMatchObject({ roleArn: roleArn('cart') });
  await later(world);
  expect(await world.openOf('pod-identity-unexpected-creator', key)).toBeUndefined();
});

test('an association that replaced another with a node’s role gets the role of that one', async () => {
  const world = await startEksWorld();
  await prod(world);
  await nodegroup(world);
  await world.iam.createRole({ RoleName: 'other', AssumeRolePolicyDocument: PODS_TRUST });
  const first = await associate(world, { roleArn: roleArn('other') });
  world.wait(86_400);
  await world.eks.deletePodIdentityAssociation({ ...CLUSTER, associationId: first.associationId });
  world.wait(60);
  const { key, associationId } = await associate(world);
  const finding = await found(world, 'pod-identity-node-role', key);
  expect((await applied(world, finding)).status).toBe('verified');
  expect(await told(world, associationId)).toMatchObject({ roleArn: roleArn('other') });
});

test('a role that became a node’s later is no reason to give back what it had long before', async () => {
  const world = await startEksWorld();
  await prod(world);
  await world.iam.createRole({ RoleName: 'other', AssumeRolePolicyDocument: PODS_TRUST });
  const { key, associationId } = await associate(world, { roleArn: roleArn('other') });
  world.wait(60);
  await world.eks.updatePodIdentityAssociation({ ...CLUSTER, associationId, roleArn: roleArn('cart') });
  world.wait(60);
  await nodegroup(world);
  await later(world);
  await world.engine.rejudge(key);
  const finding = await found(world, 'pod-identity-node-role', key);
  expect((await world.previewOf(finding)).refusal).toContain('neither made it nor took another role from it');
});

test('swapping there and back and there again is changed back, too', async () => {
  const world = await startEksWorld({ deployers: [PIPELINE, OWN_ROLE] });
  await prod(world);
  const { key, associationId } = await associate(world);
  byPipeline(world);
  for (const name of ['admin', 'cart', 'admin']) {
    await world.eks.updatePodIdentityAssociation({ ...CLUSTER, associationId, roleArn: roleArn(name) });
    world.wait(60);
  }
  const finding = await found(world, 'pod-identity-unexpected-creator', key);
  expect((await applied(world, finding)).status).toBe('verified');
  expect(await told(world, associationId)).toMatchObject({ roleArn: roleArn('cart') });
});

test('what a deployer changed beside a stranger’s role makes that role no choice of the deployer', async () => {
  const world = await startEksWorld({ deployers: [PIPELINE, OWN_ROLE] });
  await prod(world);
  await world.iam.createRole({ RoleName: 'other', AssumeRolePolicyDocument: PODS_TRUST });
  const { key, associationId } = await associate(world);
  byPipeline(world);
  const update = (change: object) =>
    world.eks.updatePodIdentityAssociation({ ...CLUSTER, associationId, ...change });
  await update({ roleArn: roleArn('other') });
  world.wait(60);
  await update({ disableSessionTags: true });
  byPipeline(world);
  await update({ roleArn: roleArn('admin') });
  const finding = await found(world, 'pod-identity-unexpected-creator', key);
  expect((await applied(world, finding)).plan?.steps[0]?.input).toMatchObject({ roleArn: roleArn('cart') });
});

test('what a deployer changed beside the deployers’ own role a moment before the stranger came is given back, too', async () => {
  const world = await startEksWorld({ deployers: [PIPELINE, OWN_ROLE] });
  await prod(world);
  const { key, associationId } = await associate(world);
  byPipeline(world);
  world.wait(86_400);
  const update = (change: object) =>
    world.eks.updatePodIdentityAssociation({ ...CLUSTER, associationId, ...change });
  await update({ disableSessionTags: true });
  byPipeline(world);
  await update({ roleArn: roleArn('admin'), disableSessionTags: false });
  const finding = await found(world, 'pod-identity-unexpected-creator', key);
  expect((await applied(world, finding)).status).toBe('verified');
  expect(await told(world, associationId)).toMatchObject({
    roleArn: roleArn('cart'),
    disableSessionTags: true,
  });
});

test.for([
  { rule: 'pod-identity-unexpected-creator', role: 'cart', given: {} },
  { rule: 'pod-identity-default-service-account', role: 'cart', given: { serviceAccount: 'default' } },
  { rule: 'pod-identity-unexpected-creator', role: 'gone', given: {} },
])('what replaced another with role $role is not deleted for $rule', async ({ rule, role, given }) => {
  const world = await startEksWorld({ deployers: [PIPELINE] });
  await prod(world);
  const first = await associate(world, { ...given, roleArn: roleArn(role) });
  byPipeline(world);
  world.wait(86_400);
  await world.eks.deletePodIdentityAssociation({ ...CLUSTER, associationId: first.associationId });
  world.wait(60);
  const { key, associationId } = await associate(world, given);
  const finding = await found(world, rule, key);
  expect((await world.previewOf(finding)).refusal).toContain('It replaced another association of its pods');
  expect((await applied(world, finding)).status).toBe('refused');
  expect(await told(world, associationId)).toMatchObject({ roleArn: roleArn('cart') });
});

test('what is recorded of another of its pods as there keeps it from being deleted', async () => {
  const world = await startEksWorld({ deployers: [PIPELINE] });
  await prod(world);
  const first = await associate(world);
  byPipeline(world);
  await world.deliver();
  await world.eks.deletePodIdentityAssociation({ ...CLUSTER, associationId: first.associationId });
  // The record is late.
  Object.assign(world.fake.records.at(-1) ?? {}, { eventName: 'DescribeCluster' });
  world.wait(60);
  const { key } = await associate(world);
  const finding = await found(world, 'pod-identity-unexpected-creator', key);
  expect((await world.previewOf(finding)).refusal).toContain('It replaced another association of its pods');
});

test('where two changed it in one second, whose the role is has to be seen to by people', async () => {
  const world = await startEksWorld({ deployers: [PIPELINE, OWN_ROLE] });
  await prod(world);
  await world.iam.createRole({ RoleName: 'other', AssumeRolePolicyDocument: PODS_TRUST });
  const { key, associationId } = await associate(world);
  byPipeline(world);
  for (const name of ['other', 'admin'])
    await world.eks.updatePodIdentityAssociation({ ...CLUSTER, associationId, roleArn: roleArn(name) });
  const finding = await found(world, 'pod-identity-unexpected-creator', key);
  expect((await world.previewOf(finding)).refusal).toContain(
    `Who changed it last is not known, as after two changes in one second: give ${roleArn('cart')} back by hand`,
  );
});
