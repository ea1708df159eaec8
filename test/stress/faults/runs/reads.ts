import { parseConfig, reasonOf } from '@podguard/core';
import {
  createLiveReads,
  createLookupEvents,
  LISTINGS,
  type Listing,
  listOrganization,
  READERS,
  type ReadDeps,
  readPage,
} from '@podguard/inventory';
import { listingsFor, readersFor } from '@podguard/inventory/kubernetes';
import { ACCOUNT, PODS_TRUST, REGION, roleArn, type TestAccount } from '../../../inventory/account.ts';
import { READER_CASES } from '../../../inventory/cases.ts';
import { pointTo } from '../../../inventory/kubernetes-cluster.ts';
import { fillNodes } from '../../../inventory/node-fill.ts';
import { startK8sServer } from '../../../support/k8s-server/k8s-server.ts';
import type { Opened, Scenario, Told } from '../scenario.ts';
import { claimsOf, type FakeAccount, newAccount, readingOf } from './account.ts';

/** Every reader, every listing, and what else is read of an account. */
export const READS: readonly Scenario[] = [
  ...READER_CASES.map(({ reader, make }) => ({
    name: `read ${reader}`,
    subject: /^read of /,
    open: () => openReader(make),
  })),
  ...LISTINGS.map(({ name }) => ({
    name: `list ${name}`,
    subject: new RegExp(name),
    open: () => openListing(name),
  })),
  { name: 'list the organization', subject: /^the accounts: /, open: openOrganization },
  { name: 'look up events', subject: /^the history: /, open: openLookup },
  { name: 'list objects of a cluster', subject: /^kubernetes/, open: openKubernetes },
];

type Make = (account: TestAccount) => Promise<string>;

const opened = (account: FakeAccount, run: () => Promise<Told>): Opened => ({
  world: account.world,
  run,
  close: () => account.fake.close(),
});

async function openReader(make: Make): Promise<Opened> {
  const account = await newAccount();
  const key = await make(account as unknown as TestAccount);
  account.wait(120);
  return opened(account, async () => {
    const read = await createLiveReads({ ...readingOf(account), readers: READERS }).read(key);
    if (read.outcome !== 'read')
      return { claims: [], told: `read of ${key}: ${read.outcome}: ${read.reason}` };
    return { claims: read.changes.flatMap(claimsOf), told: '' };
  });
}

async function openListing(name: string): Promise<Opened> {
  const account = await newAccount();
  await fill(account);
  account.wait(120);
  return opened(account, () =>
    listed(
      account,
      LISTINGS.filter((one) => one.name === name),
      READERS,
      `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/prod`,
    ),
  );
}

/** All pages of them. */
async function listed(
  account: FakeAccount,
  listings: readonly Listing[],
  readers: ReadDeps['readers'],
  cluster: string,
): Promise<Told> {
  const claims: string[] = [];
  const told: string[] = [];
  for (const listing of listings)
    for (let token: string | undefined, isOver = false; !isOver; isOver = token === undefined) {
      const { name } = listing;
      const page = await readPage(listing, { region: REGION, cluster }, token, {
        ...readingOf(account),
        readers,
      });
      if (page.outcome !== 'read') {
        told.push(`${name}: ${page.outcome}: ${page.reason}`);
        break;
      }
      claims.push(...page.changes.flatMap(claimsOf), ...page.keys.map((key) => `${key} is listed`));
      told.push(...page.unread.map(({ key, outcome, reason }) => `${name}: ${key}: ${outcome}: ${reason}`));
      // What begins so is not said to be gone.
      const isWhole = page.unread.length === 0 && (page.notListed ?? []).length === 0;
      if (page.next === undefined && isWhole) claims.push(`${name}: these are all`);
      token = page.next;
    }
  return { claims, told: told.join('\n') };
}

async function fill(account: FakeAccount): Promise<void> {
  const { iam, eks, secretsmanager, ssm, cloudtrail, events, fake } = account;
  await eks.createCluster({ name: 'prod', roleArn: roleArn('c'), resourcesVpcConfig: {} });
  await iam.createRole({ RoleName: 'app', AssumeRolePolicyDocument: PODS_TRUST, MaxSessionDuration: 7200 });
  await iam.createPolicy({ PolicyName: 'p', PolicyDocument: '{"Statement":[]}' });
  await iam.attachRolePolicy({ RoleName: 'app', PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/p` });
  await iam.createOpenIDConnectProvider({ Url: 'https://idp.example.com', ClientIDList: [] });
  await iam.createInstanceProfile({ InstanceProfileName: 'nodes' });
  await iam.createUser({ UserName: 'ci' });
  // Two keys of one second, which the credential report does not tell apart.
  for (let at = 0; at < 2; at += 1) await iam.createAccessKey({ UserName: 'ci' });
  await eks.createPodIdentityAssociation({
    ...{ clusterName: 'prod', namespace: 'shop', serviceAccount: 'web', roleArn: roleArn('app') },
  });
  await eks.createAccessEntry({ clusterName: 'prod', principalArn: roleArn('e') });
  await secretsmanager.createSecret({ Name: 'shop', SecretString: 'hidden' });
  await ssm.putParameter({ Name: '/shop/p', Value: 'hidden', Type: 'SecureString' });
  await cloudtrail.createTrail({ Name: 'main', S3BucketName: 'logs' });
  await events.createEventBus({ Name: 'podguard-dev' });
  for (const EventBusName of ['default', 'podguard-dev']) {
    await events.putRule({ Name: 'podguard-dev-iam', EventBusName, EventPattern: '{"source":["aws.iam"]}' });
  }
  await fillNodes(account as unknown as TestAccount, ['00', '01']);
  fake.calls.length = 0;
}

async function openOrganization(): Promise<Opened> {
  const accounts = [ACCOUNT, '444455556666'].map((Id) => ({ Id, State: 'ACTIVE' }));
  const account = await newAccount({ ListAccountsCommand: () => ({ Accounts: accounts }) });
  const clientOptions = {
    region: REGION,
    maxAttempts: 2,
    retryMode: 'standard',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  } as const;
  return opened(account, async () => {
    const read = await listOrganization({ clientOptions, account: ACCOUNT, timeoutMs: 6_000 });
    if (read.outcome !== 'read') return { claims: [], told: `the accounts: ${read.outcome}: ${read.reason}` };
    return { claims: read.accounts, told: '' };
  });
}

async function openLookup(): Promise<Opened> {
  const account = await newAccount();
  await account.iam.createRole({ RoleName: 'app', AssumeRolePolicyDocument: PODS_TRUST });
  account.wait(120);
  return opened(account, async () => {
    const lookup = createLookupEvents({
      clients: readingOf(account).clients,
      now: account.now,
      pause: async () => {},
      timeoutMs: 6_000,
    });
    // Who compares names this.
    const found = await lookup({ region: 'us-east-1', resourceName: 'app' }).catch(reasonOf);
    if (typeof found === 'string') return { claims: [], told: `the history: ${found}` };
    const { records, backTo } = found;
    return {
      claims: [...records.map((one) => JSON.stringify(one)), `back to ${backTo ?? 'the first'}`],
      told: '',
    };
  });
}

async function openKubernetes(): Promise<Opened> {
  const account = await newAccount();
  const server = await startK8sServer('prod');
  await account.eks.createCluster({ name: 'prod', roleArn: roleArn('c'), resourcesVpcConfig: {} });
  await account.eks.createPodIdentityAssociation({
    ...{ clusterName: 'prod', namespace: 'shop', serviceAccount: 'web', roleArn: roleArn('app') },
  });
  pointTo(account as unknown as TestAccount, server);
  account.wait(120);
  const reading = parseConfig({ clusterReading: true }, 'test');
  const cluster = `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/prod`;
  return {
    world: account.world,
    run: async () =>
      listed(
        account,
        listingsFor(reading).filter(({ name }) => name.startsWith('kubernetes')),
        readersFor(reading),
        cluster,
      ),
    async close() {
      await server.close();
      await account.fake.close();
    },
  };
}
