import {
  applyChange,
  type Change,
  createSettler,
  HUB_INTERVAL_MS,
  type Item,
  LOG_LIMIT,
  presenceOf,
  type Registers,
  type Store,
  sameJson,
  viewsOf,
} from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callArbitrary } from '../support/calls.ts';
import { comparable, createHarness, itemsOf } from '../support/harness.ts';
import { play, type World } from '../support/world/world.ts';

const RUNS = 5000;

async function settle(changes: readonly Change[]): Promise<ReadonlyMap<string, Item>> {
  const harness = createHarness(createMemoryStore());
  for (const change of changes) await harness.deliver(change);
  await harness.dispatcher.sweep();
  const items = await itemsOf(harness.store);
  await expectIndexed(harness.store, items);
  return items;
}

/** Who reads a resource is found by it. */
async function expectIndexed(store: Store, items: ReadonlyMap<string, Item>): Promise<void> {
  for (const { key, edges } of items.values())
    for (const target of edges) {
      const dependents = await Array.fromAsync(store.listDependents(target));
      expect(dependents.map(({ dependent }) => dependent)).toContain(key);
    }
}

/** As the service does, with a clock: what waits is judged in the end. */
async function settleSlowly(changes: readonly Change[], seconds: readonly number[]) {
  let time = 0;
  const harness = createHarness(createMemoryStore(), () => new Date(time));
  let deferred = 0;
  for (const [index, change] of changes.entries()) {
    time += (seconds[index % seconds.length] ?? 0) * 1000;
    await harness.deliver(change);
    const items = await itemsOf(harness.store);
    deferred += [...items.values()].filter(({ pending }) => pending?.due !== undefined).length;
    await harness.dispatcher.sweep();
  }
  time += HUB_INTERVAL_MS;
  while ((await harness.dispatcher.sweep()) > 0) time += HUB_INTERVAL_MS;
  return { items: await itemsOf(harness.store), deferred };
}

async function settleTogether(changes: readonly Change[]): Promise<ReadonlyMap<string, Item>> {
  const { store, engine } = createHarness(createMemoryStore());
  const settler = createSettler(store, engine);
  for (const change of changes) await settler.apply(change);
  await settler.settle();
  return itemsOf(store);
}

/** Any order, each change one to three times. */
function deliveries(changes: readonly Change[]): fc.Arbitrary<readonly Change[]> {
  const copies = fc.array(fc.nat(2), { minLength: changes.length, maxLength: changes.length });
  return copies.chain((counts) => {
    const all = changes.flatMap((change, index) =>
      Array.from({ length: 1 + Math.max(0, (counts[index] ?? 0) - 1) }, () => change),
    );
    return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length });
  });
}

const history = (minLength: number, maxLength: number) =>
  fc
    .array(callArbitrary, { minLength, maxLength, size: 'max' })
    .map((calls) => play(calls))
    .chain((world) => fc.record({ world: fc.constant(world), delivered: deliveries(world.changes) }));

describe('the state does not depend on delivery', () => {
  it('gives the identical items for any order and duplication of up to 20 changes a resource', async () => {
    let ties = 0;
    await fc.assert(
      fc.asyncProperty(history(2, 24), async ({ world, delivered }) => {
        const expected = await settle(world.changes);
        const actual = await settle(delivered);
        expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort());
        for (const [key, item] of expected) {
          expect(item.log.length).toBeLessThanOrEqual(LOG_LIMIT);
          if (item.base !== null) return;
          expect(comparable(actual.get(key) as Item)).toBe(comparable(item));
          expect(actual.get(key)?.pending).toBeNull();
        }
        expectTruth(world, actual);
        if (new Set(world.changes.map(({ stamp }) => stamp.time)).size < world.changes.length) ties += 1;
      }),
      { numRuns: RUNS },
    );
    expect(ties).toBeGreaterThan(RUNS / 4);
  }, 600_000);

  it('gives the same items where hubs wait', async () => {
    let waited = 0;
    const pauses = fc.array(fc.constantFrom(0, 1, 60, 290, 301), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(history(2, 24), pauses, async ({ world, delivered }, seconds) => {
        const expected = await settle(world.changes);
        const { items, deferred } = await settleSlowly(delivered, seconds);
        waited += deferred;
        for (const [key, item] of expected) {
          if (item.base !== null) return;
          expect(comparable(items.get(key) as Item)).toBe(comparable(item));
          expect(items.get(key)?.pending).toBeNull();
        }
      }),
      { numRuns: 500 },
    );
    expect(waited).toBeGreaterThan(100);
  }, 600_000);

  it('gives an archive, which judges changes together, the same items', async () => {
    await fc.assert(
      fc.asyncProperty(history(2, 24), async ({ world, delivered }) => {
        const expected = await settle(world.changes);
        const actual = await settleTogether(delivered);
        for (const [key, item] of expected) {
          if (item.base === null) expect(comparable(actual.get(key) as Item)).toBe(comparable(item));
        }
      }),
      { numRuns: 500 },
    );
  }, 600_000);

  it('gives the identical state and the same open rules at the same severity beyond 20 changes a resource', async () => {
    let folded = 0;
    const long = fc
      .array(callArbitrary, { minLength: 70, maxLength: 140 })
      .map((calls) => play(calls.map((call) => ({ ...call, which: 0 }))))
      .chain((world) => fc.record({ world: fc.constant(world), delivered: deliveries(world.changes) }));
    await fc.assert(
      fc.asyncProperty(long, async ({ world, delivered }) => {
        const expected = await settle(world.changes);
        const actual = await settle(delivered);
        // What cannot be decided any more is kept as it was last seen, of which the fold does not keep what was around it.
        const isFolded = [...expected.values(), ...actual.values()].some(({ base }) => base !== null);
        for (const [key, item] of expected) {
          if (item.base !== null) folded += 1;
          expect(stateOf(actual.get(key) as Item)).toEqual(stateOf(item));
          expect(openRules(actual.get(key) as Item, isFolded)).toEqual(openRules(item, isFolded));
        }
        expectTruth(world, actual);
      }),
      { numRuns: 150 },
    );
    expect(folded).toBeGreaterThan(20);
  }, 600_000);
});

function registersOf(item: Item): Registers {
  // Of what was only ever used nothing else is known.
  const none: Registers = { first: '', marks: [], fields: {}, sets: {} };
  return item.log.reduce<Registers | null>(applyChange, item.base) ?? none;
}

function stateOf(item: Item) {
  const registers = registersOf(item);
  return {
    present: item.present,
    activity: item.activity,
    views: viewsOf(item, registers, presenceOf(registers)),
  };
}

function openRules(item: Item, verifiedAlone: boolean): readonly string[] {
  return item.lives
    .filter(({ resolved, unverified }) => resolved === null && !(verifiedAlone && unverified))
    .map(({ rule, severity }) => `${rule} ${severity}`)
    .sort();
}

function membersOf(policies: Iterable<string>, inline: Iterable<unknown>): string {
  return JSON.stringify([[...policies].sort(), [...inline]]);
}

/** What the account really holds is the recorded state, or among its alternatives where calls share a second. */
function expectTruth(world: World, items: ReadonlyMap<string, Item>): void {
  for (const [key, truth] of world.truth) {
    const item = items.get(key);
    if (item === undefined) continue;
    if (beganAndEndedAtOnce(world, key)) continue;
    expect(item.present, key).toBe(truth.present);
    if (!truth.present) continue;
    const views = stateOf(item).views;
    for (const [field, value] of Object.entries(truth.fields)) {
      const values = views.map((view) => (view.state as Record<string, never>)[field]);
      expect(
        values.some((candidate) => sameJson(candidate, value)),
        `${key} ${field}`,
      ).toBe(true);
    }
    if (item.kind !== 'iam-role') continue;
    const admitted = views.map(({ sets }) =>
      membersOf(sets.policies.members.keys(), sets.inlinePolicies.members.values()),
    );
    expect(admitted).toContain(membersOf(truth.policies, Object.values(truth.inline)));
  }
}

/** Of what is made and deleted in the first second of all that is known, nobody can say which was first. */
function beganAndEndedAtOnce({ changes }: World, key: string): boolean {
  const own = changes.filter((change) => change.key === key);
  const first = own.filter(({ stamp }) => stamp.time === own[0]?.stamp.time);
  return first.some(({ op }) => op === 'delete') && first.some(({ op }) => op === 'put');
}
