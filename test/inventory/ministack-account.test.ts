import type { PutChange } from '@podguard/core';
import { LISTINGS, READERS, type ReadDeps, type ReadPage, readPage } from '@podguard/inventory';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AwsFake, startAwsFake } from '../support/aws-fake/aws-fake.ts';
import { changingClients, readingClients } from '../support/aws-fake/sdk.ts';
import { type MiniStack, startMiniStack } from '../support/ministack/start.ts';
import { ACCOUNT, ADMIN, PODS_TRUST, REGION } from './account.ts';

type Clients = ReturnType<typeof changingClients>;

let stack: MiniStack;
let fake: AwsFake;
const backends: { readonly clients: Clients; readonly deps: ReadDeps }[] = [];

beforeAll(async () => {
  [stack, fake] = await Promise.all([startMiniStack(), startAwsFake({ account: ACCOUNT })]);
  const { credentials } = stack.clientOptions();
  for (const url of [stack.url, fake.url]) {
    const clients = changingClients(url, REGION, credentials);
    await fill(clients);
    const deps: ReadDeps = {
      readers: READERS,
      clients: readingClients(url, { credentials }),
      account: ACCOUNT,
      regions: [REGION],
      ownParts: ['podguard-'],
      by: { principal: 'podguard', type: 'service' },
      now: () => new Date(),
      timeoutMs: 10_000,
      recorded: async () => undefined,
    };
    backends.push({ clients, deps });
  }
}, 180_000);
afterAll(async () => {
  await Promise.all([stack?.stop(), fake?.close()]);
});

async function fill({ iam, secretsmanager, ssm, cloudtrail, events }: Clients): Promise<void> {
  const document = (Action: string) =>
    JSON.stringify({ Statement: { Effect: 'Allow', Action, Resource: '*' } });
  await iam.createPolicy({ PolicyName: 'own', Path: '/team/', PolicyDocument: document('s3:*') });
  const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/team/own`;
  await iam.createPolicyVersion({ PolicyArn, PolicyDocument: document('s3:Get*'), SetAsDefault: true });
  const trust = { AssumeRolePolicyDocument: JSON.stringify(JSON.parse(PODS_TRUST), null, 2) };
  const Tags = [{ Key: 'Team', Value: 'shop' }];
  await iam.createRole({ RoleName: 'app', Path: '/team/', ...trust, MaxSessionDuration: 7200, Tags });
  await iam.putRolePolicy({ RoleName: 'app', PolicyName: 'read', PolicyDocument: document('s3:Get*') });
  for (const arn of [ADMIN, PolicyArn]) await iam.attachRolePolicy({ RoleName: 'app', PolicyArn: arn });
  await iam.createRole({ RoleName: 'bare', ...trust });
  await iam.createInstanceProfile({ InstanceProfileName: 'nodes', Path: '/eks/' });
  await iam.addRoleToInstanceProfile({ InstanceProfileName: 'nodes', RoleName: 'bare' });
  for (const UserName of ['ci', 'ada']) await iam.createUser({ UserName, Path: '/people/' });
  await iam.attachUserPolicy({ UserName: 'ci', PolicyArn });
  await iam.createAccessKey({ UserName: 'ci' });
  await secretsmanager.createSecret({ Name: 'shop/database', SecretString: 'hidden' });
  await ssm.putParameter({ Name: '/shop/key', Value: 'hidden', Type: 'SecureString' });
  await ssm.putParameter({ Name: '/shop/plain', Value: 'shown', Type: 'String' });
  await cloudtrail.createTrail({ Name: 'main', S3BucketName: 'logs', IsMultiRegionTrail: true });
  await cloudtrail.startLogging({ Name: 'main' });
  const EventSelectors = [{ ReadWriteType: 'WriteOnly' as const, IncludeManagementEvents: true }];
  await cloudtrail.putEventSelectors({ TrailName: 'main', EventSelectors });
  await events.putRule({ Name: 'podguard-iam', EventPattern: '{ "source": ["aws.iam"] }' });
  const Arn = `arn:aws:sqs:${REGION}:${ACCOUNT}:podguard-evaluate`;
  await events.putTargets({ Rule: 'podguard-iam', Targets: [{ Id: 'queue', Arn }] });
}

async function pagesOf(deps: ReadDeps, name: string): Promise<readonly ReadPage[]> {
  const listing = LISTINGS.find((one) => one.name === name);
  if (listing === undefined) throw new Error(name);
  const pages: ReadPage[] = [];
  let token: string | undefined;
  do {
    const page = await readPage(listing, { region: REGION }, token, deps);
    if (page.outcome !== 'read') throw new Error(`${name}: ${page.outcome}: ${page.reason}`);
    pages.push(page);
    token = page.next;
  } while (token !== undefined);
  return pages;
}

/** Made up by whoever answers, or the time; MiniStack keeps no uses of roles. */
const OWN = ['lastUsedAt', 'roleId', 'userId', 'keyId', 'createdAt', 'readAt'];

async function toldIn(deps: ReadDeps, name: string) {
  const pages = await pagesOf(deps, name);
  const told = pages.flatMap(({ changes }) => changes as readonly PutChange[]);
  return told.map(({ key, kind, fields, sets }) => ({
    key: kind === 'access-key' ? 'a key' : key,
    sets,
    fields: Object.fromEntries(
      Object.entries(fields).map(([field, value]) => [
        field,
        OWN.includes(field) || (kind === 'secret' && field === 'arn') ? 'made up' : value,
      ]),
    ),
  }));
}

test.for(['roles', 'policies', 'instance-profiles', 'secrets', 'parameters', 'trails', 'event-rules'])(
  'MiniStack lists %s as the fake does',
  async (name) => {
    const [there, here] = await Promise.all(backends.map(({ deps }) => toldIn(deps, name)));
    const byKey = (one: { readonly key: string }, other: { readonly key: string }) =>
      one.key < other.key ? -1 : 1;
    expect(there?.toSorted(byKey)).toEqual(here?.toSorted(byKey));
    expect(here?.length).toBeGreaterThan(0);
  },
);

test.for(['roles', 'policies', 'instance-profiles', 'trails', 'event-rules'])(
  "of MiniStack's %s the listing tells what the readers do",
  async (name) => {
    const [{ deps }] = backends as [(typeof backends)[number]];
    for (const change of (await pagesOf(deps, name)).flatMap(({ changes }) => changes)) {
      const reader = READERS.find((one) => one.matches(change.key));
      const context = { ...deps, ownParts: [], iamRegion: 'us-east-1', startedAt: new Date() };
      const read = await reader?.read(change.key, { ...context, signal: AbortSignal.timeout(10_000) });
      const { readAt: _, ...fields } = (change as PutChange).fields;
      expect(read).toMatchObject([{ key: change.key, fields, sets: (change as PutChange).sets }]);
    }
  },
);

test('users, of whose service-specific credentials MiniStack knows nothing, are named there', async () => {
  const [there, here] = await Promise.all(backends.map(({ deps }) => pagesOf(deps, 'users')));
  const users = ['ci', 'ada'].map((name) => `arn:aws:iam::${ACCOUNT}:user/${name}`);
  expect(here?.flatMap(({ unread }) => unread)).toEqual([]);
  expect(there?.flatMap(({ unread }) => unread.map(({ key }) => key))).toEqual(expect.arrayContaining(users));
});
