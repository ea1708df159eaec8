import path from 'node:path';
import { toChanges, toRecord } from '@podguard/cloudtrail';
import { type Finding, findingsOf, type JsonObject, type Remediation } from '@podguard/core';
import { type QueueMessage, toMessageBody } from '@podguard/functions';
import { catalogue } from '@podguard/rules';
import type { Random } from '../../../scripts/samples/random.ts';
import { OWN_KEY, OWN_SESSION } from '../../remediate/own-session.ts';
import { type AwsFake, startAwsFake } from '../../support/aws-fake/aws-fake.ts';
import { changingClients } from '../../support/aws-fake/sdk.ts';
import { startDynamoDb, type TestDynamoDb } from '../../support/dynalite.ts';
import { unequal } from './account-state.ts';
import type { Asked, Taken } from './remediate-life.ts';
import { REGION, repairing } from './repairing.ts';
import { count, fractionOf, type Killed, type Target } from './target.ts';
import { startWorker, type Worker } from './worker.ts';

const LIFE = path.join(import.meta.dirname, 'remediate-life.ts');
const ACCOUNT = '111122223333';
const MINUTE_MS = 60_000;
/** Longer than a lease and its grace. */
const SWEEP_MS = 15 * MINUTE_MS;
/** So that a kill finds calls of AWS that are under way. */
const LATENCY_MS = 3;
const MOST_LIVES = 12;

type World = Awaited<ReturnType<typeof makeWorld>>;

interface Settings {
  /** So many of each kind of thing are to be repaired. */
  readonly each?: number;
  readonly callsTwice?: boolean;
}

/** An account in which some things went bad, what is recorded of it, and the queue of the function that repairs. */
async function makeWorld(dynamo: TestDynamoDb, { each: most = 4, callsTwice = false }: Settings) {
  let aheadMs = 0;
  const now = () => new Date(Date.now() + aheadMs);
  const fake = await startAwsFake({ account: ACCOUNT, now, latencyMs: LATENCY_MS });
  fake.callers.set(OWN_KEY, OWN_SESSION);
  const { ec2, iam } = changingClients(fake.url, REGION);
  const { store, table } = await dynamo.newStore();
  const places = { dynamo: { url: dynamo.url, key: dynamo.key }, table, aws: fake.url, callsTwice };
  const over = repairing(places, now, async () => {});
  const waiting: QueueMessage[] = [];
  const told = new Map<string, number>();
  let delivered = 0;
  const deliver = async (): Promise<void> => {
    for (const record of fake.records.slice(delivered)) {
      const read = toRecord(record);
      const mapped = read.kind === 'record' ? toChanges(read.record, ['activity', 'secret-reads']) : read;
      if (mapped.kind === 'changes') for (const change of mapped.changes) await over.engine.apply(change);
    }
    delivered = fake.records.length;
  };
  const pass = (ms: number): void => {
    aheadMs += ms;
  };
  const findings = async (): Promise<readonly Finding[]> => {
    const context = await over.context();
    const found: Finding[] = [];
    for await (const item of store.listItems()) found.push(...findingsOf(item, catalogue, context));
    return found.filter(({ rule, status }) => RULES.has(rule) && status === 'open');
  };

  await iam.createUser({ UserName: 'ci' });
  for (let each = 0; each < most; each += 1) {
    const { Instances = [] } = await ec2.runInstances({
      MinCount: 1,
      MaxCount: 1,
      MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2 },
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'eks:cluster-name', Value: 'prod' }] }],
    });
    const { AccessKey } = await iam.createAccessKey({ UserName: 'ci' });
    const key = { UserName: 'ci', AccessKeyId: AccessKey?.AccessKeyId ?? '' };
    await iam.updateAccessKey({ ...key, Status: 'Inactive' });
    pass(SWEEP_MS);
    await ec2.modifyInstanceMetadataOptions({
      InstanceId: Instances[0]?.InstanceId ?? '',
      HttpTokens: 'optional',
    });
    await iam.updateAccessKey({ ...key, Status: 'Active' });
  }
  pass(SWEEP_MS);
  await deliver();
  const bad = await findings();
  for (const { id: finding, rule, resource, opened } of bad)
    waiting.push({
      body: toMessageBody({
        ...({ podguard: 'remediate', step: 'begin', transition: `t-${finding}` } as const),
        ...{ finding, rule, key: resource.key, opened: opened?.eventId ?? '' },
      }),
    });
  if (bad.length !== most * 2) throw new Error(`${bad.length} findings of ${most * 2}`);
  return {
    ...{ fake, over, places, bad, waiting, told, deliver, pass, findings },
    taken: (message: QueueMessage): Taken => ({
      received: { id: 'm', body: message.body, receives: 1 },
      aheadMs,
    }),
    async serve(asked: Asked): Promise<undefined> {
      if (asked.what === 'send') waiting.push(...asked.messages);
      else told.set(asked.remediation, Math.max(asked.turns, told.get(asked.remediation) ?? 0));
    },
  };
}

const RULES: ReadonlySet<string> = new Set(['imds-v1-allowed', 'static-key-reactivated']);
const SWEEP = { body: toMessageBody({ podguard: 'remediate', step: 'sweep' }) };

/** Until nothing waits, or the process is dead: what it was doing goes back into the queue. */
async function work(worker: Worker, world: World): Promise<string> {
  const { waiting, taken } = world;
  for (let message = waiting.shift(); message !== undefined; message = waiting.shift()) {
    // Others' changes are looked for at their times, which have no end here.
    if (message.body.includes('"watch"')) continue;
    const answer = await worker.ask<{ readonly failures: readonly string[] }>(taken(message));
    if (answer?.failures.length === 0) continue;
    waiting.unshift(message);
    if (answer === undefined) return JSON.parse(message.body).step;
    throw new Error(answer.failures.join('; '));
  }
  return 'done';
}

/** The function that repairs, over DynamoDB and an account. */
export async function killingRemediate(settings: Settings = {}): Promise<Target> {
  const dynamo = await startDynamoDb();
  const startIn = ({ places, serve }: World) =>
    startWorker(LIFE, [JSON.stringify(places)], { ...process.env }, serve);

  const calm = await makeWorld(dynamo, settings);
  const undisturbed = await startIn(calm);
  const begun = performance.now();
  await work(undisturbed, calm);
  const workedMs = performance.now() - begun;
  await undisturbed.close();
  await calm.fake.close();

  return {
    name: 'remediate',
    outcome:
      'nothing was called twice; each ended verified or failed with what was so, was told, and was taken back or repaired afterwards',
    async run(random: Random, atMost: number): Promise<Killed> {
      const world = await makeWorld(dynamo, settings);
      const during = new Map<string, number>();
      const faults: string[] = [];
      let kills = 0;
      try {
        for (;;) {
          const worker = await startIn(world);
          try {
            if (kills < Math.min(MOST_LIVES, atMost)) worker.killAfter(fractionOf(workedMs / 4, random));
            const doing = await work(worker, world);
            if (doing === 'done') break;
            kills += 1;
            count(during, doing);
            await world.deliver();
            // The queue hands it out again at once, or after the lease.
            if (random.below(2) === 0) {
              world.pass(SWEEP_MS);
              world.waiting.push(SWEEP);
            } else world.pass(1_000);
          } finally {
            await worker.close();
          }
        }
        await finish(world, startIn);
        faults.push(...(await judge(world)));
      } finally {
        await world.fake.close();
      }
      return { kills, missed: 1, during: Object.fromEntries(during), faults };
    },
    close: () => dynamo.close(),
  };
}

/** Nobody is killed any more, and the clock goes on until nothing is under way. */
async function finish(world: World, startIn: (world: World) => Promise<Worker>): Promise<void> {
  const worker = await startIn(world);
  for (let turn = 0; turn < 3; turn += 1) {
    world.pass(SWEEP_MS);
    world.waiting.push(SWEEP);
    await work(worker, world);
    await world.deliver();
  }
  await worker.close();
}

async function judge(world: World): Promise<readonly string[]> {
  const { over, bad, told, findings, fake } = world;
  const faults: string[] = [];
  const kept = await over.state.listRemediations(1_000);
  if (kept.length !== bad.length) faults.push(`${kept.length} remediations of ${bad.length} findings`);
  const open = new Set((await findings()).map(({ id }) => id));
  const ours = callsOf(fake);
  for (const call of new Set(ours))
    if (ours.filter((other) => other === call).length > 1) faults.push(`called twice: ${call}`);
  for (const one of kept) {
    const name = `${one.id} (${one.rule} of ${one.key}; ${one.history.map(({ note }) => note).join(' | ')})`;
    if (one.status !== 'verified' && one.status !== 'failed') faults.push(`${name} is ${one.status}`);
    if ((told.get(one.id) ?? 0) < one.history.length) faults.push(`${name}: not all of it was told`);
    // Between two calls either may be so: what is there is compared below.
    const isWhole = one.status === 'verified' || one.applied?.unchanged !== undefined;
    if (isWhole && open.has(one.finding) === (one.status === 'verified'))
      faults.push(`${name} is ${one.status}, and its finding is ${open.has(one.finding) ? 'open' : 'over'}`);
    faults.push(...(await unequal(over, one, name)));
  }
  for (const one of kept) faults.push(...(await takeBack(world, one)));
  return faults;
}

/** What changed is taken back; what did not is repaired when somebody asks for it. */
async function takeBack(world: World, one: Remediation): Promise<readonly string[]> {
  const { over, pass } = world;
  pass(SWEEP_MS);
  if (one.applied?.unchanged !== undefined) {
    const ref = { finding: one.finding, rule: one.rule, key: one.key };
    const { remediation, refusal } = await over.remediating.request(ref, { forced: false, by: 'ada' });
    const again = (await over.remediating.proceed(remediation.id)) ?? remediation;
    return again.status === 'verified'
      ? []
      : [`${one.id} cannot be repaired again: ${refusal ?? again.status}`];
  }
  const { remediation, refusal } = await over.remediating.rollback(one.id, {
    ...{ forced: false, by: 'ada', dryRun: false },
  });
  if (remediation?.status === 'undone') return [];
  return [`${one.id} cannot be taken back: ${refusal ?? remediation?.history.at(-1)?.note}`];
}

/** Those that changed something, by our own role. */
function callsOf({ records }: AwsFake): readonly string[] {
  return records
    .filter(({ userIdentity }) => (userIdentity as JsonObject).type === 'AssumedRole')
    .map(({ eventName, requestParameters }) => `${eventName} ${JSON.stringify(requestParameters)}`);
}
