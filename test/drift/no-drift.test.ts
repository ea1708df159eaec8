import { parameterKey } from '@podguard/core';
import { expect, test } from 'vitest';
import { ACCOUNT, PODS_TRUST, REGION, roleArn } from './drift-world.ts';
import { known, told } from './known-account.ts';

const SERVICE_ROLE = 'AWSServiceRoleForAmazonEKSNodegroup';

const trusting = (...principals: readonly string[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: principals }, Action: 'sts:AssumeRole' }],
  });

test('a service-linked role that AWS makes and deletes is recorded, and no drift', async () => {
  const { world, recorder } = await known();
  await world.iam.createRole({
    RoleName: SERVICE_ROLE,
    Path: '/aws-service-role/eks-nodegroup.amazonaws.com/',
    AssumeRolePolicyDocument: PODS_TRUST,
  });
  world.wait(1200);
  const made = await recorder.run('second');
  expect([made.differences, made.counts]).toMatchObject([[], { appeared: 1 }]);
  world.fake.account.roles.delete(SERVICE_ROLE);
  world.wait(1200);
  expect((await recorder.run('third')).differences).toEqual([]);
  expect(await recorder.harness.store.load(roleArn(SERVICE_ROLE))).toMatchObject({ present: false });
});

test('an identity provider that is being taken off a cluster is gone from its event on', async () => {
  const { world, recorder } = await known();
  const before = world.fake.records.length;
  const oidc = { identityProviderConfigName: 'corp', issuerUrl: 'https://idp.example.com', clientId: 'k' };
  await world.eks.associateIdentityProviderConfig({ clusterName: 'prod', oidc });
  const record = world.fake.records[before] ?? {};
  await recorder.deliver([record]);
  world.wait(1200);
  expect((await recorder.run('second')).differences).toEqual([]);
  await recorder.deliver([
    {
      ...record,
      eventName: 'DisassociateIdentityProviderConfig',
      eventID: 'off',
      eventTime: world
        .now()
        .toISOString()
        .replace(/\.\d{3}Z$/, 'Z'),
      requestParameters: { name: 'prod', identityProviderConfig: { type: 'oidc', name: 'corp' } },
    },
  ]);
  const providers = world.fake.account.clusters.get(`${REGION}/prod`)?.identityProviders;
  providers?.set('corp', { ...oidc, status: 'DELETING' });
  world.wait(1200);
  expect((await recorder.run('third')).differences).toEqual([]);
  providers?.delete('corp');
  world.wait(86_400);
  expect((await recorder.run('fourth')).differences).toEqual([]);
});

test('a parameter that is not listed is asked for where parameters were listed, not where secrets were', async () => {
  const { world, recorder } = await known();
  const { fake } = world;
  await world.ssm.putParameter({ Name: 'db', Value: 'hidden', Type: 'SecureString' });
  await recorder.run('second');
  world.wait(1200);
  fake.account.parameters.clear();
  const denied = { kind: 'error', status: 400, code: 'AccessDeniedException' } as const;
  fake.fault('ssm:DescribeParameters', denied);
  const { gaps } = await recorder.run('third');
  expect(gaps.map(({ what }) => what)).toEqual([`parameters in ${REGION}`, 'parameters in us-east-1']);
  fake.fault('ssm:DescribeParameters', denied, 0);
  fake.fault('secretsmanager:ListSecrets', denied);
  await recorder.run('fourth');
  const key = parameterKey('aws', REGION, ACCOUNT, 'db');
  expect(await recorder.harness.store.load(key)).toMatchObject({ present: false });
});

test('when a key was made may be some seconds after its event, but no minute', async () => {
  const { world, recorder } = await known();
  const before = world.fake.records.length;
  await world.iam.createUser({ UserName: 'ci' });
  const { AccessKey } = await world.iam.createAccessKey({ UserName: 'ci' });
  const [user = {}, key = {}] = world.fake.records.slice(before);
  const later = new Date(world.now().getTime() + 2_000).toISOString().replace(/\.\d{3}Z$/, 'Z');
  const accessKey = { accessKeyId: AccessKey?.AccessKeyId ?? '', status: 'Active', userName: 'ci' };
  await recorder.deliver([user, { ...key, eventTime: later, responseElements: { accessKey } }]);
  world.wait(1200);
  expect((await recorder.run('second')).differences).toEqual([]);
  const stored = world.fake.account.users.get('ci')?.keys.get(AccessKey?.AccessKeyId ?? '');
  if (stored !== undefined) stored.CreateDate = new Date('2026-03-12T07:30:00Z');
  world.wait(1200);
  const [changed] = (await recorder.run('third')).differences;
  expect(changed?.fields.map(({ name }) => name)).toEqual(['createdAt']);
});

test('that IAM writes the id of a deleted role or user in a trust policy is no drift', async () => {
  const { world, recorder } = await known();
  const userArn = roleArn('ada').replace(':role/', ':user/');
  const before = world.fake.records.length;
  const { User } = await world.iam.createUser({ UserName: 'ada' });
  const AssumeRolePolicyDocument = trusting(roleArn('app'), userArn);
  await world.iam.createRole({ RoleName: 'target', AssumeRolePolicyDocument });
  const roleId = String(world.fake.account.roles.get('app')?.told.RoleId);
  const userId = User?.UserId ?? '';
  await world.iam.deleteRole({ RoleName: 'app' });
  await recorder.deliver(world.fake.records.slice(before));
  // The user is not known to be gone, but to be another one.
  world.fake.account.users.delete('ada');
  world.wait(60);
  await world.iam.createUser({ UserName: 'ada' });
  await recorder.deliver(world.fake.records.slice(-1));
  const target = world.fake.account.roles.get('target');
  if (target !== undefined) target.told.AssumeRolePolicyDocument = trusting(userId, roleId);
  world.wait(1200);
  const { differences, counts } = await recorder.run('second');
  expect(differences.filter(({ type }) => type === 'changed')).toEqual([]);
  expect(counts).toMatchObject({ changed: 1 });
});

test.for([
  ['of a role that is there', 'prod-role', (id: string) => [id]],
  ['beside which another was taken out', 'app', () => ['AROA00000000000000099']],
] as const)('the id in a trust policy is drift: one %s', async ([, name, found]) => {
  const { world, recorder } = await known();
  const before = world.fake.records.length;
  for (const RoleName of ['prod-role', 'other'])
    await world.iam.createRole({ RoleName, AssumeRolePolicyDocument: PODS_TRUST });
  const all = name === 'app' ? [roleArn('app'), roleArn('other')] : [roleArn(name)];
  await world.iam.createRole({ RoleName: 'target', AssumeRolePolicyDocument: trusting(...all) });
  for (const RoleName of ['app', 'other']) await world.iam.deleteRole({ RoleName });
  await recorder.deliver(world.fake.records.slice(before));
  const id = String(world.fake.account.roles.get(name)?.told.RoleId);
  const target = world.fake.account.roles.get('target');
  if (target !== undefined) target.told.AssumeRolePolicyDocument = trusting(...found(id));
  world.wait(1200);
  const { differences } = await recorder.run('second');
  expect(differences.map(told)).toContainEqual({
    key: roleArn('target'),
    type: 'changed',
    origin: 'out-of-band',
  });
});
