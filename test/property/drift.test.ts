import { ownerKey, ServiceError } from '@podguard/core';
import {
  createPlan,
  createReconcile,
  createScan,
  type DriftDeps,
  loadFindings,
  type RunFindings,
  type Shard,
  startRun,
} from '@podguard/drift';
import { createLookupEvents } from '@podguard/inventory';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CALLS, type Drawn, play } from '../drift/account-calls.ts';
import { type DriftWorld, driftWorld, type Recorder } from '../drift/drift-world.ts';
import { failingIn, isOtherwise, statesOf } from '../drift/known-state.ts';
import { readingClients } from '../support/aws-fake/sdk.ts';

const RUNS = 6;
const drawn: fc.Arbitrary<Drawn> = fc.record({
  name: fc.constantFrom(...Object.keys(CALLS)),
  which: fc.nat(2),
  pick: fc.nat(3),
});
const FIRST = ['createCluster', 'createRole', 'createUser', 'createPolicy', 'createProfile', 'runInstances'];
/** So that there is something to change. */
const START = [0, 1, 2].flatMap((which) =>
  [...FIRST, 'createAssociation', 'createEntry'].map((name) => ({ name, which, pick: which })),
);
const sequence = fc.array(drawn, { minLength: 40, maxLength: 120 }).map((calls) => [...START, ...calls]);
const LATER_SECONDS = 1200;

/** Of an account that was read to its end before anything happened. */
async function listening(world: DriftWorld): Promise<Recorder> {
  const recorder = world.recorder();
  expect((await recorder.run('first')).run.kind).toBe('baseline');
  return recorder;
}

test('where every event came a run finds no difference, and a first run of what knew nothing records the same', async () => {
  await fc.assert(
    fc.asyncProperty(sequence, async (calls) => {
      const world = await driftWorld();
      const told = await listening(world);
      await play(world, calls);
      await told.deliver(world.fake.records);
      world.wait(LATER_SECONDS);
      const { differences, gaps } = await told.run('second');
      expect({ differences, gaps }).toEqual({ differences: [], gaps: [] });
      const read = world.recorder();
      const first = await read.run('other');
      expect([first.run.kind, first.differences]).toEqual(['baseline', []]);
      expect(await statesOf(told)).toEqual(await statesOf(read));
      expect(await failingIn(told)).toEqual(await failingIn(read));
      await world.fake.close();
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}, 300_000);

test('where events were lost a run finds what they left otherwise and nothing else, and the history explains each', async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(sequence, fc.nat(19), async (calls, lost) => {
      const world = await driftWorld();
      const told = await listening(world);
      const { now, wait } = world;
      const pause = async (ms: number) => wait(Math.ceil(ms / 1000));
      const clients = readingClients(world.fake.url, { maxAttempts: 3 });
      const lacking = world.recorder(createLookupEvents({ clients, now, pause, timeoutMs: 20_000 }));
      await lacking.run('first');
      await play(world, calls);
      const records = [...world.fake.records];
      const dropped = records.filter((_, at) => at % 20 === lost);
      await told.deliver(records);
      await lacking.deliver(records.filter((record) => !dropped.includes(record)));
      wait(LATER_SECONDS);
      await told.run('second');
      const [truth, known] = [await statesOf(told), await statesOf(lacking)];
      const keys = [...new Set([...Object.keys(truth), ...Object.keys(known)])];
      const otherwise = keys.filter((key) => isOtherwise(known[key], truth[key]));
      const run = await lacking.run('second', undefined, { lookups: 500 });
      const kinds = new Map(run.differences.map(({ key, type }) => [key, type]));
      expect([...kinds.keys()].sort()).toEqual(otherwise.filter((key) => !wentWithOwner(key, kinds)).sort());
      const ids = new Set(dropped.map(({ eventID }) => eventID));
      for (const { key, origin, explanation } of run.differences)
        expect([key, origin, ids.has(explanation?.eventId ?? '')]).toEqual([key, 'missed', true]);
      expect(await statesOf(lacking)).toEqual(truth);
      wait(LATER_SECONDS);
      expect((await lacking.run('third')).differences).toEqual([]);
      found += run.differences.length;
      await world.fake.close();
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(found).toBeGreaterThan(0);
}, 300_000);

/** What its cluster or launch template took with it is no difference of its own. */
function wentWithOwner(key: string, found: ReadonlyMap<string, string>): boolean {
  const isOfCluster = /:(podidentityassociation|access-entry|nodegroup|addon|fargateprofile)\//.test(key);
  const isOfTemplate = /:launch-template\/[^/]+\//.test(key);
  if (!isOfCluster && !isOfTemplate) return false;
  const owner = ownerKey(isOfCluster ? 'access-entry' : 'launch-template-version', key);
  return owner !== undefined && found.get(owner) === 'gone';
}

test('shards in any order, side by side, more than once and broken off at any write find and record the same', async () => {
  let broken = 0;
  await fc.assert(
    fc.asyncProperty(sequence, fc.nat(19), fc.infiniteStream(fc.nat(9)), async (calls, lost, chance) => {
      const world = await driftWorld();
      const [plain, rough] = [await listening(world), await listening(world)];
      await play(world, calls);
      const came = world.fake.records.filter((_, at) => at % 20 !== lost);
      for (const recorder of [plain, rough]) await recorder.deliver(came);
      world.wait(LATER_SECONDS);
      const smooth = await plain.run('second');
      const next = () => chance.next().value ?? 9;
      const failing =
        <A extends readonly unknown[], R>(work: (...given: A) => Promise<R>) =>
        async (...given: A): Promise<R> => {
          const before = next();
          if (before === 0) throw brokenOff();
          const done = await work(...given);
          if (before === 1) throw brokenOff();
          return done;
        };
      const brokenOff = () => {
        broken += 1;
        return new ServiceError('store-unreachable', 'broken off', { retryable: true });
      };
      const { results, engine } = rough.deps;
      const deps: DriftDeps = {
        ...rough.deps,
        results: { ...results, put: failing(results.put) },
        engine: { apply: failing(engine.apply) },
      };
      expect(told(await roughRun(world, rough, deps, next))).toEqual(told(smooth));
      expect(await statesOf(rough)).toEqual(await statesOf(plain));
      expect(await failingIn(rough)).toEqual(await failingIn(plain));
      await world.fake.close();
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(broken).toBeGreaterThan(0);
}, 300_000);

/** Without what depends on when something was asked. */
function told({ differences, counts, gaps, read }: RunFindings) {
  const sorted = [...differences].sort((a, b) => (a.key < b.key ? -1 : 1));
  return {
    differences: sorted.map(({ key, type, fields, recordedAt }) => ({ key, type, fields, recordedAt })),
    ...{ counts, gaps, read },
  };
}

async function roughRun(
  { now }: DriftWorld,
  { state }: Recorder,
  deps: DriftDeps,
  next: () => number,
): Promise<RunFindings> {
  const { account } = deps.reading;
  const run = await startRun({ state, account, now }, 'second');
  const shards = await again(() => createPlan(deps)(run));
  const scan = createScan(deps);
  const readAll = async (mine: readonly Shard[]): Promise<void> => {
    let left = mine;
    while (left.length > 0) left = await again(() => scan(run, left, () => (next() > 4 ? 60_000 : 0)));
  };
  const twice = [...shards, ...shards.filter(() => next() > 6)];
  const shuffled = twice.map((shard) => ({ shard, at: next() })).sort((a, b) => a.at - b.at);
  const batches = [...Map.groupBy(shuffled, () => next()).values()];
  await Promise.all(batches.map((batch) => readAll(batch.map(({ shard }) => shard))));
  const reconcile = createReconcile(deps);
  for (let from: string | undefined; ; ) {
    from = (await again(() => reconcile(run, from, () => (next() > 4 ? 60_000 : 0)))).next;
    if (from === undefined) break;
  }
  return loadFindings(deps.results, run);
}

async function again<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const all = error instanceof AggregateError ? error.errors : [error];
      if (!all.every((one) => one instanceof ServiceError && one.message === 'broken off')) throw error;
    }
  }
}
