import { clusterKey, type Finding } from '@podguard/core';
import { expect, test } from 'vitest';
import { ACCOUNT, REGION, roleArn } from '../inventory/account.ts';
import { applied, type EksWorld, startEksWorld, undone } from './eks-world.ts';

const KEY = clusterKey('aws', REGION, ACCOUNT, 'prod');
const RULE = 'cluster-audit-log-off';

async function prod(world: EksWorld, types: readonly ('api' | 'audit' | 'authenticator')[]): Promise<void> {
  await world.eks.createCluster({
    name: 'prod',
    roleArn: roleArn('eks'),
    resourcesVpcConfig: {},
    logging: { clusterLogging: [{ types: [...types], enabled: true }] },
  });
  // A cluster is not whole in the answer that makes it.
  world.wait(60);
  await world.deliver();
  world.wait(60);
  await world.read(KEY);
}

async function switchOff(world: EksWorld, ...types: ('audit' | 'authenticator')[]): Promise<Finding> {
  world.wait(60);
  await world.eks.updateClusterConfig({
    name: 'prod',
    logging: { clusterLogging: [{ types, enabled: false }] },
  });
  world.wait(600);
  await world.deliver();
  const finding = await world.openOf(RULE, KEY);
  if (finding === undefined) throw new Error('no finding');
  return finding;
}

async function logs(world: EksWorld): Promise<readonly string[]> {
  const { cluster } = await world.eks.describeCluster({ name: 'prod' });
  return (cluster?.logging?.clusterLogging ?? [])
    .flatMap(({ types, enabled }) => (enabled ? (types ?? []) : []))
    .sort();
}

test('the logs that were switched off are on again after an update of minutes, and off when that is undone', async () => {
  const world = await startEksWorld();
  await prod(world, ['api', 'audit', 'authenticator']);
  const finding = await switchOff(world, 'audit', 'authenticator');
  expect(finding.severity).toBe('high');
  world.fake.account.clusterUpdatesTake = 3 * 60_000;
  const remediation = await applied(world, finding);
  expect(remediation.status).toBe('verified');
  expect(remediation.plan).toMatchObject({
    steps: [
      {
        action: 'eks:UpdateClusterConfig',
        region: REGION,
        input: {
          name: 'prod',
          logging: { clusterLogging: [{ types: ['audit', 'authenticator'], enabled: true }] },
        },
      },
    ],
    facts: ['The audit log was on before.', 'The authenticator log was on before.'],
  });
  expect(await logs(world)).toEqual(['api', 'audit', 'authenticator']);
  await world.deliver();
  expect(await world.openOf(RULE, KEY)).toBeUndefined();

  expect((await undone(world, remediation)).status).toBe('undone');
  expect(await logs(world)).toEqual(['api']);
});

test('a log that never was on stays off where another was switched off', async () => {
  const world = await startEksWorld();
  await prod(world, ['api', 'audit']);
  const finding = await switchOff(world, 'audit');
  const remediation = await applied(world, finding);
  expect(remediation.status).toBe('verified');
  expect(await logs(world)).toEqual(['api', 'audit']);
  expect((await undone(world, remediation)).status).toBe('undone');
  expect(await logs(world)).toEqual(['api']);
});

test('of a cluster that never had them both are switched on', async () => {
  const world = await startEksWorld();
  await prod(world, ['api']);
  const finding = await world.openOf(RULE, KEY);
  if (finding === undefined) throw new Error('no finding');
  world.wait(600);
  const remediation = await applied(world, finding);
  expect(remediation.plan?.facts).toEqual([
    'The audit log is not known to have been on.',
    'The authenticator log is not known to have been on.',
  ]);
  expect(await logs(world)).toEqual(['api', 'audit', 'authenticator']);
});

test('a cluster that is being updated is left alone', async () => {
  const world = await startEksWorld();
  await prod(world, ['api', 'audit', 'authenticator']);
  const finding = await switchOff(world, 'audit');
  world.fake.account.clusterUpdatesTake = 60 * 60_000;
  await world.eks.updateClusterConfig({ name: 'prod', accessConfig: { authenticationMode: 'API' } });
  world.wait(120);
  await world.deliver();
  const refused = await applied(world, finding);
  expect(refused.status).toBe('refused');
  expect(refused.applied).toBeNull();
  expect(await logs(world)).toEqual(['api', 'authenticator']);
});

test('that EKS refuses because of another update is told as it says it, and nothing was changed', async () => {
  const world = await startEksWorld();
  await prod(world, ['audit', 'authenticator']);
  const finding = await switchOff(world, 'audit');
  world.fake.fault('eks:UpdateClusterConfig', {
    kind: 'error',
    status: 409,
    code: 'ResourceInUseException',
    message: 'Cluster prod is already being updated',
  });
  const failed = await applied(world, finding);
  expect(failed.status).toBe('failed');
  expect(failed.history.at(-1)?.note).toContain('Cluster prod is already being updated');
  expect(await logs(world)).toEqual(['authenticator']);
});
