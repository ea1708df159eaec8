import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Store } from '@podguard/core';
import type { Received } from '@podguard/functions';
import { bundle } from '../../../scripts/bundle.ts';
import type { Random } from '../../../scripts/samples/random.ts';
import { startDynamoDb } from '../../support/dynalite.ts';
import { itemsOf } from '../../support/harness.ts';
import { unsettled } from '../../support/unsettled.ts';
import { type QueuesOfWorld, startQueues } from './evaluate-world.ts';
import type { Answer } from './function-life.ts';
import { sampleEvents } from './sample-events.ts';
import { count, fractionOf, type Killed, type Target } from './target.ts';
import { startWorker, type Worker } from './worker.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const LIFE = path.join(import.meta.dirname, 'function-life.ts');
const ACCOUNT = '111122223333';
/** It hears of everything at once: no burst of it waits. */
const PROGRAM = { type: 'eventbridge', bus: 'arn:aws:events:eu-central-1:111122223333:event-bus/findings' };
const BATCH = 10;
/** Between two sweeps, which stand here for the stream. */
const BATCHES = 3;
/** In so many lives of a function the work is done, were it not killed. */
const LIVES = 5;

/** The bundles of evaluate, and of sweep that tells, over DynamoDB and queues that hand out again what was not answered. */
export async function killingEvaluate(): Promise<Target> {
  const cache = path.join(ROOT, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const out = mkdtempSync(path.join(cache, 'kills-'));
  const names = ['evaluate', 'sweep'] as const;
  const config = path.join(out, 'podguard.config.ts');
  writeFileSync(config, `export default ${JSON.stringify({ channels: { bus: PROGRAM } })};\n`);
  for (const name of names) {
    const entry = path.join(ROOT, `packages/functions/src/handlers/${name}.ts`);
    await bundle({ entry, out: path.join(out, name), config });
  }
  const dynamo = await startDynamoDb();
  const queues = await startQueues();
  const events = (await sampleEvents()).map((event) => JSON.stringify(event));

  const startIn = (table: string, { name }: QueuesOfWorld): Promise<Worker> =>
    startWorker(
      LIFE,
      names.map((one) => `${one}=${path.join(out, one, 'bundle.mjs')}`),
      environmentOf({ table, dynamo, sqs: `${queues.url}/${name}`, endpoint: queues.url }),
    );

  /** Until nothing is left to do, or the process is dead: then what it was doing. */
  async function work(worker: Worker, { evaluate }: QueuesOfWorld): Promise<'evaluate' | 'sweep' | 'done'> {
    for (let batches = 1; ; batches += 1) {
      const batch = evaluate.receive(0, BATCH);
      if (batch.length > 0) {
        const answer = await worker.ask<Answer>({ name: 'evaluate', event: eventOf(batch) });
        if (answer === undefined) return 'evaluate';
        if (answer.error !== undefined) throw new Error(answer.error);
        const { batchItemFailures: failed } = answer.answer as {
          readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
        };
        const failures = new Set(failed.map(({ itemIdentifier }) => itemIdentifier));
        evaluate.remove(batch.map(({ id }) => id).filter((id) => !failures.has(id)));
      }
      if (batch.length > 0 && batches % BATCHES !== 0) continue;
      const answer = await worker.ask<Answer>({ name: 'sweep', event: {} });
      if (answer === undefined) return 'sweep';
      if (answer.error !== undefined) throw new Error(answer.error);
      if (batch.length === 0 && evaluate.size() === 0) return 'done';
    }
  }

  async function world(): Promise<{
    readonly store: Store;
    readonly table: string;
    readonly own: QueuesOfWorld;
  }> {
    const own = queues.newWorld();
    for (const event of events) own.evaluate.add(event);
    return { ...(await dynamo.newStore()), own };
  }

  const calm = await world();
  const undisturbed = await startIn(calm.table, calm.own);
  const begun = performance.now();
  await work(undisturbed, calm.own);
  const workedMs = performance.now() - begun;
  await undisturbed.close();
  const expected = await itemsOf(calm.store);

  return {
    name: 'evaluate',
    outcome:
      'handed out again, the records made the state of an undisturbed run, and everything open was told',
    async run(random: Random, atMost: number): Promise<Killed> {
      const { store, table, own } = await world();
      const during = new Map<string, number>();
      let kills = 0;
      let missed = 0;
      for (;;) {
        const worker = await startIn(table, own);
        try {
          if (kills < Math.min(LIVES * 4, atMost))
            worker.killAfter(fractionOf((workedMs / LIVES) * 2, random));
          const doing = await work(worker, own);
          if (doing === 'done') break;
          kills += 1;
          count(during, doing);
        } finally {
          await worker.close();
        }
      }
      missed += 1;
      const faults = [...(await unsettled(store, expected)), ...untold(own, calm.own)];
      return { kills, missed, during: Object.fromEntries(during), faults };
    },
    async close() {
      queues.close();
      await dynamo.close();
      rmSync(out, { recursive: true, force: true });
    },
  };
}

/** What the channel knows to be open, or ended, otherwise than after the undisturbed run. What opened and ended meanwhile need not be heard of. */
function untold(own: QueuesOfWorld, calm: QueuesOfWorld): readonly string[] {
  const [heard, should] = [lastHeard(own), lastHeard(calm)];
  return [...new Set([...heard.keys(), ...should.keys()])].flatMap((id) => {
    const [is, other] = [heard.get(id), should.get(id)];
    if (is === other || [is, other].every((status) => status !== 'open')) return [];
    return [
      `the channel heard last of ${id}: ${is ?? 'nothing'}, and should have heard: ${other ?? 'nothing'}`,
    ];
  });
}

function lastHeard({ told }: QueuesOfWorld): ReadonlyMap<string, string> {
  return new Map(told.map(({ finding }) => [finding.id, finding.status]));
}

function eventOf(batch: readonly Received[]): object {
  return {
    Records: batch.map(({ id, body, receives }) => ({
      messageId: id,
      body,
      attributes: { ApproximateReceiveCount: String(receives) },
      eventSource: 'aws:sqs',
    })),
  };
}

function environmentOf({
  table,
  dynamo,
  sqs,
  endpoint,
}: {
  readonly table: string;
  readonly dynamo: { readonly url: string; readonly key: string };
  readonly sqs: string;
  readonly endpoint: string;
}): NodeJS.ProcessEnv {
  return {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: dynamo.key,
    AWS_SECRET_ACCESS_KEY: dynamo.key,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
    TABLE_NAME: table,
    ACCOUNT_ID: ACCOUNT,
    JUDGED_WITH: 'rules.config',
    EVALUATE_QUEUE_URL: `${sqs}/evaluate`,
    DUE_QUEUE_URL: `${sqs}/due`,
    REJUDGE_QUEUE_URL: `${sqs}/rejudge`,
    CHANNEL_QUEUES: JSON.stringify({ sns: `${sqs}/sns.fifo`, bus: `${sqs}/bus.fifo` }),
    CANARY_ROLE_NAME: 'canary',
    CANARY_RULES: '{}',
    POWERTOOLS_SERVICE_NAME: 'evaluate',
    POWERTOOLS_METRICS_NAMESPACE: 'Podguard',
  };
}
