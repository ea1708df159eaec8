import {
  configSchema,
  createDispatcher,
  createEngine,
  createExemption,
  type JsonObject,
  roleKey,
  type Store,
} from '@podguard/core';
import { driftMachine } from '@podguard/deployment';
import { toMessageBody } from '@podguard/functions';
import { catalogue } from '@podguard/rules';
import { createDynamoDbServiceState } from '@podguard/store';
import type { FunctionName } from '../../../../infra/function-settings.ts';
import { toRecord } from '../../../../scripts/samples/call.ts';
import { createRole } from '../../../../scripts/samples/iam.ts';
import { maren } from '../../../../scripts/samples/people.ts';
import { createRandom } from '../../../../scripts/samples/random.ts';
import { podIdentity } from '../../../../scripts/samples/trust.ts';
import { ACCOUNT, REGION } from '../../../inventory/account.ts';
import { transitionOf } from '../../../notify/transitions.ts';
import { envelope } from '../../../support/queue-world/envelopes.ts';
import { runMachine } from '../../../support/run-machine.ts';
import { irsa, trust } from '../../../support/trusts.ts';
import { type Opened, type Scenario, type Told, wordsOf } from '../scenario.ts';
import { type Fault, worlds } from '../world.ts';
import { type FakeAccount, newAccount } from './account.ts';
import { type Handler, queued, startHandler } from './handlers.ts';
import { newServices, type Services } from './services.ts';
import { claimsOfStore, theDynamoDb } from './table.ts';

/** How functions name the table and the queues; a call of these is one of few. */
const PARTS = /table podguard-\d+|queue \w+|tags of the canary/;

/** Every function that a deployment without Slack or repairs has, by what calls it. */
export const FUNCTIONS: readonly Scenario[] = [
  { name: 'evaluate', subject: PARTS, open: () => open('evaluate', async () => queued(event('app'))) },
  {
    name: 'evaluate and read',
    subject: new RegExp(`${PARTS.source}|could not be read\\s+arn:`),
    asksLater: ['throttled', 'timeout', 'stalled', 'slow'],
    open: () => open('evaluate', async () => queued(tagged('unknown'))),
  },
  {
    name: 'rejudge a resource',
    subject: PARTS,
    open: () => open('evaluate', async (at) => queued(await rejudged(at))),
  },
  { name: 'dispatch', subject: PARTS, open: () => open('dispatch', streamed) },
  { name: 'sweep', subject: PARTS, open: () => open('sweep', exempted) },
  { name: 'start to judge again', subject: PARTS, open: () => open('rejudge', otherwise) },
  { name: 'judge again', subject: PARTS, open: () => open('rejudge', goOn) },
  { name: 'canary', subject: PARTS, open: () => open('canary', async () => ({ canary: 'send' })) },
  { name: 'canary looks', subject: PARTS, open: () => open('canary', async () => ({ canary: 'check' })) },
  { name: 'tell what was held', subject: PARTS, open: () => open('tell-held', async () => ({})) },
  { name: 'notify', subject: /m-0|message/, open: () => open('notify', alert) },
  {
    name: 'start a drift run',
    subject: PARTS,
    open: () => open('drift', async () => ({ start: 'first', kind: 'baseline' })),
  },
  {
    name: 'drift run',
    subject: /table podguard-\d+|queue \w+|s3:\w+ of /,
    limitMs: 300_000,
    isLong: true,
    open: openMachine,
  },
];

interface At {
  readonly store: Store;
  readonly table: string;
  readonly services: Services;
  readonly account: FakeAccount;
}

const key = roleKey('aws', ACCOUNT, 'app');
const event = (name: string): JsonObject =>
  envelope(toRecord(createRole('06:00:00', maren, name, podIdentity(['sts:AssumeRole'])), createRandom(11)));
const tagged = (roleName: string): JsonObject => {
  const request = { roleName, tags: [{ key: 'team', value: 'shop' }] };
  return envelope(
    toRecord({ at: '06:00:01', by: maren, source: 'iam', name: 'TagRole', request }, createRandom(12)),
  );
};

async function makeAt(): Promise<At> {
  const services = newServices();
  const db = await theDynamoDb();
  const { store, table } = await db.newStore();
  const account = await newAccount(services.answers, { DynamoDB: db.url }, Date.now());
  for (const RoleName of ['unknown', 'canary'])
    await account.iam.createRole({ RoleName, AssumeRolePolicyDocument: trust(irsa()) });
  return { store, table, services, account };
}

async function open(name: FunctionName, eventOf: (at: At) => Promise<unknown>): Promise<Opened> {
  const at = await makeAt();
  const given = await eventOf(at);
  const db = await theDynamoDb();
  const handler = await startHandler(name, db, at.table);
  // A digest that could not be sent is kept: this function tries each minute, and says why.
  const then = name === 'sweep' ? await startHandler('tell-held', db, at.table) : undefined;
  let receives = 0;
  return {
    world: at.account.world,
    async run() {
      receives += 1;
      const said = await told(at, handler, receivedAgain(given, receives));
      if (then === undefined) return said;
      const later = await told(at, then, {});
      return { claims: later.claims, told: `${said.told}${later.told}` };
    },
    close: () => at.account.fake.close(),
  };
}

/** As a queue hands it out for the second time. */
function receivedAgain(given: unknown, receives: number): unknown {
  const { Records } = given as { readonly Records?: readonly { readonly attributes?: object }[] };
  if (Records?.[0]?.attributes === undefined) return given;
  return {
    Records: Records.map((one) => ({
      ...one,
      attributes: { ...one.attributes, ApproximateReceiveCount: String(receives) },
    })),
  };
}

/** What it answers, throws or logs as an error is what is said; what is recorded and sent is what is claimed. */
async function told({ store, services, account }: At, handler: Handler, given: unknown): Promise<Told> {
  const { lines } = account.world;
  lines.length = 0;
  const said: string[] = [];
  try {
    const { batchItemFailures = [] } = ((await handler(given, {})) ?? {}) as {
      batchItemFailures?: readonly object[];
    };
    if (batchItemFailures.length > 0) said.push(JSON.stringify(batchItemFailures));
  } catch (error) {
    said.push(wordsOf(error));
  }
  said.push(...lines.flatMap(wordsOfLine));
  return { claims: [...(await claimsOfStore(store)), ...claimsOfSent(services)], told: said.join('\n') };
}

/** Of what is logged as wrong: what, and why. */
function wordsOfLine(line: string): readonly string[] {
  if (!line.startsWith('{')) return [];
  const { level, message, key: of = '', what = '', reason = '', error } = JSON.parse(line);
  return level === 'ERROR' || level === 'WARN'
    ? [`${message} ${what} ${of} ${reason} ${error?.message ?? ''}`]
    : [];
}

function claimsOfSent({ sent, done }: Services): readonly string[] {
  const words = sent.map(({ queue, body }) => {
    const { podguard, key: of = '', transitions = [], digest } = JSON.parse(body);
    const some = transitions.map(
      (one: { finding: { rule: string }; type: string }) => `${one.type} ${one.finding.rule}`,
    );
    return `${queue} ${podguard} ${of} ${some} ${digest?.title ?? ''}`;
  });
  return [...words, ...done];
}

/** The role is recorded, and nobody was told. */
async function recorded(at: At): Promise<void> {
  const handler = await startHandler('evaluate', await theDynamoDb(), at.table);
  await worlds.run(at.account.world, () => handler(queued(event('app')), {}));
  at.account.world.sent.clear();
  at.account.world.lines.length = 0;
}

async function rejudged(at: At): Promise<object> {
  await recorded(at);
  return { podguard: 'rejudge', key };
}

async function streamed(at: At): Promise<object> {
  await recorded(at);
  const NewImage = { pk: { S: `r#${key}` }, sk: { S: 'item' }, pending: { S: 'p#0' } };
  return { Records: [{ eventSource: 'aws:dynamodb', dynamodb: { SequenceNumber: '1', NewImage } }] };
}

async function exempted(at: At): Promise<object> {
  await recorded(at);
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const setting = {
    rules: ['*'],
    resources: [key],
    accounts: [],
    tags: {},
    reason: 'it is known',
    author: 'ana',
  };
  const exemption = createExemption({ ...setting, since: day(-30), until: day(3) }, 'cli');
  const { client } = await theDynamoDb();
  await createDynamoDbServiceState({ client, table: at.table }).putExemption(exemption);
  return {};
}

async function otherwise(at: At): Promise<object> {
  await recorded(at);
  const item = await at.store.load(key);
  if (item === undefined) throw new Error('nothing was recorded');
  await at.store.save({ ...item, version: item.version + 1, judgedWith: 'former.config' });
  return { start: 'rules.config' };
}

async function goOn(at: At): Promise<object> {
  const start = await otherwise(at);
  const handler = await startHandler('rejudge', await theDynamoDb(), at.table);
  await worlds.run(at.account.world, () => handler(start, {}));
  const first = at.services.sent.find(({ queue }) => queue === 'rejudge')?.body;
  at.services.sent.length = 0;
  at.account.world.sent.clear();
  return queued(first);
}

/** A message that can be told and one that cannot, which is put off. */
async function alert(): Promise<object> {
  const transitions = [transitionOf({ role: 'app', eventId: 'e-1' })];
  return queued(toMessageBody({ podguard: 'transitions', transitions }), 'no message');
}

/** Tries of a step that wait for the same again say no more, and each waits a minute. */
function machineOf(fault: Fault | null): ReturnType<typeof driftMachine> {
  const again = fault?.kind === 'timeout' || fault?.kind === 'slow' ? 0 : 1;
  return JSON.parse(JSON.stringify(driftMachine('arn')), (name, value) =>
    name === 'MaxAttempts' ? again : value,
  );
}

/** A whole run of the state machine. */
async function openMachine(): Promise<Opened> {
  const at = await makeAt();
  const { account, services, store } = at;
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/unknown`;
  await account.eks.createCluster({ name: 'prod', roleArn, resourcesVpcConfig: {} });
  await account.eks.createPodIdentityAssociation({
    clusterName: 'prod',
    namespace: 'shop',
    serviceAccount: 'till',
    roleArn,
  });
  const handler = await startHandler('drift', await theDynamoDb(), at.table);
  const backOff = async () => {};
  const engine = createEngine({
    store,
    catalogue,
    backOff,
    config: configSchema.parse({}),
    judgedWith: 'rules.config',
    pastLimit: 20,
  });
  const dispatcher = createDispatcher({ store, engine, catalogue, backOff, notify: async () => {} });
  let runs = 0;
  return {
    world: account.world,
    async run() {
      runs += 1;
      const name = `run-${runs}`;
      const execution = `arn:aws:states:${REGION}:${ACCOUNT}:execution:podguard-test-drift:${name}`;
      const said: string[] = [];
      const call = async (payload: unknown) => {
        try {
          const answer = await handler(payload, {});
          // As the table's stream does.
          await worlds.exit(async () => {
            while ((await dispatcher.sweep()) > 0);
          });
          return answer;
        } catch (error) {
          said.push(wordsOf(error));
          throw error;
        }
      };
      const { failed } = await runMachine(
        machineOf(account.world.fault),
        { run: name, kind: 'baseline' },
        { execution, call, wait: () => {} },
      );
      const text = services.objects.get(`reports/${name}.json`);
      const { gaps = [] } = text === undefined ? {} : (JSON.parse(text) as { gaps?: readonly object[] });
      const kept = (await claimsOfStore(store)).filter((one) => !/ is (told|to be told)$/.test(one));
      const report = text === undefined ? [] : ['there is a report'];
      return {
        claims: [...kept, ...report],
        told: [...said, failed ? 'the run failed' : '', ...gaps.map((gap) => JSON.stringify(gap))].join('\n'),
      };
    },
    close: () => account.fake.close(),
  };
}
