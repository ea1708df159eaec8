import { associationKey, type Finding } from '@podguard/core';
import { ACCOUNT, ADMIN, PODS_TRUST, REGION, roleArn } from '../inventory/account.ts';
import type { EksWorld } from './eks-world.ts';

export const CLUSTER = { clusterName: 'prod' };
const POD = { namespace: 'shop', serviceAccount: 'cart' };

export async function prod(world: EksWorld): Promise<void> {
  const { eks, iam } = world;
  await eks.createCluster({ name: 'prod', roleArn: roleArn('eks'), resourcesVpcConfig: {} });
  for (const RoleName of ['cart', 'admin']) {
    await iam.createRole({ RoleName, AssumeRolePolicyDocument: PODS_TRUST });
    world.wait(5);
  }
  await iam.attachRolePolicy({ RoleName: 'admin', PolicyArn: ADMIN });
  world.wait(60);
}

export async function associate(
  world: EksWorld,
  given: object = {},
): Promise<{ key: string; associationId: string }> {
  const { association } = await world.eks.createPodIdentityAssociation({
    ...CLUSTER,
    ...POD,
    roleArn: roleArn('cart'),
    ...given,
  });
  const associationId = association?.associationId ?? '';
  return { key: associationKey('aws', REGION, ACCOUNT, 'prod', associationId), associationId };
}

/** Whose role is that of the pods. */
export async function nodegroup(world: EksWorld): Promise<void> {
  await world.eks.createNodegroup({
    ...CLUSTER,
    nodegroupName: 'workers',
    nodeRole: roleArn('cart'),
    subnets: ['subnet-1'],
  });
  world.wait(60);
}

export async function later(world: EksWorld): Promise<void> {
  world.wait(600);
  await world.deliver();
}

export async function found(world: EksWorld, rule: string, key: string): Promise<Finding> {
  await later(world);
  const finding = await world.openOf(rule, key);
  if (finding === undefined) throw new Error(`${rule} is not open`);
  return finding;
}

/** As EKS tells it, without its times. */
export async function told(world: EksWorld, associationId: string) {
  const { association } = await world.eks.describePodIdentityAssociation({ ...CLUSTER, associationId });
  const { createdAt: _created, modifiedAt: _modified, ...rest } = association ?? {};
  return rest;
}

export const PIPELINE = roleArn('pipeline');

/** The newest call was the deployers'. */
export function byPipeline(world: EksWorld): void {
  calledBy(world, PIPELINE);
  world.wait(60);
}

/** The newest call was that one's. */
export function calledBy(world: EksWorld, arn: string): void {
  const userIdentity = { type: 'IAMUser', principalId: 'AIDAOTHER', arn, accountId: ACCOUNT };
  Object.assign(world.fake.records.at(-1) ?? {}, { userIdentity });
}
