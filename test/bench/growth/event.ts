import { toChanges, toRecord } from '@podguard/cloudtrail';
import type { Change } from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import { createHarness } from '../../support/harness.ts';
import { type BenchOptions, type BenchResult, seconds } from '../bench.ts';
import { dayOfAccount } from '../relevant-logs.ts';
import { growthResult, sizesUpTo } from './slope.ts';

/** Of each day. */
const RECORDS = 40;
const WARM_UP_ACCOUNTS = 20;

/** Records applied and dispatched one by one, as they arrive, in a store that holds more and more accounts. */
export async function eventGrowth({ runs, scale }: BenchOptions): Promise<BenchResult> {
  await deliver(WARM_UP_ACCOUNTS, 1_000_000);
  const points = [];
  for (const [at, accounts] of sizesUpTo(100 * scale).entries()) {
    let best = Number.POSITIVE_INFINITY;
    let size = 0;
    for (let run = 0; run < Math.min(runs, 3); run += 1) {
      const made = await deliver(accounts, (at * 10 + run) * 1000);
      size = made.records;
      best = Math.min(best, made.taken);
    }
    points.push({ size, taken: best });
  }
  return growthResult({
    ...{ name: 'growth event', unit: 'ms/record', perUnit: 1000, what: 'records', runs: Math.min(runs, 3) },
    points,
  });
}

async function deliver(accounts: number, from: number): Promise<{ records: number; taken: number }> {
  const records = Array.from({ length: accounts }, (_, n) =>
    dayOfAccount(from + n, 0).slice(0, RECORDS),
  ).flat();
  const changes = records.map(changesOf);
  const harness = createHarness(createMemoryStore());
  const taken = await seconds(async () => {
    for (const some of changes) for (const change of some) await harness.deliver(change);
  });
  return { records: records.length, taken };
}

function changesOf(raw: unknown): readonly Change[] {
  const read = toRecord(raw);
  if (read.kind !== 'record') throw new Error(`not a record: ${JSON.stringify(read)}`);
  const mapped = toChanges(read.record, []);
  return mapped.kind === 'changes' ? mapped.changes : [];
}
