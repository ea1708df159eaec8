import { associationKey, type Finding } from '@podguard/core';
import { expect, test } from 'vitest';
import { ACCOUNT, PODS_TRUST, REGION, roleArn } from '../inventory/account.ts';
import { calledBy } from './associations.ts';
import { applied, type EksWorld, startEksWorld, undone } from './eks-world.ts';

const TARGET = 'arn:aws:iam::999988887777:role/theirs';
const CLUSTER = { clusterName: 'prod' };

/** An association that chains to a stranger's role. */
async function chained(
  world: EksWorld,
  before?: string,
  seconds = 86_400,
  by?: string,
): Promise<{ finding: Finding; associationId: string; key: string }> {
  const { eks, iam } = world;
  await eks.createCluster({ name: 'prod', roleArn: roleArn('eks'), resourcesVpcConfig: {} });
  await iam.createRole({ RoleName: 'cart', AssumeRolePolicyDocument: PODS_TRUST });
  const { association } = await eks.createPodIdentityAssociation({
    ...CLUSTER,
    namespace: 'shop',
    serviceAccount: 'cart',
    roleArn: roleArn('cart'),
    ...(before === undefined ? {} : { targetRoleArn: before }),
  });
  const associationId = association?.associationId ?? '';
  if (by !== undefined) calledBy(world, by);
  world.wait(seconds);
  await eks.updatePodIdentityAssociation({ ...CLUSTER, associationId, targetRoleArn: TARGET });
  world.wait(600);
  await world.deliver();
  const key = associationKey('aws', REGION, ACCOUNT, 'prod', associationId);
  const finding = await world.openOf('pod-identity-target-role-foreign', key);
  if (finding === undefined) throw new Error('no finding');
  return { finding, associationId, key };
}

const KNOWN = { knownAccounts: ['444455556666'] };

test('the target role of a stranger is taken off, and comes back when that is undone', async () => {
  const world = await startEksWorld(KNOWN);
  const { finding, associationId, key } = await chained(world);
  const remediation = await applied(world, finding);
  expect(remediation.status).toBe('verified');
  expect(remediation.plan).toMatchObject({
    steps: [{ input: { ...CLUSTER, associationId, targetRoleArn: '' } }],
    undo: [{ input: { ...CLUSTER, associationId, targetRoleArn: TARGET } }],
    assigned: ['externalId', 'changedBy'],
    facts: [`Its own role is ${roleArn('cart')}.`],
  });
  const after = await world.eks.describePodIdentityAssociation({ ...CLUSTER, associationId });
  expect(after.association).toMatchObject({ roleArn: roleArn('cart') });
  expect(after.association?.targetRoleArn).toBeUndefined();
  await world.deliver();
  expect(await world.openOf('pod-identity-target-role-foreign', key)).toBeUndefined();

  expect((await undone(world, remediation)).status).toBe('undone');
  const back = await world.eks.describePodIdentityAssociation({ ...CLUSTER, associationId });
  expect(back.association?.targetRoleArn).toBe(TARGET);
});

test('it is undone, too, where EKS gives another external id then', async () => {
  const world = await startEksWorld(KNOWN);
  const { finding, associationId } = await chained(world);
  const remediation = await applied(world, finding);
  const told = world.fake.account.clusters.get(`${REGION}/prod`)?.associations.get(associationId) ?? {};
  Object.defineProperty(told, 'externalId', { get: () => 'another', set: () => {}, enumerable: true });
  expect((await undone(world, remediation)).status).toBe('undone');
});

const OURS = 'arn:aws:iam::444455556666:role/ours';

test('the target role that it had before comes back, and the stranger’s when that is undone', async () => {
  const world = await startEksWorld(KNOWN);
  const { finding, associationId, key } = await chained(world, OURS);
  const remediation = await applied(world, finding);
  expect(remediation.status).toBe('verified');
  expect(remediation.plan).toMatchObject({
    steps: [{ input: { ...CLUSTER, associationId, targetRoleArn: OURS } }],
    undo: [{ input: { ...CLUSTER, associationId, targetRoleArn: TARGET } }],
  });
  const after = await world.eks.describePodIdentityAssociation({ ...CLUSTER, associationId });
  expect(after.association?.targetRoleArn).toBe(OURS);
  await world.deliver();
  expect(await world.openOf('pod-identity-target-role-foreign', key)).toBeUndefined();
  expect((await undone(world, remediation)).status).toBe('undone');
});

test('one that it had before of an account that nobody knows is not given back, and none is taken off', async () => {
  const world = await startEksWorld(KNOWN);
  const { finding } = await chained(world, 'arn:aws:iam::222233334444:role/others');
  expect((await world.previewOf(finding)).refusal).toContain('the finding would not end by it');
});

test('one that it had for a moment only is neither given back nor forgotten', async () => {
  const world = await startEksWorld(KNOWN);
  const { finding } = await chained(world, OURS, 60);
  expect((await world.previewOf(finding)).refusal).toContain(`It had ${OURS} for a moment only`);
});

test('one of the association that it replaced comes back', async () => {
  const world = await startEksWorld(KNOWN);
  const first = { ...CLUSTER, namespace: 'shop', serviceAccount: 'cart', roleArn: roleArn('cart') };
  await world.eks.createCluster({ name: 'prod', roleArn: roleArn('eks'), resourcesVpcConfig: {} });
  const { association } = await world.eks.createPodIdentityAssociation({ ...first, targetRoleArn: OURS });
  world.wait(86_400);
  const { associationId } = association ?? {};
  await world.eks.deletePodIdentityAssociation({ ...CLUSTER, associationId });
  world.wait(60);
  const { association: second } = await world.eks.createPodIdentityAssociation({
    ...first,
    targetRoleArn: TARGET,
  });
  world.wait(600);
  await world.deliver();
  const key = associationKey('aws', REGION, ACCOUNT, 'prod', second?.associationId ?? '');
  const finding = await world.openOf('pod-identity-target-role-foreign', key);
  if (finding === undefined) throw new Error('no finding');
  expect((await applied(world, finding)).plan?.steps[0]?.input).toMatchObject({ targetRoleArn: OURS });
});

test('where somebody else set one a moment before, people have to say what is right', async () => {
  const world = await startEksWorld({ ...KNOWN, deployers: [] });
  const { finding } = await chained(world, OURS, 60, roleArn('mallory'));
  expect((await world.previewOf(finding)).refusal).toContain('and who wanted that, is not known');
});

test('an association that an add-on owns is refused with words', async () => {
  const world = await startEksWorld(KNOWN);
  const { finding, associationId } = await chained(world);
  const ownerArn = `arn:aws:eks:${REGION}:${ACCOUNT}:addon/prod/aws-ebs-csi-driver/1`;
  Object.assign(world.fake.account.clusters.get(`${REGION}/prod`)?.associations.get(associationId) ?? {}, {
    ownerArn,
  });
  expect((await world.previewOf(finding)).refusal).toContain(`An EKS add-on owns it, ${ownerArn}`);
});
