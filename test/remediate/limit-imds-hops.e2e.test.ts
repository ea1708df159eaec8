import type { Change, ConfigInput } from '@podguard/core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ACCOUNT, REGION, roleArn } from '../inventory/account.ts';
import { startAwsFake } from '../support/aws-fake/aws-fake.ts';
import { newRecords, startWorld } from './ec2-world.ts';

const RULE = 'imds-hop-limit';
const EC2_TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const POLICIES = ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly', 'AmazonEKS_CNI_Policy'];

const inGroup = (group: string) => ({ 'eks:cluster-name': 'prod', 'eks:nodegroup-name': group });

async function account(config: ConfigInput = {}) {
  let ahead = 0;
  const now = () => new Date(Date.parse('2026-03-12T07:00:00Z') + ahead);
  const fake = await startAwsFake({ account: ACCOUNT, now });
  onTestFinished(() => fake.close());
  const world = startWorld({
    url: fake.url,
    now,
    config: { ...config, remediation: { budget: { share: 1 }, ...config.remediation } },
  });
  const records = newRecords(fake);
  const { ec2, iam } = world;
  await iam.createRole({ RoleName: 'nodes', AssumeRolePolicyDocument: EC2_TRUST });
  for (const name of POLICIES)
    await iam.attachRolePolicy({ RoleName: 'nodes', PolicyArn: `arn:aws:iam::aws:policy/${name}` });
  await iam.createInstanceProfile({ InstanceProfileName: 'nodes' });
  await iam.addRoleToInstanceProfile({ InstanceProfileName: 'nodes', RoleName: 'nodes' });
  const start = async (group: string, tags: Readonly<Record<string, string>> = inGroup(group)) => {
    const made = await ec2.runInstances({
      MinCount: 1,
      MaxCount: 1,
      MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2 },
      IamInstanceProfile: { Arn: `arn:aws:iam::${ACCOUNT}:instance-profile/nodes` },
      TagSpecifications: [
        {
          ResourceType: 'instance',
          Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        },
      ],
    });
    const id = made.Instances?.[0]?.InstanceId ?? '';
    await world.learn(records());
    ahead += 600_000;
    return { id, key: `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${id}` };
  };
  return {
    world,
    start,
    wait: (seconds: number) => {
      ahead += seconds * 1000;
    },
    async hops(id: string) {
      const told = await ec2.describeInstances({ InstanceIds: [id] });
      return told.Reservations?.[0]?.Instances?.[0]?.MetadataOptions;
    },
    /** The role of the nodes assumes another, from an instance. */
    useRole: () => world.learn([assumed('nodes', 'app')]),
  };
}

describe('a node with a hop limit of 2', () => {
  test('gets one of 1, and its tokens stay required; undone it has 2', async () => {
    const { world, start, hops, wait } = await account();
    const { id, key } = await start('workers');
    const before = await hops(id);
    const { remediation: applied } = await world.request(RULE, key);
    expect(applied.history.at(-1)).toMatchObject({ status: 'verified' });
    expect(applied.plan?.stage).toBe('node group prod/workers in eu-central-1');
    expect(await hops(id)).toEqual({ ...before, HttpPutResponseHopLimit: 1 });
    expect(await world.finding(RULE, key)).toMatchObject({ status: 'resolved' });
    wait(60);
    expect((await world.undo(applied.id)).status).toBe('undone');
    expect(await hops(id)).toEqual(before);
  });

  test('keeps it where its role was seen assuming another, until somebody insists', async () => {
    const { world, start, hops, useRole } = await account();
    const { id, key } = await start('workers');
    await useRole();
    const { refusal } = await world.request(RULE, key);
    expect(refusal).toContain(`${roleArn('nodes')} assumed ${roleArn('app')} from an instance`);
    expect((await hops(id))?.HttpPutResponseHopLimit).toBe(2);
    expect((await world.request(RULE, key, true)).remediation.status).toBe('verified');
    expect((await hops(id))?.HttpPutResponseHopLimit).toBe(1);
  });

  test('keeps it where more roles trust its role than can be looked through', async () => {
    const { world, start } = await account();
    const { key } = await start('workers');
    const Statement = [{ Effect: 'Allow', Principal: { AWS: roleArn('nodes') }, Action: 'sts:AssumeRole' }];
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    for (let count = 0; count < 501; count += 1)
      await world.engine.apply(trusting(`app-${count}`, AssumeRolePolicyDocument));
    expect((await world.preview(RULE, key)).refusal).toContain('whether pods used the role is not known');
  });

  test.for([[], ['activity'], ['secret-reads']] as const)(
    'keeps it where nobody listens to what its role is used for: %j',
    async (events) => {
      const { world, start, hops } = await account({ events: [...events] });
      const { id, key } = await start('workers');
      const { refusal } = await world.request(RULE, key);
      expect(refusal).toContain('whether pods used the role is not known');
      expect((await hops(id))?.HttpPutResponseHopLimit).toBe(2);
      expect((await world.request(RULE, key, true)).remediation.status).toBe('verified');
    },
  );

  test('keeps it where more roles assume another than are kept, and its own may be among the rest', async () => {
    const { world, start } = await account();
    const { key } = await start('workers');
    const others = Array.from({ length: 20 }, (_, count) => `eks-${String(count).padStart(2, '0')}`);
    await world.learn(others.map((name) => assumed(name, 'shared')));
    await world.learn([assumed('nodes', 'shared')]);
    expect((await world.preview(RULE, key)).refusal).toContain('whether pods used the role is not known');
  });

  test('changes it where a list is full of roles that come later: its own would be kept', async () => {
    const { world, start } = await account();
    const { key } = await start('workers');
    const others = Array.from({ length: 20 }, (_, count) => `spot-${String(count).padStart(2, '0')}`);
    await world.learn(others.map((name) => assumed(name, 'shared')));
    expect((await world.request(RULE, key)).remediation.status).toBe('verified');
  });

  test('keeps it where its role is on the deny list', async () => {
    const { world, start, hops } = await account({ remediation: { deny: { roles: ['nodes'] } } });
    const { id, key } = await start('workers');
    const { remediation } = await world.request(RULE, key, true);
    expect(remediation.guards.find(({ guard }) => guard === 'not-denied')).toMatchObject({
      ok: false,
      reason: expect.stringContaining(roleArn('nodes')),
    });
    expect((await hops(id))?.HttpPutResponseHopLimit).toBe(2);
  });

  test('waits where the pool of another cluster that has the same name was changed within the hour', async () => {
    const { world, start } = await account();
    const pool = (cluster: string) => ({
      'karpenter.sh/nodepool': 'default',
      'eks:eks-cluster-name': cluster,
    });
    const [first, other] = [await start('', pool('prod')), await start('', pool('payments'))];
    expect((await world.request(RULE, first.key)).remediation.status).toBe('verified');
    const { remediation } = await world.request(RULE, other.key);
    expect(remediation.guards.find(({ guard }) => guard === 'one-stage')).toMatchObject({
      ok: false,
      reason: expect.stringContaining('node pool default of prod'),
    });
  });

  test('waits while another node group was changed within the hour; one of its own does not', async () => {
    const { world, start, hops, wait } = await account();
    const [first, second, other] = [await start('workers'), await start('workers'), await start('spot')];
    expect((await world.request(RULE, first.key)).remediation.status).toBe('verified');
    expect((await world.request(RULE, second.key)).remediation.status).toBe('verified');
    const asked = await world.request(RULE, other.key);
    const stage = asked.remediation.guards.find(({ guard }) => guard === 'one-stage');
    expect(stage).toMatchObject({ ok: false, reason: expect.stringContaining('node group prod/workers') });
    expect((await hops(other.id))?.HttpPutResponseHopLimit).toBe(2);
    wait(3_700);
    expect((await world.request(RULE, other.key)).remediation.status).toBe('verified');
  });

  test('waits for people after one that somebody undid', async () => {
    const { world, start, wait } = await account();
    const [first, second] = [await start('workers'), await start('workers')];
    const { remediation: applied } = await world.request(RULE, first.key);
    wait(60);
    await world.undo(applied.id);
    wait(3_700);
    const { remediation } = await world.request(RULE, second.key);
    expect(remediation.guards.find(({ guard }) => guard === 'one-stage')).toMatchObject({
      ok: false,
      reason: expect.stringContaining('is undone'),
    });
  });
});

/** A role of instances assumes another. */
function assumed(by: string, role: string): object {
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLE:i-0123456789abcdef0',
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${by}/i-0123456789abcdef0`,
      accountId: ACCOUNT,
      sessionContext: { sessionIssuer: { type: 'Role', arn: roleArn(by) }, ec2RoleDelivery: '2.0' },
    },
    eventTime: '2026-03-12T07:05:00Z',
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    awsRegion: REGION,
    requestParameters: { roleArn: roleArn(role), roleSessionName: 'pod' },
    responseElements: null,
    eventID: `${by} assumed ${role}`,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
  };
}

function trusting(name: string, trust: string): Change {
  const eventId = `create-${name}`;
  const at = '2026-03-12T07:01:00Z';
  return {
    op: 'put',
    creates: true,
    kind: 'iam-role',
    key: roleArn(name),
    account: ACCOUNT,
    region: 'us-east-1',
    stamp: { time: at, rank: 0, eventId },
    cause: {
      eventId,
      eventName: 'CreateRole',
      eventSource: 'iam.amazonaws.com',
      at,
      actor: { principal: roleArn('admin'), type: 'role' },
    },
    fields: { trust: { value: trust } },
    sets: { policies: {}, inlinePolicies: {}, tags: {} },
  };
}
