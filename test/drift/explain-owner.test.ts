import { inSeconds, type JsonObject } from '@podguard/core';
import { approvableOf, type Lookup, type RunFindings } from '@podguard/drift';
import { createLookupEvents } from '@podguard/inventory';
import { expect, test } from 'vitest';
import { readingClients } from '../support/aws-fake/sdk.ts';
import { type DriftWorld, historyOf, REGION, type Recorder, roleArn } from './drift-world.ts';
import { association, known } from './known-account.ts';

const cluster = { name: 'prod', roleArn: roleArn('c'), resourcesVpcConfig: {} };

test('what went with a cluster that was made again is explained by the deletion of the cluster', async () => {
  const { world, recorder } = await known();
  const { eks, fake } = world;
  await eks.createAccessEntry({ clusterName: 'prod', principalArn: roleArn('app') });
  await eks.createAddon({ clusterName: 'prod', addonName: 'vpc-cni' });
  await recorder.deliver(fake.records.slice(-2));
  world.wait(60);
  const { created, deleted } = await replaced(world);
  await recorder.deliver([created]);
  world.wait(1200);
  const run = await recorder.run('second', undefined, { lookup: eventHistory(world) });
  expect(explained(run)).toEqual(
    ['access-entry', 'eks-addon', 'pod-identity-association'].map((kind) => [
      ...[kind, 'gone', 'missed'],
      deleted.eventID,
    ]),
  );
  expect(run.differences.map(({ explanation, reason }) => [explanation?.eventName, reason])).toEqual(
    Array.from({ length: 3 }, () => ['DeleteCluster', null]),
  );
});

test('of a cluster that was made again unheard it is the deletion that took what is gone, and the creation that changed it', async () => {
  const { world, recorder } = await known();
  const { created, deleted } = await replaced(world);
  world.wait(1200);
  const run = await recorder.run('second', undefined, { lookup: eventHistory(world) });
  expect(explained(run)).toEqual([
    ['eks-cluster', 'changed', 'missed', created.eventID],
    ['pod-identity-association', 'gone', 'missed', deleted.eventID],
  ]);
});

test('what went with its cluster is late while the event of that may come, and when it came', async () => {
  const { world, recorder } = await known();
  const { created, deleted } = await replaced(world);
  await recorder.deliver([created]);
  world.wait(60);
  const young = { lookup: historyOf([deleted]), onProgress: () => {} };
  expect(reasons(await recorder.run('second', undefined, young))).toEqual([
    ['pod-identity-association', 'late', 'its event may still come'],
  ]);
  await recorder.deliver([deleted]);
  world.wait(86_400);
  expect(reasons(await recorder.run('third', undefined, { lookup: historyOf([deleted]) }))).toEqual([
    ['pod-identity-association', 'late', 'its event came meanwhile'],
  ]);
});

test('what is gone from a cluster of which the history has no deletion, or only an older one, is out of band', async () => {
  const { world, recorder } = await known();
  const { created, deleted } = await replaced(world);
  await recorder.deliver([deleted, created]);
  world.wait(60);
  await world.eks.createPodIdentityAssociation(association);
  await recorder.deliver(world.fake.records.slice(-1));
  world.wait(60);
  // By nobody that an event tells of.
  world.fake.account.clusters.get(`${REGION}/prod`)?.associations.clear();
  world.wait(1200);
  const run = await recorder.run('second', undefined, { lookup: eventHistory(world) });
  expect(explained(run)).toEqual([['pod-identity-association', 'gone', 'out-of-band', undefined]]);
});

test('what was deleted before its cluster is explained by its own record', async () => {
  const { world, recorder } = await known();
  const { eks, fake } = world;
  const { associations = [] } = await eks.listPodIdentityAssociations({ clusterName: 'prod' });
  const associationId = associations[0]?.associationId ?? '';
  await eks.deletePodIdentityAssociation({ clusterName: 'prod', associationId });
  const own = fake.records.at(-1);
  world.wait(60);
  const { created, deleted } = await replaced(world);
  await recorder.deliver([created]);
  world.wait(1200);
  const lookup = historyOf([deleted, own]);
  expect(explained(await recorder.run('second', undefined, { lookup }))).toEqual([
    ['pod-identity-association', 'gone', 'missed', own?.eventID],
  ]);
});

test('a version that a node group uses and that went with its launch template is explained by the deletion of that', async () => {
  const { world, recorder } = await known();
  const { ec2, eks, fake } = world;
  const before = fake.records.length;
  const template = { LaunchTemplateName: 'nodes', LaunchTemplateData: {} };
  await ec2.createLaunchTemplate(template);
  await ec2.createLaunchTemplateVersion(template);
  await ec2.modifyLaunchTemplate({ LaunchTemplateName: 'nodes', DefaultVersion: '2' });
  const workers = { clusterName: 'prod', nodegroupName: 'workers', nodeRole: roleArn('app'), subnets: [] };
  await eks.createNodegroup({ ...workers, launchTemplate: { name: 'nodes', version: '1' } });
  await recorder.deliver(fake.records.slice(before));
  world.wait(1200);
  expect((await recorder.run('second')).differences).toEqual([]);
  await ec2.deleteLaunchTemplate({ LaunchTemplateName: 'nodes' });
  const deleted = fake.records.at(-1)?.eventID;
  world.wait(1200);
  const run = await recorder.run('third', undefined, { lookup: eventHistory(world) });
  expect(explained(run)).toEqual([
    ['launch-template', 'gone', 'missed', deleted],
    ['launch-template-version', 'gone', 'missed', deleted],
  ]);
});

test('what was approved and went with its cluster is explained by the event of that, also where it was recorded', async () => {
  const { world, recorder } = await known();
  await approve(world, recorder, 'podidentityassociation');
  world.wait(60);
  const { created, deleted } = await replaced(world);
  await recorder.deliver([deleted, created]);
  world.wait(1200);
  const run = await recorder.run('second', undefined, { lookup: eventHistory(world) });
  expect(explained(run)).toEqual([['pod-identity-association', 'unapproved', 'not-asked', deleted.eventID]]);
});

test('what was approved and seen again since its cluster was deleted is not explained by that', async () => {
  const { world, recorder } = await known();
  const { eks, fake } = world;
  const entry = { clusterName: 'prod', principalArn: roleArn('app') };
  await eks.createAccessEntry(entry);
  await recorder.deliver(fake.records.slice(-1));
  await approve(world, recorder, `access-entry/prod/${roleArn('app')}`);
  world.wait(60);
  const { created, deleted } = await replaced(world);
  world.wait(60);
  await eks.createAccessEntry(entry);
  await recorder.deliver([deleted, created, ...fake.records.slice(-1)]);
  world.wait(60);
  fake.account.clusters.get(`${REGION}/prod`)?.entries.clear();
  world.wait(1200);
  const run = await recorder.run('second', undefined, { lookup: eventHistory(world) });
  expect(run.differences.map(({ type, origin }) => [type, origin]).sort()).toEqual([
    ['gone', 'out-of-band'],
    ['unapproved', 'out-of-band'],
  ]);
});

async function approve({ now }: DriftWorld, { harness, state }: Recorder, named: string): Promise<void> {
  const all = await Array.fromAsync(harness.store.listItems());
  const item = all.find((one) => one.key.includes(named));
  if (item === undefined) throw new Error('not recorded');
  const approvable = approvableOf(item);
  if ('refused' in approvable) throw new Error(approvable.refused);
  const { key, kind, account, region } = item;
  const approval = { ...{ key, kind, account, region }, at: inSeconds(now()), by: 'grace', reason: null };
  await state.putApproval({ ...approval, state: approvable.state });
}

/** The cluster is deleted, minutes later gone, and made again under its name. */
async function replaced({ eks, fake, wait }: DriftWorld) {
  await eks.deleteCluster({ name: 'prod' });
  const deleted = fake.records.at(-1) as JsonObject;
  wait(300);
  fake.account.clusters.delete(`${REGION}/prod`);
  await eks.createCluster(cluster);
  return { deleted, created: fake.records.at(-1) as JsonObject };
}

function eventHistory({ fake, now, wait }: DriftWorld): Lookup {
  const clients = readingClients(fake.url, { maxAttempts: 3 });
  const pause = async (ms: number) => wait(Math.ceil(ms / 1000));
  return createLookupEvents({ clients, now, pause, timeoutMs: 20_000 });
}

const inOrder = ({ differences }: Pick<RunFindings, 'differences'>) =>
  [...differences].sort((a, b) => (a.kind < b.kind ? -1 : 1));

const explained = (run: Pick<RunFindings, 'differences'>) =>
  inOrder(run).map(({ kind, type, origin, explanation }) => [kind, type, origin, explanation?.eventId]);

const reasons = (run: Pick<RunFindings, 'differences'>) =>
  inOrder(run).map(({ kind, origin, reason }) => [kind, origin, reason]);
