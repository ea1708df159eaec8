import { associationKey, type Finding } from '@podguard/core';
import { expect, test } from 'vitest';
import { ACCOUNT, PODS_TRUST, REGION, roleArn } from '../inventory/account.ts';
import { applied, type EksWorld, startEksWorld, undone } from './eks-world.ts';

const TARGET = 'arn:aws:iam::999988887777:role/theirs';
const CLUSTER = { clusterName: 'prod' };

/** An association that chains to a stranger's role. */
async function chained(
  world: EksWorld,
  before?: string,
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
  world.wait(60);
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

test('the target role that it had before is a fact for whoever decides', async () => {
  const world = await startEksWorld(KNOWN);
  const before = 'arn:aws:iam::444455556666:role/ours';
  const { finding } = await chained(world, before);
  const { remediation } = await world.previewOf(finding);
  expect(remediation.plan?.facts).toContain(`Its target role was ${before} before.`);
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
