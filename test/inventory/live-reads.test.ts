import { createLiveReads } from '@podguard/inventory';
import { expect, test } from 'vitest';
import { ACCOUNT, PODS_TRUST, REGION, roleArn, testAccount } from './account.ts';

test.for([
  ['a role of another account', 'arn:aws:iam::444455556666:role/app', 'foreign'],
  ['an access key of another account', '444455556666/AKIA0000000000000001', 'foreign'],
  ['a cluster in a region that is not watched', `arn:aws:eks:ap-south-1:${ACCOUNT}:cluster/prod`, 'foreign'],
  ['a region that somebody made up', `arn:aws:eks:evil.example.com/:${ACCOUNT}:cluster/prod`, 'foreign'],
  ['another partition', `arn:aws-cn:iam::${ACCOUNT}:role/app`, 'foreign'],
  ["a policy of AWS's own", 'arn:aws:iam::aws:policy/AdministratorAccess', 'foreign'],
  ['a kind that nothing reads', `arn:aws:lambda:${REGION}:${ACCOUNT}:function:app`, 'unreadable-kind'],
  [
    'the slot of a service account',
    `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/prod/shop/web`,
    'unreadable-kind',
  ],
  ['the defaults of a region that is not watched', `${ACCOUNT}/ap-south-1`, 'foreign'],
  ['the defaults of another account', `444455556666/${REGION}`, 'foreign'],
  ['no key at all', 'prod', 'unreadable-kind'],
] as const)('%s is not asked for', async ([, key, outcome]) => {
  const { reads, fake } = await testAccount();
  expect(reads.canRead(key)).toBe(false);
  expect(await reads.read(key)).toMatchObject({ outcome, reason: expect.stringContaining(key) });
  expect(fake.calls).toEqual([]);
});

test.for([
  ['denied', { kind: 'error', status: 403, code: 'AccessDenied' }],
  ['slow', { kind: 'error', status: 400, code: 'Throttling' }],
] as const)('what was %s is asked again after ten minutes only', async ([outcome, fault]) => {
  const { reads, fake, iam, wait } = await testAccount();
  await iam.createRole({ RoleName: 'app', AssumeRolePolicyDocument: PODS_TRUST });
  fake.fault('iam:GetRole', fault, 1);
  fake.calls.length = 0;
  const first = await reads.read(roleArn('app'));
  wait(599);
  expect(reads.canRead(roleArn('app'))).toBe(false);
  expect(await reads.read(roleArn('app'))).toEqual(first);
  expect(first.outcome).toBe(outcome);
  expect(fake.calls).toEqual(['iam:GetRole']);
  expect((await reads.read(roleArn('other'))).outcome).toBe('read');
  wait(1);
  expect(reads.canRead(roleArn('app'))).toBe(true);
  expect((await reads.read(roleArn('app'))).outcome).toBe('read');
});

test("a partition other than the home region's is not asked for, though its region is watched", async () => {
  const { deps, fake } = await testAccount();
  const reads = createLiveReads({ ...deps, regions: ['us-gov-west-1', 'us-east-1'] });
  expect(await reads.read(roleArn('app'))).toMatchObject({ outcome: 'foreign' });
  expect(await reads.read(`arn:aws:eks:us-east-1:${ACCOUNT}:cluster/prod`)).toMatchObject({
    outcome: 'foreign',
  });
  expect(reads.canRead(`arn:aws-us-gov:iam::${ACCOUNT}:role/app`)).toBe(true);
  expect(fake.calls).toEqual([]);
});

test('what failed is asked again at once', async () => {
  const { reads, fake, iam } = await testAccount();
  await iam.createRole({ RoleName: 'app', AssumeRolePolicyDocument: PODS_TRUST });
  fake.fault('iam:GetRole', { kind: 'reset' }, 1);
  expect((await reads.read(roleArn('app'))).outcome).toBe('failed');
  expect((await reads.read(roleArn('app'))).outcome).toBe('read');
});

test('of what it leaves alone it remembers a thousand, those of last', async () => {
  const { deps, fake } = await testAccount();
  const denying = { ...deps, readers: [{ ...deps.readers[0]!, matches: () => true, read: denied }] };
  let asked = 0;
  async function denied(): Promise<never> {
    asked += 1;
    throw Object.assign(new Error('no'), { name: 'AccessDenied' });
  }
  const reads = createLiveReads(denying);
  for (let i = 0; i <= 1000; i += 1) await reads.read(roleArn(`app-${i}`));
  await reads.read(roleArn('app-1000'));
  await reads.read(roleArn('app-1'));
  expect(asked).toBe(1001);
  await reads.read(roleArn('app-0'));
  expect(asked).toBe(1002);
  expect(fake.calls).toEqual([]);
});

test.for([
  ['a region that is not switched on', { kind: 'error', status: 403, code: 'UnrecognizedClientException' }],
  ['a token that is not valid there', { kind: 'error', status: 403, code: 'InvalidClientTokenId' }],
] as const)('%s is unavailable', async ([, fault]) => {
  const { reads, fake } = await testAccount();
  fake.fault('eks:DescribeCluster', fault);
  const read = await reads.read(`arn:aws:eks:${REGION}:${ACCOUNT}:cluster/prod`);
  expect(read.outcome).toBe('unavailable');
});

test('a service that has no address in the region is unavailable', async () => {
  const { reads } = await testAccount({ endpoint: 'http://eks.invalid' });
  const read = await reads.read(`arn:aws:eks:${REGION}:${ACCOUNT}:cluster/prod`);
  expect(read.outcome).toBe('unavailable');
});

test('a store that does not answer is no outcome of a read: it is thrown', async () => {
  const account = await testAccount();
  const recorded = async () => Promise.reject(new Error('the table is away'));
  const reads = createLiveReads({ ...account.deps, recorded });
  await expect(reads.read(roleArn('app'))).rejects.toThrow('the table is away');
});

test('a call in vain is ended when its time is over', async () => {
  const account = await testAccount({}, 100);
  const ended: unknown[] = [];
  const [reader] = account.deps.readers;
  const waiting = {
    ...reader!,
    matches: () => true,
    read: (_: string, { signal }: { readonly signal: AbortSignal }) =>
      new Promise<never>(() => signal.addEventListener('abort', () => ended.push(signal.reason))),
  };
  const reads = createLiveReads({ ...account.deps, readers: [waiting] });
  expect((await reads.read(roleArn('app'))).outcome).toBe('slow');
  expect(ended).toEqual([expect.objectContaining({ name: 'TimeoutError' })]);
});
