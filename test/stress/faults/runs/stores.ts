import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createExemption } from '@podguard/core';
import { createParameter } from '@podguard/functions/handlers/compose-parameter';
import { CALL_PATIENCE, OBJECT_PATIENCE } from '@podguard/functions/handlers/compose-patience';
import { createSqsDepth } from '@podguard/functions/handlers/compose-queue';
import { createReports } from '@podguard/functions/handlers/compose-reports';
import { createS3Results } from '@podguard/functions/handlers/compose-results';
import { open as openEventBridge } from '@podguard/functions/handlers/open-eventbridge-channel';
import { open as openSecurityHub } from '@podguard/functions/handlers/open-security-hub-channel';
import { AWS_PATIENCE } from '@podguard/notify';
import { catalogue } from '@podguard/rules';
import { connect, createDynamoDbServiceState, createDynamoDbStore, ensureTable } from '@podguard/store';
import { ACCOUNT, REGION } from '../../../inventory/account.ts';
import { transitionOf } from '../../../notify/transitions.ts';
import { aRemediation } from '../../../support/a-remediation.ts';
import { clientOf } from '../../../support/dynalite.ts';
import { type Opened, type Scenario, wordsOf } from '../scenario.ts';
import { worlds } from '../world.ts';
import { newAccount } from './account.ts';
import { newServices } from './services.ts';
import { theDynamoDb } from './table.ts';

/** What the store and the channels do that no function's run here does. */
export const STORES: readonly Scenario[] = [
  { name: 'store', subject: /^[\w ]+: .*table podguard-\d+/m, open: openStore },
  { name: 'make the table', subject: /table podguard-own-\d+/, open: openTable },
  {
    name: 'channel to Security Hub',
    subject: /Security Hub|table podguard-\d+/i,
    open: () => openChannel('security-hub'),
  },
  {
    name: 'channel to a bus',
    subject: /bus |EventBridge|table podguard-\d+/i,
    open: () => openChannel('eventbridge'),
  },
  { name: 'secret of a channel', subject: /parameter \/podguard\/secret/, open: openParameter },
];

/** What a drift run calls besides: for the short form, which has no whole run. */
export const RESULTS: readonly Scenario[] = [
  { name: 'results of a run', subject: /queue evaluate|s3:\w+ of /, open: openResults },
];

type Deeds = Readonly<Record<string, () => Promise<unknown>>>;

/** Each by itself, one after the other. */
async function doAll(deeds: Deeds) {
  const claims: string[] = [];
  const told: string[] = [];
  for (const [name, deed] of Object.entries(deeds))
    try {
      claims.push(`${name}: ${JSON.stringify((await deed()) ?? 'done')}`);
    } catch (error) {
      told.push(`${name}: ${wordsOf(error)}`);
    }
  return { claims, told: told.join('\n') };
}

async function worldOf() {
  const db = await theDynamoDb();
  const services = newServices();
  const account = await newAccount(services.answers, { DynamoDB: db.url }, Date.now());
  const { client, close } = connect({ ...CALL_PATIENCE, ...clientOf(db.url, db.key) });
  return {
    db,
    account,
    services,
    client,
    async end() {
      close();
      await account.fake.close();
    },
  };
}

async function openStore(): Promise<Opened> {
  const { db, account, client, end } = await worldOf();
  const { table } = await db.newStore();
  const plain = createDynamoDbServiceState({ client: db.client, table });
  const one = aRemediation({ id: 'rm-1', version: 1 });
  const setting = {
    rules: ['*'],
    resources: ['*'],
    accounts: [],
    tags: {},
    reason: 'it is known',
    author: 'ana',
  };
  const exemption = createExemption(
    { ...setting, since: '2026-03-01T00:00:00Z', until: '2026-09-01T00:00:00Z' },
    'cli',
  );
  const run = () => {
    const store = createDynamoDbStore({ client, table });
    const state = createDynamoDbServiceState({ client, table });
    return doAll({
      'put an exemption': () => state.putExemption(exemption),
      'list exemptions': () => Array.fromAsync(state.listExemptions(), ({ id }) => id),
      'save a mark': () => state.saveMark('mark', { a: 1 }),
      'load a mark': () => state.loadMark('mark'),
      count: async () => typeof (await state.count('n', 1, 60)),
      'remove an approval': () => state.removeApproval('key'),
      'load an action': async () => (await state.loadAction('none')) ?? null,
      'save a remediation': async () => {
        const before = await worlds.exit(() => plain.loadRemediation('rm-1'));
        await state.saveRemediation({ ...one, version: (before?.version ?? 0) + 1 });
      },
      'list remediations': async () => (await state.listRemediations(10)).map(({ id }) => id),
      'forget a remediation': async () => {
        const before = await worlds.exit(() => plain.loadRemediation('rm-1'));
        await state.saveRemediation({ ...one, status: 'refused', version: (before?.version ?? 0) + 1 });
      },
      'put a transition': () => store.putTransition(transitionOf({ role: 'app', eventId: 'e-1' })),
      'list transitions': async () => (await store.listTransitions(5)).map(({ id }) => id),
      'list items': async () => (await Array.fromAsync(store.listItems())).length,
      'list what is pending': async () => (await Array.fromAsync(store.listPending())).length,
    });
  };
  // What is listed is there, whether it is put again or not.
  await run();
  return { world: account.world, run, close: end };
}

let tables = 0;

async function openTable(): Promise<Opened> {
  const { account, client, end } = await worldOf();
  tables += 1;
  const table = `podguard-own-${tables}`;
  return {
    world: account.world,
    run: () => doAll({ 'make it': () => ensureTable({ client, table }) }),
    close: end,
  };
}

async function openChannel(type: 'security-hub' | 'eventbridge'): Promise<Opened> {
  const { db, account, services, end } = await worldOf();
  const { table } = await db.newStore();
  const rules = new Map(catalogue.rules.map((rule) => [rule.id, rule]));
  const ruleOf = (id: string) => rules.get(id);
  const environment = {
    ...{ TABLE_NAME: table, ACCOUNT_ID: ACCOUNT, AWS_REGION: REGION },
    ...{ TOPIC_ARN: `arn:aws:sns:${REGION}:${ACCOUNT}:alerts`, CHANNEL_QUEUES: {} },
  };
  const parts = { name: type, environment, ruleOf, wording: { ruleOf, store: 'here' }, actions: false };
  const bus = `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/others`;
  return {
    world: account.world,
    async run() {
      const { channel } =
        type === 'eventbridge' ? openEventBridge({ type, bus } as never, parts) : openSecurityHub(parts);
      const transitions = [
        transitionOf({ role: 'app', eventId: 'e-1' }),
        transitionOf({ role: 'cart', eventId: 'e-2', type: 'exempted', finding: { status: 'exempt' } }),
      ];
      const { told } = await doAll({
        send: () => channel.send({ kind: 'transitions', transitions } as never),
      });
      const arrived = [...services.done].map((one) => one.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, ''));
      return { claims: arrived, told };
    },
    close: end,
  };
}

async function openResults(): Promise<Opened> {
  const { account, end } = await worldOf();
  const of = { region: REGION, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
  const s3 = new S3Client({ ...OBJECT_PATIENCE, ...of });
  const sqs = new SQSClient({ ...CALL_PATIENCE, ...of });
  const results = createS3Results(s3, 'reports', 'arn:aws:states:execution:drift:e-1');
  const run = () =>
    doAll({
      put: () => results.put('r-1', 'plan', { a: 1 }),
      get: () => results.get('r-1', 'plan'),
      list: () => Array.fromAsync(results.list('r-1', 'p')),
      keep: () => createReports(s3, 'reports').keep('r-1.html', '<p>', 'text/html'),
      depth: createSqsDepth(sqs, `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/evaluate`),
    });
  // What is read is there, whether it is put again or not.
  await worlds.run(account.world, run);
  return {
    world: account.world,
    run,
    async close() {
      s3.destroy();
      sqs.destroy();
      await end();
    },
  };
}

async function openParameter(): Promise<Opened> {
  const { account, end } = await worldOf();
  return {
    world: account.world,
    run: () => doAll({ read: () => createParameter('/podguard/secret', AWS_PATIENCE)() }),
    close: end,
  };
}
