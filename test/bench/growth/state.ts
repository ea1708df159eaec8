import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { toChanges, toRecord } from '@podguard/cloudtrail';
import { createSettler, type Item } from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import { toRecord as recordOf } from '../../../scripts/samples/call.ts';
import { setTrust } from '../../../scripts/samples/iam.ts';
import { pipeline } from '../../../scripts/samples/people.ts';
import { createRandom } from '../../../scripts/samples/random.ts';
import { createHarness } from '../../support/harness.ts';
import type { BenchOptions, BenchResult } from '../bench.ts';
import { dayOfAccount } from '../relevant-logs.ts';
import { bytesStored } from './bytes-stored.ts';
import { growthResult, sizesUpTo } from './slope.ts';

const CHANGES = 10_000;
const ACCOUNTS = 100;

/** What is kept of one resource after more and more changes of it, and of more and more resources. */
export async function stateGrowth({ scale }: BenchOptions): Promise<readonly BenchResult[]> {
  return [
    await oneResource(sizesUpTo(CHANGES * scale)),
    ...(await manyResources(sizesUpTo(ACCOUNTS * scale))),
  ];
}

async function oneResource(sizes: readonly number[]): Promise<BenchResult> {
  const { store, engine } = createHarness(createMemoryStore());
  const random = createRandom(1);
  const points = [];
  let applied = 0;
  for (const size of sizes) {
    let largest: Item | undefined;
    for (; applied < size; applied += 1) {
      const time = new Date(Date.parse('2026-03-12T00:00:00Z') + applied * 8000).toISOString().slice(11, 19);
      const call = setTrust(time, pipeline, 'checkout', trustOf(applied));
      const read = toRecord(recordOf(call, random));
      if (read.kind !== 'record') throw new Error('not a record');
      const mapped = toChanges(read.record, []);
      if (mapped.kind !== 'changes') throw new Error(mapped.kind);
      for (const change of mapped.changes) {
        await engine.apply(change);
        const item = await store.load(change.key);
        if (charactersOf(item) > charactersOf(largest)) largest = item;
      }
    }
    if (largest === undefined) throw new Error('nothing was changed');
    points.push({ size, taken: await bytesStored(largest) });
  }
  const largest = Math.max(...points.map(({ taken }) => taken));
  return {
    ...{
      name: 'growth item',
      unit: 'bytes',
      value: largest,
      floor: 400_000,
      ratio: largest / 400_000,
      runs: 1,
    },
    notes: `the largest item of a role as it is stored, of 400,000 that DynamoDB takes; by changes of it: ${points.map(({ size, taken }) => `${size}: ${taken}`).join(', ')}`,
  };
}

/** Each document another one, wide open or not. */
function trustOf(n: number): string {
  const Principal = n % 3 === 0 ? '*' : { AWS: `arn:aws:iam::444455556666:role/caller-${n}` };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
  });
}

async function manyResources(sizes: readonly number[]): Promise<readonly BenchResult[]> {
  const collect = collector();
  const [heap, bytes] = [[], []] as { size: number; taken: number }[][];
  await scanned(1);
  for (const accounts of sizes) {
    collect();
    const before = process.memoryUsage().heapUsed;
    const store = await scanned(accounts);
    collect();
    const taken = process.memoryUsage().heapUsed - before;
    let [size, sum] = [0, 0];
    for await (const item of store.listItems()) {
      size += 1;
      sum += charactersOf(item);
    }
    heap?.push({ size, taken });
    bytes?.push({ size, taken: sum });
  }
  const one = { what: 'resources', perUnit: 1 / 1024, unit: 'KB/resource', runs: 1 };
  return [
    growthResult({ ...one, name: 'growth heap', points: heap ?? [] }),
    growthResult({ ...one, name: 'growth items', points: bytes ?? [] }),
  ];
}

async function scanned(accounts: number) {
  const { store, engine } = createHarness(createMemoryStore());
  const settler = createSettler(store, engine);
  for (let account = 0; account < accounts; account += 1) {
    for (const raw of dayOfAccount(account, 0)) {
      const read = toRecord(raw);
      const mapped = read.kind === 'record' ? toChanges(read.record, []) : read;
      if (mapped.kind !== 'changes') continue;
      for (const change of mapped.changes) await settler.apply(change);
    }
  }
  await settler.settle();
  return store;
}

function charactersOf(item: Item | undefined): number {
  return JSON.stringify(item ?? null).length;
}

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
