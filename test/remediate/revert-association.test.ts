import { expect, test } from 'vitest';
import { ACCOUNT, PODS_TRUST, REGION, roleArn } from '../inventory/account.ts';
import { associate, CLUSTER, calledBy, found, later, prod, told } from './associations.ts';
import { applied, startEksWorld, undone } from './eks-world.ts';

const DAY = 86_400;
const READS = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
});

test('a swapped role comes back with what was changed along with it, and is swapped again when undone', async () => {
  const world = await startEksWorld();
  await prod(world);
  const { key, associationId } = await associate(world);
  world.wait(DAY);
  const good = await told(world, associationId);
  const policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
  await world.eks.updatePodIdentityAssociation({
    ...CLUSTER,
    associationId,
    roleArn: roleArn('admin'),
    disableSessionTags: true,
    policy,
  });
  const bad = await told(world, associationId);
  const finding = await found(world, 'pod-identity-role-swapped', key);

  const remediation = await applied(world, finding);
  expect(remediation.guards.filter(({ ok }) => !ok)).toEqual([]);
  expect(remediation.status).toBe('verified');
  expect(remediation.plan?.steps).toEqual([
    {
      action: 'eks:UpdatePodIdentityAssociation',
      region: REGION,
      input: { ...CLUSTER, associationId, roleArn: roleArn('cart'), policy: '', disableSessionTags: false },
      words: `Set the role to ${roleArn('cart')}, no policy, disableSessionTags to false`,
    },
  ]);
  expect(await told(world, associationId)).toEqual(good);
  await later(world);
  expect(await world.openOf('pod-identity-role-swapped', key)).toBeUndefined();

  expect((await undone(world, remediation)).status).toBe('undone');
  expect(await told(world, associationId)).toEqual(bad);
});

test('all comes back that was there before the first of several calls', async () => {
  const world = await startEksWorld();
  await prod(world);
  const { key, associationId } = await associate(world, { policy: READS, disableSessionTags: true });
  world.wait(DAY);
  const good = await told(world, associationId);
  for (const change of [
    { policy: '' },
    { disableSessionTags: false },
    { roleArn: roleArn('admin') },
    { targetRoleArn: roleArn('target') },
  ]) {
    await world.eks.updatePodIdentityAssociation({ ...CLUSTER, associationId, ...change });
    world.wait(60);
  }
  const bad = await told(world, associationId);
  const finding = await found(world, 'pod-identity-role-swapped', key);
  const remediation = await applied(world, finding);
  expect(remediation.status).toBe('verified');
  expect(remediation.plan?.steps.map(({ input }) => input)).toEqual([
    {
      ...CLUSTER,
      associationId,
      roleArn: roleArn('cart'),
      targetRoleArn: '',
      policy: READS,
      disableSessionTags: true,
    },
  ]);
  expect(await told(world, associationId)).toEqual(good);
  expect((await undone(world, remediation)).status).toBe('undone');
  expect(await told(world, associationId)).toEqual(bad);
});

test('a role for a moment is not what the pods had', async () => {
  const world = await startEksWorld();
  await prod(world);
  await world.iam.createRole({ RoleName: 'empty', AssumeRolePolicyDocument: PODS_TRUST });
  const { key, associationId } = await associate(world);
  world.wait(DAY);
  for (const name of ['empty', 'admin']) {
    await world.eks.updatePodIdentityAssociation({ ...CLUSTER, associationId, roleArn: roleArn(name) });
    world.wait(60);
  }
  const finding = await found(world, 'pod-identity-role-swapped', key);
  expect((await applied(world, finding)).plan?.steps[0]?.input).toMatchObject({ roleArn: roleArn('cart') });
});

test('where a role for a moment has fewer rights than the former one, neither is given', async () => {
  const world = await startEksWorld();
  await prod(world);
  await world.iam.createRole({ RoleName: 'empty', AssumeRolePolicyDocument: PODS_TRUST });
  await world.iam.putRolePolicy({ RoleName: 'cart', PolicyName: 'reads', PolicyDocument: READS });
  const { key, associationId } = await associate(world);
  world.wait(DAY);
  for (const name of ['empty', 'admin']) {
    await world.eks.updatePodIdentityAssociation({ ...CLUSTER, associationId, roleArn: roleArn(name) });
    world.wait(60);
  }
  const finding = await found(world, 'pod-identity-role-swapped', key);
  expect((await world.previewOf(finding)).refusal).toContain('give it back by hand and exempt the finding');
});

test.for([
  { name: 'nothing stood for long', by: undefined, words: 'not for a moment only' },
  {
    name: 'somebody else set it a moment before',
    by: roleArn('mallory'),
    words: 'is not known: people have',
  },
])('where $name, people have to say what is right', async ({ by, words }) => {
  const world = await startEksWorld({ deployers: [] });
  await prod(world);
  const { key, associationId } = await associate(world);
  if (by !== undefined) calledBy(world, by);
  world.wait(60);
  await world.eks.updatePodIdentityAssociation({ ...CLUSTER, associationId, roleArn: roleArn('admin') });
  const finding = await found(world, 'pod-identity-role-swapped', key);
  expect((await world.previewOf(finding)).refusal).toContain(words);
});

test('through a chain of associations for a moment the role of the first comes back, with all that it had', async () => {
  const world = await startEksWorld();
  await prod(world);
  await world.iam.createRole({ RoleName: 'empty', AssumeRolePolicyDocument: PODS_TRUST });
  const first = await associate(world, { policy: READS, disableSessionTags: true });
  world.wait(DAY);
  const good = await told(world, first.associationId);
  await world.eks.deletePodIdentityAssociation({ ...CLUSTER, associationId: first.associationId });
  world.wait(60);
  const second = await associate(world, { roleArn: roleArn('empty') });
  world.wait(60);
  await world.eks.deletePodIdentityAssociation({ ...CLUSTER, associationId: second.associationId });
  world.wait(60);
  const { key, associationId } = await associate(world, { roleArn: roleArn('admin') });
  const finding = await found(world, 'pod-identity-role-swapped', key);
  expect((await applied(world, finding)).status).toBe('verified');
  const { associationArn, associationId: id } = await told(world, associationId);
  expect(await told(world, associationId)).toEqual({ ...good, associationArn, associationId: id });
});

test('of two roles of one second nobody knows which was there: the one before is given', async () => {
  const world = await startEksWorld();
  await prod(world);
  await world.iam.createRole({ RoleName: 'other', AssumeRolePolicyDocument: PODS_TRUST });
  const { key, associationId } = await associate(world);
  for (const seconds of [DAY, 0]) {
    world.wait(seconds);
    const name = seconds === 0 ? 'other' : 'admin';
    await world.eks.updatePodIdentityAssociation({ ...CLUSTER, associationId, roleArn: roleArn(name) });
  }
  world.wait(60);
  await world.eks.updatePodIdentityAssociation({ ...CLUSTER, associationId, roleArn: roleArn('admin') });
  const finding = await found(world, 'pod-identity-role-swapped', key);
  const { plan } = (await world.previewOf(finding)).remediation;
  expect(plan?.steps[0]?.input).toMatchObject({ roleArn: roleArn('cart') });
});

test('an association that replaced another gets the role of that one', async () => {
  const world = await startEksWorld();
  await prod(world);
  const first = await associate(world);
  world.wait(DAY);
  await world.eks.deletePodIdentityAssociation({ ...CLUSTER, associationId: first.associationId });
  world.wait(60);
  const { key, associationId } = await associate(world, { roleArn: roleArn('admin') });
  const finding = await found(world, 'pod-identity-role-swapped', key);
  const remediation = await applied(world, finding);
  expect(remediation.status).toBe('verified');
  expect(remediation.plan?.facts).toEqual([
    expect.stringMatching(/^It had .*:role\/cart from .* to .*, and is given all that it had with it\.$/),
  ]);
  expect(await told(world, associationId)).toMatchObject({ roleArn: roleArn('cart') });
});

test('a new association of the default service account is deleted, and made again with another id when undone', async () => {
  const world = await startEksWorld();
  await prod(world);
  const tags = { team: 'shop', 'aws:cloudformation:stack-name': 'shop' };
  const { key, associationId } = await associate(world, { serviceAccount: 'default', tags });
  const bad = await told(world, associationId);
  const finding = await found(world, 'pod-identity-default-service-account', key);

  const remediation = await applied(world, finding);
  expect(remediation.status).toBe('verified');
  expect(remediation.plan?.mayBreak.join(' ')).toContain("made with the node's role");
  await expect(told(world, associationId)).rejects.toThrow('No association found');
  await later(world);
  expect(await world.openOf('pod-identity-default-service-account', key)).toBeUndefined();

  const back = await undone(world, remediation);
  expect(back.status).toBe('undone');
  const made = remediation.plan?.undo[0]?.input as never;
  const again = await world.eks.createPodIdentityAssociation(made);
  expect(again.association?.associationArn).toBe(back.restoredKey);
  const { associations } = await world.eks.listPodIdentityAssociations(CLUSTER);
  expect(associations).toHaveLength(1);
  expect(back.restoredKey).toBe(associations?.[0]?.associationArn);
  const restored = await told(world, associations?.[0]?.associationId ?? '');
  const { associationId: id, associationArn: arn } = restored;
  expect(id).not.toBe(associationId);
  expect(restored).toEqual({ ...bad, tags: { team: 'shop' }, associationId: id, associationArn: arn });
});

test.for([
  {
    name: 'an association that an add-on owns',
    change: { ownerArn: `arn:aws:eks:${REGION}:${ACCOUNT}:addon/prod/aws-ebs-csi-driver/1` },
    words: 'An EKS add-on owns it',
  },
  {
    name: 'one whose former role was deleted',
    withoutRole: true,
    words: 'No other role is known to be there',
  },
])('$name is refused with words', async ({ change, withoutRole, words }) => {
  const world = await startEksWorld();
  await prod(world);
  const { key, associationId } = await associate(world);
  world.wait(DAY);
  await world.eks.updatePodIdentityAssociation({ ...CLUSTER, associationId, roleArn: roleArn('admin') });
  const finding = await found(world, 'pod-identity-role-swapped', key);
  Object.assign(
    world.fake.account.clusters.get(`${REGION}/prod`)?.associations.get(associationId) ?? {},
    change,
  );
  if (withoutRole) await world.iam.deleteRole({ RoleName: 'cart' });
  await later(world);
  const { refusal } = await world.previewOf(finding);
  expect(refusal).toContain(words);
  expect((await applied(world, finding)).status).toBe('refused');
  expect(await told(world, associationId)).toMatchObject({ roleArn: roleArn('admin') });
});

test('an association that was there before the records begin is not deleted', async () => {
  const world = await startEksWorld();
  await prod(world);
  const { key } = await associate(world, { serviceAccount: 'default' });
  world.fake.records.pop();
  await later(world);
  await world.read(key);
  const finding = await found(world, 'pod-identity-default-service-account', key);
  expect((await world.previewOf(finding)).refusal).toContain('neither made it nor took another role from it');
});
