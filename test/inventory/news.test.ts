import { presentViews } from '@podguard/core';
import { expect, test } from 'vitest';
import { ACCOUNT, ADMIN, PODS_TRUST, REGION, roleArn, type TestAccount, testAccount } from './account.ts';

const CLUSTER = `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/prod`;
const NOBODY = '{"Statement":[]}';
const role = { RoleName: 'app', AssumeRolePolicyDocument: PODS_TRUST };

async function viewOf(account: TestAccount, key: string) {
  const item = await account.item(key);
  return (item === undefined ? [] : presentViews(item)).map(({ state }) => state as Record<string, unknown>);
}

test('an event loses against a read of what was so afterwards', async () => {
  const account = await testAccount();
  await account.iam.createRole(role);
  account.wait(30);
  await account.iam.updateAssumeRolePolicy({ RoleName: 'app', PolicyDocument: NOBODY });
  account.wait(120);
  await account.readInto(roleArn('app'));
  await account.deliverRecords();
  expect(await viewOf(account, roleArn('app'))).toMatchObject([{ trust: NOBODY }]);
});

test('an event after a read wins, whichever comes first', async () => {
  for (const late of [false, true]) {
    const account = await testAccount();
    await account.iam.createRole(role);
    account.wait(120);
    const read = await account.reads.read(roleArn('app'));
    account.wait(120);
    await account.iam.updateAssumeRolePolicy({ RoleName: 'app', PolicyDocument: NOBODY });
    if (!late) await account.deliverRecords();
    if (read.outcome === 'read')
      for (const change of read.changes) await account.harness.engine.apply(change);
    await account.deliverRecords();
    expect(await viewOf(account, roleArn('app'))).toMatchObject([{ trust: NOBODY }]);
  }
});

test('an event of the minute before the read wins, since the answer may be older', async () => {
  const account = await testAccount();
  await account.iam.createRole(role);
  await account.deliverRecords();
  account.wait(120);
  await account.iam.updateAssumeRolePolicy({ RoleName: 'app', PolicyDocument: NOBODY });
  // What IAM answers for a while after a change.
  account.fake.account.roles.get('app')!.told.AssumeRolePolicyDocument = encodeURIComponent(PODS_TRUST);
  account.wait(59);
  await account.readInto(roleArn('app'));
  await account.deliverRecords();
  expect(await viewOf(account, roleArn('app'))).toMatchObject([{ trust: NOBODY }]);
});

test('one that was made within the minute is not gone because IAM does not know it yet', async () => {
  const account = await testAccount();
  await account.iam.createRole(role);
  await account.deliverRecords();
  account.fake.account.roles.clear();
  account.wait(20);
  await account.readInto(roleArn('app'));
  expect(await account.item(roleArn('app'))).toMatchObject({ present: true });
});

test('one that is gone and that no event told of is gone', async () => {
  const account = await testAccount();
  await account.iam.createRole(role);
  await account.deliverRecords();
  account.fake.account.roles.clear();
  account.wait(120);
  expect(await account.readInto(roleArn('app'))).toBe('1 news');
  expect(await account.item(roleArn('app'))).toMatchObject({ present: false });
});

test('a cluster that is being deleted is gone, as its event said', async () => {
  const account = await testAccount();
  await account.eks.createCluster({ name: 'prod', roleArn: roleArn('c'), resourcesVpcConfig: {} });
  account.wait(10);
  await account.eks.deleteCluster({ name: 'prod' });
  await account.deliverRecords();
  account.wait(300);
  expect(await account.readInto(CLUSTER)).toBe('0 news');
  expect(await account.item(CLUSTER)).toMatchObject({ present: false });
});

test('an instance that has ended is gone', async () => {
  const account = await testAccount();
  const { Instances } = await account.ec2.runInstances({ MinCount: 1, MaxCount: 1 });
  const InstanceIds = [Instances?.[0]?.InstanceId ?? ''];
  await account.ec2.terminateInstances({ InstanceIds });
  account.wait(300);
  const key = `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${InstanceIds[0]}`;
  await account.readInto(key);
  expect(await account.item(key)).toMatchObject({ present: false });
});

test('what two calls of one second left open, a read decides', async () => {
  const account = await testAccount();
  await account.iam.createRole(role);
  account.wait(10);
  await account.iam.updateAssumeRolePolicy({ RoleName: 'app', PolicyDocument: NOBODY });
  await account.iam.updateAssumeRolePolicy({ RoleName: 'app', PolicyDocument: PODS_TRUST });
  await account.deliverRecords();
  expect(await viewOf(account, roleArn('app'))).toHaveLength(2);
  account.wait(120);
  expect(await account.readInto(roleArn('app'))).toBe('1 news');
  expect(await viewOf(account, roleArn('app'))).toMatchObject([{ trust: PODS_TRUST }]);
});

test('a member that is gone without an event is gone after a read', async () => {
  const account = await testAccount();
  await account.iam.createRole(role);
  await account.iam.attachRolePolicy({ RoleName: 'app', PolicyArn: ADMIN });
  await account.deliverRecords();
  account.fake.account.roles.get('app')!.attached.clear();
  account.wait(120);
  await account.readInto(roleArn('app'));
  const item = await account.item(roleArn('app'));
  const [view] = presentViews<'iam-role'>(item!);
  expect([...view!.sets.policies.members]).toEqual([]);
  expect(view!.sets.policies.complete).toBe(true);
});

async function associated(account: TestAccount) {
  await account.eks.createCluster({ name: 'prod', roleArn: roleArn('c'), resourcesVpcConfig: {} });
  const asked = { clusterName: 'prod', namespace: 'shop', serviceAccount: 'web', roleArn: roleArn('app') };
  const { association } = await account.eks.createPodIdentityAssociation(asked);
  await account.deliverRecords();
  account.wait(120);
  return { key: association?.associationArn ?? '', id: association?.associationId ?? '' };
}

test('who made an association is known still after a read', async () => {
  const account = await testAccount();
  const { key, id } = await associated(account);
  account.fake.account.clusters.get(`${REGION}/prod`)!.associations.get(id)!.tags = { team: 'shop' };
  expect(await account.readInto(key)).toBe('1 news');
  const ada = `arn:aws:iam::${ACCOUNT}:user/ada`;
  expect(await viewOf(account, key)).toMatchObject([{ changedBy: ada }]);
});

test('who changed an association is not known where a read shows a change that no event told of', async () => {
  const account = await testAccount();
  const { key, id } = await associated(account);
  account.fake.account.clusters.get(`${REGION}/prod`)!.associations.get(id)!.roleArn = roleArn('other');
  await account.readInto(key);
  const [view] = await viewOf(account, key);
  expect(view).toMatchObject({ roleArn: roleArn('other') });
  expect(view?.changedBy).toBeUndefined();
});

test('who made a cluster is known still after the read that tells its issuer', async () => {
  const account = await testAccount();
  await associated(account);
  expect(await viewOf(account, CLUSTER)).toMatchObject([{ creatorAdmin: true }]);
  await account.readInto(CLUSTER);
  const creator = `arn:aws:iam::${ACCOUNT}:user/ada`;
  const issuer = expect.stringContaining('oidc.eks.eu-central-1');
  expect(await viewOf(account, CLUSTER)).toMatchObject([{ creator, creatorAdmin: true, issuer }]);
});

test('who made a cluster is not known of one of its name that has no issuer yet', async () => {
  const account = await testAccount();
  await associated(account);
  await account.readInto(CLUSTER);
  const { told } = account.fake.account.clusters.get(`${REGION}/prod`)!;
  Object.assign(told, { status: 'CREATING', roleArn: roleArn('new') });
  delete told.identity;
  account.wait(600);
  await account.readInto(CLUSTER);
  expect(await viewOf(account, CLUSTER)).toMatchObject([
    { roleArn: roleArn('new'), issuer: undefined, creator: undefined },
  ]);
});

test('what an entry was granted is known still, unless its policies are others', async () => {
  const account = await testAccount();
  await associated(account);
  const entry = { clusterName: 'prod', principalArn: roleArn('app') };
  await account.eks.createAccessEntry(entry);
  await account.deliverRecords();
  const key = `arn:aws:eks:${REGION}:${ACCOUNT}:access-entry/prod/${roleArn('app')}`;
  const stored = account.fake.account.clusters.get(`${REGION}/prod`)!.entries.get(roleArn('app'))!;
  stored.told.kubernetesGroups = ['viewers'];
  account.wait(120);
  expect(await account.readInto(key)).toBe('1 news');
  expect(await viewOf(account, key)).toMatchObject([{ granted: null }]);
  const policyArn = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy';
  stored.policies.set(policyArn, { policyArn, accessScope: { type: 'cluster' } });
  account.wait(120);
  expect(await account.readInto(key)).toBe('1 news');
  expect((await viewOf(account, key))[0]?.granted).toBeUndefined();
});

test('that a key was used again is news once a day, and that its status is another at once', async () => {
  const account = await testAccount();
  await account.iam.createUser({ UserName: 'ci' });
  const { AccessKey } = await account.iam.createAccessKey({ UserName: 'ci' });
  const key = `${ACCOUNT}/${AccessKey?.AccessKeyId}`;
  await account.deliverRecords();
  account.wait(120);
  expect(await account.readInto(key)).toBe('1 news');
  const ada = `arn:aws:iam::${ACCOUNT}:user/ada`;
  expect(await viewOf(account, key)).toMatchObject([
    { creator: ada, createdByOwner: false, lastUsedAt: null },
  ]);
  const stored = account.fake.account.users.get('ci')!.keys.get(AccessKey?.AccessKeyId ?? '')!;
  stored.LastUsedDate = new Date('2026-03-12T07:01:00Z');
  account.wait(60);
  expect(await account.readInto(key)).toBe('1 news');
  stored.LastUsedDate = new Date('2026-03-12T09:00:00Z');
  account.wait(3 * 3600);
  expect(await account.readInto(key)).toBe('0 news');
  stored.Status = 'Inactive';
  expect(await account.readInto(key)).toBe('1 news');
  account.wait(24 * 3600);
  expect(await account.readInto(key)).toBe('1 news');
  expect(await viewOf(account, key)).toMatchObject([
    { status: 'Inactive', lastUsedAt: '2026-03-12T09:00:00Z' },
  ]);
});

test('what an answer leaves out is not known, though events told it', async () => {
  const account = await testAccount();
  const { Instances } = await account.ec2.runInstances({
    MinCount: 1,
    MaxCount: 1,
    MetadataOptions: { HttpTokens: 'required' },
  });
  const id = Instances?.[0]?.InstanceId;
  await account.deliverRecords();
  const stored = account.fake.account.instances.get(`${REGION}/${id}`)!;
  delete stored.metadataOptions;
  stored.tagSet = [{ key: 'team', value: 'shop' }];
  account.wait(120);
  const key = `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${id}`;
  expect(await account.readInto(key)).toBe('1 news');
  expect(await viewOf(account, key)).toMatchObject([{ httpTokens: undefined, hopLimit: undefined }]);
});

test('of two who changed it in one second neither is kept as the one who did', async () => {
  const account = await testAccount();
  const { key, id } = await associated(account);
  const asked = { clusterName: 'prod', associationId: id, roleArn: roleArn('app') };
  await account.eks.updatePodIdentityAssociation(asked);
  await account.eks.updatePodIdentityAssociation(asked);
  const grace = `arn:aws:iam::${ACCOUNT}:user/grace`;
  const [last] = account.fake.records.splice(-1);
  account.fake.records.push({ ...last, userIdentity: { type: 'IAMUser', arn: grace, accountId: ACCOUNT } });
  await account.deliverRecords();
  expect((await viewOf(account, key)).map(({ changedBy }) => changedBy)).toContain(grace);
  account.wait(120);
  expect(await account.readInto(key)).toBe('1 news');
  const [view, ...others] = await viewOf(account, key);
  expect([view?.roleArn, view?.changedBy, others]).toEqual([roleArn('app'), undefined, []]);
});

test('that a list was whole is news, where nothing else is', async () => {
  const account = await testAccount();
  await associated(account);
  const entry = { clusterName: 'prod', principalArn: roleArn('app') };
  await account.eks.createAccessEntry(entry);
  account.wait(5);
  await account.eks.updateAccessEntry({ ...entry, username: 'app' });
  await account.deliverRecords();
  account.wait(120);
  const key = `arn:aws:eks:${REGION}:${ACCOUNT}:access-entry/prod/${roleArn('app')}`;
  expect(await account.readInto(key)).toBe('1 news');
  expect(await account.readInto(key)).toBe('0 news');
});
