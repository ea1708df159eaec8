import { toChanges, toRecord } from '@podguard/cloudtrail';
import type { Change, JsonObject, ServiceState } from '@podguard/core';
import {
  CONCURRENCY,
  createMemoryResults,
  type DriftRun,
  endRun,
  type Lookup,
  loadFindings,
  type RunFindings,
  type RunHereDeps,
  runHere,
} from '@podguard/drift';
import { LISTINGS, READERS } from '@podguard/inventory';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { onTestFinished } from 'vitest';
import { type AwsFake, startAwsFake } from '../support/aws-fake/aws-fake.ts';
import { changingClients, readingClients } from '../support/aws-fake/sdk.ts';
import { createHarness, type Harness } from '../support/harness.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';
export const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
export const PODS_TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
    },
  ],
});

/** An account with a clock of its own, that tests change by its API. */
export interface DriftWorld extends ReturnType<typeof changingClients> {
  readonly fake: AwsFake;
  readonly now: () => Date;
  wait(seconds: number): void;
  /** What knows nothing of the account yet. */
  recorder(lookup?: Lookup): Recorder;
}

/** What is recorded of the account: by its records, and by runs. */
export interface Recorder {
  readonly harness: Harness;
  readonly state: ServiceState;
  readonly deps: RunHereDeps;
  deliver(records: readonly JsonObject[]): Promise<void>;
  run(
    id: string,
    kind?: DriftRun['kind'],
    deps?: Partial<RunHereDeps>,
  ): Promise<RunFindings & { run: DriftRun }>;
}

export async function driftWorld(): Promise<DriftWorld> {
  let time = Date.parse('2026-03-12T07:00:00Z');
  const now = () => new Date(time);
  const fake = await startAwsFake({ account: ACCOUNT, now });
  onTestFinished(() => fake.close());
  const clients = readingClients(fake.url, { maxAttempts: 3 });
  const wait = (seconds: number) => {
    time += seconds * 1000;
  };
  return {
    ...changingClients(fake.url, REGION),
    ...{ fake, now, wait },
    recorder(lookup = historyOf([])) {
      const store = createMemoryStore();
      const harness = createHarness(store);
      const state = createMemoryServiceState(store, () => time);
      const deps: RunHereDeps = {
        listings: LISTINGS,
        reading: {
          readers: READERS,
          clients,
          account: ACCOUNT,
          regions: [REGION, 'us-east-1'],
          by: { principal: 'podguard', type: 'service' },
          now,
          timeoutMs: 20_000,
        },
        ...{ store, state, lookup, lookups: 100 },
        engine: {
          apply: async (change) => {
            await harness.deliver(change);
            return 'written';
          },
        },
        results: createMemoryResults(),
        pause: async (ms) => wait(Math.ceil(ms / 1000)),
      };
      return {
        ...{ harness, state, deps },
        async deliver(records) {
          for (const change of records.flatMap(changesOf)) await harness.deliver(change);
        },
        async run(id, kind, others = {}) {
          // As a deployed run does before it explains; the account's own clock stands still.
          let waited = 0;
          const onProgress: RunHereDeps['onProgress'] = ({ step }) => {
            if (step === 'explain') waited = 900_000;
          };
          const { reading } = { ...deps, ...others };
          const later = () => new Date(reading.now().getTime() + waited);
          const made = { ...deps, onProgress, ...others, reading: { ...reading, now: later } };
          const run = await runHere(made, {
            id,
            concurrency: CONCURRENCY,
            ...(kind === undefined ? {} : { kind }),
          });
          await endRun({ state, now }, run);
          return { run, ...(await loadFindings(made.results, run)) };
        },
      };
    },
  };
}

/** An event history that answers all with the same records. */
export function historyOf(records: readonly unknown[]): Lookup {
  return async () => ({ records, backTo: null });
}

function changesOf(record: unknown): readonly Change[] {
  const read = toRecord(record);
  const mapped = read.kind === 'record' ? toChanges(read.record, []) : read;
  if (mapped.kind === 'irrelevant') return [];
  if (mapped.kind !== 'changes') throw new Error(JSON.stringify(mapped));
  return mapped.changes;
}
