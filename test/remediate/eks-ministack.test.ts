import { accessEntryKey, associationKey, type Config, type Finding, type JsonObject } from '@podguard/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCOUNT, ADMIN, PODS_TRUST, REGION, roleArn } from '../inventory/account.ts';
import { changingClients, readingClients } from '../support/aws-fake/sdk.ts';
import { type MiniStack, startMiniStack } from '../support/ministack/start.ts';
import { applied, startClock, undone, type World, worldOver } from './eks-world.ts';
import { OWN_ROLE, OWN_SESSION } from './own-session.ts';
import { recordCalls } from './recorded-calls.ts';

let miniStack: MiniStack;
beforeAll(async () => {
  miniStack = await startMiniStack();
}, 120_000);
afterAll(() => miniStack.stop());

/** MiniStack in the place of the account; it writes no records. */
async function startWorld(given: Partial<Config> = {}): Promise<World> {
  const { url } = miniStack;
  const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'test' };
  const clock = startClock();
  const records: JsonObject[] = [];
  const changing = changingClients(url, REGION, credentials);
  const clients = readingClients(url, { credentials });
  for (const service of ['eks', 'events', 'iam'] as const) {
    recordCalls(changing[service], service, { records, now: clock.now });
    const { client } = await clients[service](REGION);
    recordCalls(client, service, { records, now: clock.now, caller: OWN_SESSION });
  }
  return worldOver({ given, clock, clients, changing, records });
}

async function found(world: World, rule: string, key: string): Promise<Finding> {
  world.wait(600);
  await world.deliver();
  const finding = await world.openOf(rule, key);
  if (finding === undefined) throw new Error(`${rule} is not open`);
  return finding;
}

test('revert-association gives a role back, and the other when that is undone', async () => {
  const world = await startWorld();
  const { eks, iam } = world;
  const cluster = { clusterName: 'swapped' };
  await eks.createCluster({ name: 'swapped', roleArn: roleArn('eks'), resourcesVpcConfig: {} });
  for (const RoleName of ['swapped-cart', 'swapped-admin']) {
    await iam.createRole({ RoleName, AssumeRolePolicyDocument: PODS_TRUST });
    world.wait(5);
  }
  await iam.attachRolePolicy({ RoleName: 'swapped-admin', PolicyArn: ADMIN });
  world.wait(60);
  const { association } = await eks.createPodIdentityAssociation({
    ...cluster,
    namespace: 'shop',
    serviceAccount: 'cart',
    roleArn: roleArn('swapped-cart'),
  });
  const one = { ...cluster, associationId: association?.associationId ?? '' };
  const told = async () => {
    const {
      createdAt: _made,
      modifiedAt: _changed,
      ...rest
    } = (await eks.describePodIdentityAssociation(one)).association ?? {};
    return rest;
  };
  const good = await told();
  world.wait(86_400);
  await eks.updatePodIdentityAssociation({ ...one, roleArn: roleArn('swapped-admin') });
  const bad = await told();
  const key = associationKey('aws', REGION, ACCOUNT, 'swapped', one.associationId);
  const remediation = await applied(world, await found(world, 'pod-identity-role-swapped', key));
  expect(remediation).toMatchObject({
    guards: expect.not.arrayContaining([expect.objectContaining({ ok: false })]),
    status: 'verified',
  });
  expect(await told()).toEqual(good);
  expect((await undone(world, remediation)).status).toBe('undone');
  expect(await told()).toEqual(bad);
});

test('revert-association deletes a new association, and makes it again when that is undone', async () => {
  const world = await startWorld();
  const { eks, iam } = world;
  const cluster = { clusterName: 'new' };
  await eks.createCluster({ name: 'new', roleArn: roleArn('eks'), resourcesVpcConfig: {} });
  await iam.createRole({ RoleName: 'new-cart', AssumeRolePolicyDocument: PODS_TRUST });
  world.wait(60);
  const { association } = await eks.createPodIdentityAssociation({
    ...cluster,
    namespace: 'shop',
    serviceAccount: 'default',
    roleArn: roleArn('new-cart'),
    tags: { team: 'shop' },
  });
  const key = associationKey('aws', REGION, ACCOUNT, 'new', association?.associationId ?? '');
  const rule = 'pod-identity-default-service-account';
  const remediation = await applied(world, await found(world, rule, key));
  expect(remediation).toMatchObject({
    guards: expect.not.arrayContaining([expect.objectContaining({ ok: false })]),
    status: 'verified',
  });
  expect((await eks.listPodIdentityAssociations(cluster)).associations).toEqual([]);
  const { restoredKey } = await undone(world, remediation);
  const { associations } = await eks.listPodIdentityAssociations(cluster);
  expect(associations?.map(({ associationArn }) => associationArn)).toEqual([restoredKey]);
});

test('revoke-cluster-admin takes the policy off, and gives it back when that is undone', async () => {
  const mallory = roleArn('mallory');
  const grace = roleArn('grace');
  const world = await startWorld({ administrators: [grace] });
  const { eks, iam } = world;
  const Statement = [{ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }];
  await iam.createRole({
    RoleName: 'grace',
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
  });
  const cluster = { clusterName: 'entered' };
  await eks.createCluster({
    name: 'entered',
    roleArn: roleArn('eks'),
    resourcesVpcConfig: {},
    accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
  });
  const policyArn = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy';
  for (const principalArn of [grace, mallory]) {
    world.wait(60);
    await eks.createAccessEntry({ ...cluster, principalArn });
    world.wait(5);
    await eks.associateAccessPolicy({
      ...cluster,
      principalArn,
      policyArn,
      accessScope: { type: 'cluster' },
    });
  }
  const told = async () =>
    (
      await eks.listAssociatedAccessPolicies({ ...cluster, principalArn: mallory })
    ).associatedAccessPolicies?.map((one) => [one.policyArn, one.accessScope?.type]);
  const key = accessEntryKey('aws', REGION, ACCOUNT, 'entered', mallory);
  const remediation = await applied(world, await found(world, 'access-entry-cluster-admin', key));
  expect(remediation).toMatchObject({
    guards: expect.not.arrayContaining([expect.objectContaining({ ok: false })]),
    status: 'verified',
  });
  expect(await told()).toEqual([]);
  expect((await undone(world, remediation)).status).toBe('undone');
  expect(await told()).toEqual([[policyArn, 'cluster']]);
});

test('reenable-event-rule switches a rule on with its target, and off again when that is undone', async () => {
  const ada = `arn:aws:iam::${ACCOUNT}:user/ada`;
  const world = await startWorld({ ownParts: ['podguard-'], deployers: [ada, OWN_ROLE] });
  const { events } = world;
  const Name = 'podguard-iam';
  const Arn = `arn:aws:sqs:${REGION}:${ACCOUNT}:podguard-evaluate`;
  const told = async () => ({
    state: (await events.describeRule({ Name })).State,
    targets: (await events.listTargetsByRule({ Rule: Name })).Targets?.map((one) => [one.Id, one.Arn]),
  });
  const key = `arn:aws:events:${REGION}:${ACCOUNT}:rule/${Name}`;
  await events.putRule({ Name, EventPattern: '{"source":["aws.iam"]}' });
  world.wait(5);
  await events.putTargets({ Rule: Name, Targets: [{ Id: 'podguard', Arn }] });
  await world.deliver();
  world.wait(120);
  await world.read(key);
  world.wait(120);
  const good = await told();
  const stranger = {
    type: 'IAMUser',
    principalId: 'AIDAMALLORY',
    arn: `arn:aws:iam::${ACCOUNT}:user/mallory`,
  };
  await events.removeTargets({ Rule: Name, Ids: ['podguard'] });
  Object.assign(world.records.at(-1) ?? {}, { userIdentity: stranger });
  world.wait(5);
  await events.disableRule({ Name });
  Object.assign(world.records.at(-1) ?? {}, { userIdentity: stranger });
  const bad = await told();
  const remediation = await applied(world, await found(world, 'platform-rule-off', key));
  expect(remediation).toMatchObject({
    guards: expect.not.arrayContaining([expect.objectContaining({ ok: false })]),
    status: 'verified',
  });
  expect(await told()).toEqual(good);
  expect((await undone(world, remediation)).status).toBe('undone');
  expect(await told()).toEqual(bad);
});
