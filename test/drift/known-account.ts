import type { RunFindings } from '@podguard/drift';
import { expect } from 'vitest';
import {
  ACCOUNT,
  type DriftWorld,
  driftWorld,
  PODS_TRUST,
  REGION,
  type Recorder,
  roleArn,
} from './drift-world.ts';

export const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
export const CLUSTER = `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/prod`;
export const role = { RoleName: 'app' };
export const association = {
  clusterName: 'prod',
  namespace: 'shop',
  serviceAccount: 'api',
  roleArn: roleArn('app'),
};

/** An account that is known, and was read to its end twenty minutes ago. */
export async function known(): Promise<{ world: DriftWorld; recorder: Recorder }> {
  const world = await driftWorld();
  const recorder = world.recorder();
  await world.eks.createCluster({ name: 'prod', roleArn: roleArn('c'), resourcesVpcConfig: {} });
  await world.iam.createRole({ ...role, AssumeRolePolicyDocument: PODS_TRUST });
  await world.eks.createPodIdentityAssociation(association);
  await recorder.deliver(world.fake.records);
  world.wait(1200);
  const { run, differences, gaps } = await recorder.run('first');
  expect([run.kind, differences, gaps]).toEqual(['baseline', [], []]);
  world.wait(1200);
  return { world, recorder };
}

export const told = ({ key, type, origin }: { key: string; type: string; origin: string }) => ({
  key,
  type,
  origin,
});

export const originsOf = ({ differences }: Pick<RunFindings, 'differences'>) =>
  Object.fromEntries(differences.map(({ key, origin, reason }) => [key, [origin, reason]]));
