import { toChanges, toRecord } from '@podguard/cloudtrail';
import { announce, type Item, type JsonObject, type Transition } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { createMemoryStore } from '@podguard/store';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparable, createHarness, itemsOf } from '../support/harness.ts';
import { envelopesArbitrary } from '../support/queue-world/envelopes.ts';
import type { Fault } from '../support/queue-world/faults.ts';
import { createQueueWorld, type QueueWorld } from '../support/queue-world/queue-world.ts';

const RUNS = 200;

/** What the local service makes of the events in their order. */
async function locally(envelopes: readonly JsonObject[]) {
  const harness = createHarness(createMemoryStore());
  const { engine, dispatcher } = harness;
  for (const envelope of envelopes) {
    const read = toRecord(envelope);
    if (read.kind !== 'record') throw new Error(read.kind);
    const mapped = toChanges(read.record, []);
    if (mapped.kind !== 'changes') throw new Error(mapped.kind);
    for (const change of mapped.changes) await engine.apply(change);
    for (const { key } of mapped.changes) await dispatcher.dispatch(key);
  }
  await dispatcher.sweep();
  return { items: await itemsOf(harness.store), told: harness.told };
}

/** What happens next, and to how many messages, from which on. */
const turn = fc.record({
  what: fc.constantFrom(
    'put',
    'put',
    'put',
    'evaluate',
    'evaluate',
    'evaluate-again',
    'stream',
    'stream',
    'due',
    'rejudge',
    'sweep',
    'pass',
    'lose-stream',
  ),
  first: fc.nat(5),
  most: fc.integer({ min: 1, max: 4 }),
});
type Turn = typeof turn extends fc.Arbitrary<infer T> ? T : never;

async function play(world: QueueWorld, envelopes: JsonObject[], { what, first, most }: Turn): Promise<void> {
  switch (what) {
    case 'put': {
      const envelope = envelopes.shift();
      if (envelope === undefined) return;
      world.put(envelope);
      if (first === 0) world.put(envelope);
      return;
    }
    case 'evaluate':
      await world.evaluate(first, most);
      return;
    case 'evaluate-again':
      await world.evaluate(first, most, true);
      return;
    case 'stream':
      return world.stream(most);
    case 'due':
      return world.due(first, most);
    case 'rejudge':
      return world.rejudge();
    case 'sweep':
      // A sweep that fails is over: the next one follows.
      await world.sweep().catch(() => {});
      return;
    case 'pass':
      return world.pass(first * 100);
    case 'lose-stream':
      return world.loseStream();
  }
}

const faultOf = (number: number | undefined): Fault => {
  if (number === 0) return 'before';
  return number === 1 ? 'after' : 'none';
};

/** The state is the expected one, and what people know is what is so. */
async function expectSettled(world: QueueWorld, expected: ReadonlyMap<string, Item>): Promise<void> {
  const items = await itemsOf(world.store);
  expect([...items.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [key, item] of items) {
    expect(comparable(item), key).toBe(comparable(expected.get(key) as Item));
    expect(item.pending, key).toBeNull();
    expect(item.outgoing, key).toBeNull();
    expect(announce(item, catalogue).transitions, key).toEqual([]);
    for (const { rule, resolved } of item.lives)
      if (resolved === null) expect(isKnownOpen(world, key, rule), `${key} ${rule}`).toBe(true);
  }
}

/** What opened once more is told so. */
function expectOneOpening(world: QueueWorld): void {
  const opened = world.told().filter(({ type }) => type === 'opened');
  for (const [id, some] of Map.groupBy(opened, ({ finding }) => finding.id)) expect(some, id).toHaveLength(1);
}

function isKnownOpen(world: QueueWorld, key: string, rule: string): boolean | undefined {
  return world.heard.findLast((one) => one.key === key && one.rule === rule)?.isOpen;
}

describe('nothing depends on how messages come', () => {
  it('ends in the items of the local service, and tells each transition once, whatever fails, comes twice or in another order', async () => {
    let failed = 0;
    let alerts = 0;
    await fc.assert(
      fc.asyncProperty(
        envelopesArbitrary(2, 16).chain((envelopes) =>
          fc.record({
            envelopes: fc.constant(envelopes),
            order: fc.shuffledSubarray([...envelopes], { minLength: envelopes.length }),
          }),
        ),
        fc.array(turn, { minLength: 10, maxLength: 80, size: 'max' }),
        fc.array(fc.nat(14), { minLength: 20, maxLength: 60, size: 'max' }),
        fc.boolean(),
        async ({ envelopes, order }, turns, faults, deploys) => {
          const expected = await locally(envelopes);
          let calls = 0;
          const world = createQueueWorld({
            hubReads: 2,
            judgedWith: deploys ? 'former' : 'test',
            fault() {
              calls += 1;
              return faultOf(faults[calls % faults.length]);
            },
          });
          const left = [...order];
          for (const [index, one] of turns.entries()) {
            if (deploys && index === 9) await world.startRejudge('test');
            await play(world, left, one);
          }
          for (const envelope of left) world.put(envelope);
          await world.settle();
          await expectSettled(world, expected.items);
          const ids = world.told().map(({ id }) => id);
          expect(ids.length).toBe(new Set(ids).size);
          expectOneOpening(world);
          failed += world.notices.filter(({ kind }) => kind === 'failed').length;
          alerts += ids.length;
        },
      ),
      { numRuns: RUNS },
    );
    expect(failed).toBeGreaterThan(RUNS);
    expect(alerts).toBeGreaterThan(RUNS);
  }, 300_000);

  it('tells what the local service tells, in its order, where records come in theirs', async () => {
    await fc.assert(
      fc.asyncProperty(envelopesArbitrary(2, 16), async (envelopes) => {
        const expected = await locally(envelopes);
        const world = createQueueWorld();
        for (const envelope of envelopes) {
          world.put(envelope);
          await world.settle();
        }
        await expectSettled(world, expected.items);
        const order = (told: readonly Transition[]) =>
          [...Map.groupBy(told, ({ finding }) => finding.id)]
            .map(
              ([id, some]) => `${id}: ${some.map(({ type, severity }) => `${type} ${severity}`).join(', ')}`,
            )
            .sort();
        expect(order(world.told())).toEqual(order(expected.told));
      }),
      { numRuns: 100 },
    );
  }, 300_000);
});
