import { findingId, roleKey } from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import { startDynamoDb, type TestDynamoDb } from '../../support/dynalite.ts';
import { changesOf } from '../../support/flow.ts';
import { createService, sweepAll } from '../../support/workers.ts';
import type { StressFigure, StressOptions } from '../stress.ts';
import { GROWING, type Growing, OPENED } from './growing.ts';

/** Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MOST_BYTES = 400 * 1024;
const TIMES = 2_000;
const EVERY = 7;
const ROLE = roleKey('aws', '111122223333', 'app');

/** Items that somebody tries to make larger than DynamoDB takes, on one that refuses them. */
export async function growItems({ scale, seed, log }: StressOptions): Promise<readonly StressFigure[]> {
  const times = Math.max(3, Math.round(TIMES * scale));
  const dynamo = await startDynamoDb();
  try {
    const faults: string[] = [];
    const sizes: string[] = [];
    let changes = 0;
    for (const growing of GROWING) {
      const grown = await grow(dynamo, growing, { times, seed });
      changes += grown.changes;
      sizes.push(`${growing.name}: ${kb(grown.bytes)}`);
      faults.push(...grown.faults.map((fault) => `${growing.name} (seed ${seed}): ${fault}`));
      log(`files: ${growing.name}: ${grown.changes} changes, ${kb(grown.bytes)}`);
    }
    return [
      {
        name: 'items that would grow',
        done: `${changes} changes of ${GROWING.length} kinds, ${times} times each`,
        outcome:
          faults.length > 0
            ? `${faults.length} faults`
            : `the last state was judged in each; the largest row of 400 KB at most (${sizes.join('; ')})`,
        faults,
      },
    ];
  } finally {
    await dynamo.close();
  }
}

interface Grown {
  readonly changes: number;
  readonly bytes: number;
  readonly faults: readonly string[];
}

async function grow(
  dynamo: TestDynamoDb,
  { calls, share = 1 }: Growing,
  { times, seed }: { readonly times: number; readonly seed: number },
): Promise<Grown> {
  const { store: strict, table } = await dynamo.newStore();
  const store = createMemoryStore();
  const { deliver, dispatcher } = createService(store);
  const changes = changesOf(calls(Math.max(3, Math.round(times * share)), seed));
  const faults: string[] = [];
  // Judged in memory, which takes a tenth of the time; what came of it so far is a row of its own for who refuses large ones.
  const tryAt = async (at: number): Promise<void> => {
    const item = await store.load(ROLE);
    if (item !== undefined) await strict.save({ ...item, key: `${ROLE}-${at}`, version: 1 });
  };
  try {
    for (const [at, change] of changes.entries()) {
      await deliver(change);
      if (at % EVERY === 0) await tryAt(at);
    }
    await tryAt(changes.length);
    await sweepAll(dispatcher);
    await tryAt(changes.length + 1);
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error));
  }
  const item = await store.load(ROLE);
  const id = findingId(OPENED.rule, ROLE);
  const open = item?.lives.find(({ rule, resolved }) => rule === OPENED.rule && resolved === null);
  if (open?.opened.cause.eventId !== OPENED.eventId)
    faults.push(`the last call opened nothing: ${JSON.stringify(open?.opened ?? item?.undecided)}`);
  const told = await store.listTransitions(1_000_000);
  if (!told.some(({ finding }) => finding.id === id)) faults.push(`${id} was told nobody`);
  const bytes = await largestRow(dynamo, table);
  if (bytes > MOST_BYTES) faults.push(`a row has ${bytes} bytes`);
  return { changes: changes.length, bytes, faults };
}

/** As DynamoDB counts: names and values. */
async function largestRow(dynamo: TestDynamoDb, TableName: string): Promise<number> {
  let largest = 0;
  let start: object = {};
  for (;;) {
    const { Items, LastEvaluatedKey } = (await dynamo.call('Scan', { TableName, ...start })) as Page;
    for (const row of Items) largest = Math.max(largest, bytesOf(row));
    if (LastEvaluatedKey === undefined) return largest;
    start = { ExclusiveStartKey: LastEvaluatedKey };
  }
}

type Row = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface Page {
  readonly Items: readonly Row[];
  readonly LastEvaluatedKey?: object;
}

function bytesOf(row: Row): number {
  return Object.entries(row).reduce((sum, [name, { B, S = '', N = '' }]) => {
    const bytes = B === undefined ? Buffer.byteLength(S + N) : Buffer.from(B, 'base64').length;
    return sum + Buffer.byteLength(name) + bytes;
  }, 0);
}

const kb = (bytes: number) => `${Math.round(bytes / 1024)} KB`;
