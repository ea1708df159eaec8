import { accessEntryKey, clusterKey, type Finding, type Remediation } from '@podguard/core';
import { ALL_REMEDIATORS } from '@podguard/remediate';
import { expect, test } from 'vitest';
import { ACCOUNT, PODS_TRUST, REGION, roleArn } from '../inventory/account.ts';
import { resourceOf } from '../support/states.ts';
import { applied, type EksWorld, startEksWorld, undone } from './eks-world.ts';
import { OWN_ROLE } from './own-session.ts';

const policy = (name: string) => `arn:aws:eks::aws:cluster-access-policy/${name}`;
const ALL = policy('AmazonEKSClusterAdminPolicy');
const VIEW = policy('AmazonEKSViewPolicy');
const CLUSTER = { clusterName: 'prod' };
const PEOPLES_TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/ada` }, Action: 'sts:AssumeRole' },
  ],
});
const keyOf = (principal: string) => accessEntryKey('aws', REGION, ACCOUNT, 'prod', principal);
const MALLORY = roleArn('team/mallory');
const GRACE = roleArn('grace');

async function admin(world: EksWorld, principalArn: string, policyArn = ALL): Promise<void> {
  const { eks, iam } = world;
  const [RoleName = ''] = principalArn.split('/').slice(-1);
  if (principalArn.includes(':role/') && !world.fake.account.roles.has(RoleName))
    await iam.createRole({ RoleName, AssumeRolePolicyDocument: PEOPLES_TRUST });
  await eks.createAccessEntry({ ...CLUSTER, principalArn });
  world.wait(5);
  await eks.associateAccessPolicy({ ...CLUSTER, principalArn, policyArn, accessScope: { type: 'cluster' } });
  world.wait(5);
}

async function prod(world: EksWorld): Promise<void> {
  await world.eks.createCluster({
    name: 'prod',
    roleArn: roleArn('eks'),
    resourcesVpcConfig: {},
    accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
  });
  world.wait(60);
}

async function found(world: EksWorld, rule: string, key: string): Promise<Finding> {
  world.wait(600);
  await world.deliver();
  const finding = await world.openOf(rule, key);
  if (finding === undefined) throw new Error(`${rule} is not open`);
  return finding;
}

async function policiesOf(world: EksWorld, principalArn: string) {
  const { associatedAccessPolicies } = await world.eks.listAssociatedAccessPolicies({
    ...CLUSTER,
    principalArn,
  });
  return associatedAccessPolicies?.map(({ policyArn, accessScope }) => [policyArn, accessScope?.type]).sort();
}

test('who is no configured administrator loses the policy for the whole cluster alone, and has it again when undone', async () => {
  const world = await startEksWorld({ administrators: [GRACE] });
  await prod(world);
  await admin(world, GRACE);
  await admin(world, MALLORY);
  await world.eks.associateAccessPolicy({
    ...CLUSTER,
    principalArn: MALLORY,
    policyArn: VIEW,
    accessScope: { type: 'cluster' },
  });
  const finding = await found(world, 'access-entry-cluster-admin', keyOf(MALLORY));
  const remediation = await applied(world, finding);
  expect(remediation.guards.filter(({ ok }) => !ok)).toEqual([]);
  expect(remediation.status).toBe('verified');
  expect(remediation.plan).toMatchObject({
    steps: [
      {
        action: 'eks:DisassociateAccessPolicy',
        region: REGION,
        input: { ...CLUSTER, principalArn: MALLORY, policyArn: ALL },
      },
    ],
    undo: [
      {
        action: 'eks:AssociateAccessPolicy',
        region: REGION,
        input: { ...CLUSTER, principalArn: MALLORY, policyArn: ALL, accessScope: { type: 'cluster' } },
      },
    ],
    facts: [`Administrators of the cluster besides: ${GRACE}.`],
  });
  expect(await policiesOf(world, MALLORY)).toEqual([[VIEW, 'cluster']]);
  world.wait(60);
  await world.deliver();
  expect(await world.openOf('access-entry-cluster-admin', keyOf(MALLORY))).toBeUndefined();

  expect((await undone(world, remediation)).status).toBe('undone');
  expect(await policiesOf(world, MALLORY)).toEqual([
    [ALL, 'cluster'],
    [VIEW, 'cluster'],
  ]);
});

test('a role of pods loses it', async () => {
  const world = await startEksWorld({ administrators: [GRACE] });
  await prod(world);
  await admin(world, GRACE);
  const AssumeRolePolicyDocument = PODS_TRUST;
  await world.iam.createRole({ RoleName: 'mallory', Path: '/team/', AssumeRolePolicyDocument });
  await world.eks.createPodIdentityAssociation({
    ...CLUSTER,
    namespace: 'shop',
    serviceAccount: 'cart',
    roleArn: MALLORY,
  });
  world.wait(60);
  await admin(world, MALLORY);
  const finding = await found(world, 'access-entry-workload-admin', keyOf(MALLORY));
  expect((await applied(world, finding)).status).toBe('verified');
  expect(await policiesOf(world, MALLORY)).toEqual([]);
});

const refusals = ({ guards }: Remediation) => guards.filter(({ ok }) => !ok).map(({ guard }) => guard);

test('where no administrators are configured there is no plan, unless somebody insists', async () => {
  const world = await startEksWorld();
  await prod(world);
  await admin(world, GRACE);
  await admin(world, MALLORY);
  const finding = await found(world, 'access-entry-cluster-admin', keyOf(MALLORY));
  expect((await world.previewOf(finding)).refusal).toContain('name them under administrators, or insist');
  expect((await applied(world, finding)).status).toBe('refused');
  expect((await applied(world, finding, true)).status).toBe('verified');
  expect(await policiesOf(world, MALLORY)).toEqual([]);
  expect(await policiesOf(world, GRACE)).toEqual([[ALL, 'cluster']]);
});

test('who is no configured administrator is none that stays', async () => {
  const world = await startEksWorld({ administrators: [GRACE] });
  await prod(world);
  const eve = roleArn('eve');
  await admin(world, eve);
  await admin(world, MALLORY);
  const finding = await found(world, 'access-entry-cluster-admin', keyOf(MALLORY));
  for (const forced of [false, true]) {
    const remediation = await applied(world, finding, forced);
    expect(remediation.status).toBe('refused');
    expect(refusals(remediation)).toEqual(['last-administrator']);
  }
  expect(await policiesOf(world, MALLORY)).toEqual([[ALL, 'cluster']]);
});

test.for([
  {
    name: 'lost the entry, as no event has told yet',
    change: (world: EksWorld) => world.eks.deleteAccessEntry({ ...CLUSTER, principalArn: GRACE }),
  },
  {
    name: 'lost the policy, as no event has told yet',
    change: (world: EksWorld) =>
      world.eks.disassociateAccessPolicy({ ...CLUSTER, principalArn: GRACE, policyArn: ALL }),
  },
  {
    name: 'is a role that was deleted',
    change: (world: EksWorld) => world.iam.deleteRole({ RoleName: 'grace' }),
  },
  {
    name: 'cannot be read',
    change: async (world: EksWorld) => world.fake.fault('iam:GetRole', { kind: 'error', ...DENIED }, 9),
  },
])('the last administrator stays where the other one $name', async ({ change }) => {
  const world = await startEksWorld({ administrators: [GRACE] });
  await prod(world);
  await admin(world, GRACE);
  await admin(world, MALLORY);
  const finding = await found(world, 'access-entry-cluster-admin', keyOf(MALLORY));
  await change(world);
  world.wait(120);
  const remediation = await applied(world, finding);
  expect(remediation.status).toBe('refused');
  expect(refusals(remediation)).toEqual(['last-administrator']);
  expect(await policiesOf(world, MALLORY)).toEqual([[ALL, 'cluster']]);
});

const DENIED = { status: 403, code: 'AccessDenied' };

test('an administrator whom pods can be does not count', async () => {
  const world = await startEksWorld({ administrators: [GRACE] });
  await prod(world);
  await world.iam.createRole({ RoleName: 'grace', AssumeRolePolicyDocument: PODS_TRUST });
  world.wait(5);
  await admin(world, GRACE);
  await world.eks.createPodIdentityAssociation({
    ...CLUSTER,
    namespace: 'shop',
    serviceAccount: 'cart',
    roleArn: GRACE,
  });
  await admin(world, MALLORY);
  const finding = await found(world, 'access-entry-cluster-admin', keyOf(MALLORY));
  expect(await world.openOf('access-entry-workload-admin', keyOf(GRACE))).toBeDefined();
  expect(refusals(await applied(world, finding))).toEqual(['last-administrator']);
});

test('the last administrator that is known stays one', async () => {
  const world = await startEksWorld({ administrators: [GRACE] });
  await prod(world);
  await admin(world, MALLORY);
  await admin(world, GRACE, VIEW);
  const finding = await found(world, 'access-entry-cluster-admin', keyOf(MALLORY));
  await world.read(keyOf(GRACE));
  const remediation = await applied(world, finding);
  expect(remediation.status).toBe('refused');
  expect(remediation.guards).toContainEqual({
    guard: 'last-administrator',
    ok: false,
    unanswerable: true,
    reason: expect.stringContaining('no other administrator is known to stay'),
  });
  expect(await policiesOf(world, MALLORY)).toEqual([[ALL, 'cluster']]);
});

test('who made the cluster loses the bootstrap administrator’s policy where another is known', async () => {
  const world = await startEksWorld({ administrators: [GRACE] });
  const creator = `arn:aws:iam::${ACCOUNT}:user/ada`;
  const accessConfig = { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: true } as const;
  await world.eks.createCluster({
    name: 'prod',
    roleArn: roleArn('eks'),
    resourcesVpcConfig: {},
    accessConfig,
  });
  Object.assign(world.fake.account.clusters.get(`${REGION}/prod`)?.told ?? {}, { accessConfig });
  await admin(world, creator);
  // No event tells of what EKS makes by itself: a read does.
  world.fake.records.splice(1);
  await admin(world, GRACE);
  await world.deliver();
  world.wait(120);
  await world.read(keyOf(creator));
  const key = clusterKey('aws', REGION, ACCOUNT, 'prod');
  const finding = await found(world, 'cluster-creator-admin', key);
  const remediation = await applied(world, finding);
  expect(remediation.guards.filter(({ ok }) => !ok)).toEqual([]);
  expect(remediation).toMatchObject({ status: 'verified', plan: { target: { key: keyOf(creator) } } });
  expect(await policiesOf(world, creator)).toEqual([]);
  expect((await undone(world, remediation)).status).toBe('undone');
  expect(await policiesOf(world, creator)).toEqual([[ALL, 'cluster']]);
});

test('the service’s own entry is refused', async () => {
  const world = await startEksWorld({ administrators: [GRACE] });
  await prod(world);
  await admin(world, GRACE);
  await admin(world, OWN_ROLE);
  const finding = await found(world, 'access-entry-cluster-admin', keyOf(OWN_ROLE));
  const { guards } = (await world.previewOf(finding)).remediation;
  expect(guards).toContainEqual({
    guard: 'own-entry',
    ok: false,
    reason: `${OWN_ROLE} is by whom Podguard itself reads clusters or calls AWS`,
  });
});

const remediator = ALL_REMEDIATORS.find(({ id }) => id === 'revoke-cluster-admin');
const entry = (given: object, sets: object = { policies: { [ALL]: 'cluster' }, groups: {} }) =>
  resourceOf('access-entry', {
    state: { clusterName: 'prod', principalArn: MALLORY, type: 'STANDARD', ...given },
    sets,
  } as never);

test.for([
  {
    name: 'an entry for nodes',
    target: entry({ type: 'EC2_LINUX' }),
    words: 'an entry of AWS’s own (EC2_LINUX)',
  },
  {
    name: 'the entry of a service',
    target: entry({ principalArn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/eks.amazonaws.com/Eks` }),
    words: 'an entry of AWS’s own',
  },
  {
    name: 'a policy of which the scope is not known',
    target: entry({}, { policies: { [ALL]: true }, groups: {} }),
    words: 'The scope of',
  },
  {
    name: 'an entry of which the type is not known',
    target: entry({ type: undefined }),
    words: 'not all known',
  },
])('$name is refused with words', ({ target, words }) => {
  expect(
    remediator?.plan(
      target as never,
      { related: { clusterEntries: [] }, config: { administrators: [GRACE] } } as never,
    ),
  ).toContain(words);
});
