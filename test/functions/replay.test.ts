import type { Item, JsonObject, Store } from '@podguard/core';
import { isReplaying, parseChannelMessage, toMessageBody } from '@podguard/functions';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Call, toRecord } from '../../scripts/samples/call.ts';
import { createRole, setTrust } from '../../scripts/samples/iam.ts';
import { maren } from '../../scripts/samples/people.ts';
import { createRandom } from '../../scripts/samples/random.ts';
import { irsa, PROD_ISSUER } from '../../scripts/samples/trust.ts';
import { envelope, envelopesArbitrary } from '../support/queue-world/envelopes.ts';
import { createQueueWorld, type QueueWorld } from '../support/queue-world/queue-world.ts';

const random = createRandom(7);
const eventOf = (call: Call) => envelope(toRecord(call, random));
const OPEN = eventOf(createRole('08:00:00', maren, 'app', irsa(PROD_ISSUER, {})));
const ONE_POD = {
  StringEquals: {
    [`${PROD_ISSUER}:sub`]: 'system:serviceaccount:shop:cart',
    [`${PROD_ISSUER}:aud`]: 'sts.amazonaws.com',
  },
};
const again = (event: JsonObject): JsonObject => JSON.parse(toMessageBody({ podguard: 'replay', event }));
const digestsOf = ({ channel }: QueueWorld) =>
  channel.taken.flatMap(({ body }) => {
    const message = parseChannelMessage(body);
    return message.podguard === 'digest' ? [message.digest] : [];
  });

async function itemsOf(store: Store): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const item of store.listItems()) items.push(item);
  return items.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Without what telling leaves, and without the mark. */
const stateOf = (items: readonly Item[]): unknown =>
  items.map(({ version: _, pending: __, announced: ___, outgoing: ____, ...item }) =>
    JSON.parse(JSON.stringify(item), (name, value) => (name === 'replayed' ? undefined : value)),
  );

describe('a record that was sent again', () => {
  it('opens findings of which people hear together, when no more come', async () => {
    const world = createQueueWorld();
    for (const role of ['app', 'other'])
      world.put(again(eventOf(createRole('08:00:00', maren, role, irsa(PROD_ISSUER, {})))));
    await world.settle();
    expect(world.told()).toEqual([]);
    expect(digestsOf(world)).toEqual([]);
    world.pass(601);
    await world.sweep();
    expect(world.told()).toEqual([]);
    expect(digestsOf(world)).toHaveLength(1);
    expect(digestsOf(world)[0]?.transitions).toBeGreaterThan(1);
  });

  it('is due to its record: the finding says who did it', async () => {
    const world = createQueueWorld();
    world.put(again(OPEN));
    await world.settle();
    world.pass(601);
    await world.sweep();
    expect(world.digests[0]).toMatchObject({
      cause: 'record',
      replayed: true,
      by: { eventName: 'CreateRole' },
    });
  });

  it('holds up no record that comes by itself: that one is told at once', async () => {
    const world = createQueueWorld();
    world.put(again(OPEN));
    world.put(eventOf(createRole('08:00:01', maren, 'live', irsa(PROD_ISSUER, {}))));
    await world.settle();
    expect(world.told().length).toBeGreaterThan(0);
    expect(world.told().every(({ finding }) => finding.resource.key.endsWith('/live'))).toBe(true);
    expect(world.told().every(({ replayed }) => replayed === undefined)).toBe(true);
  });

  it('opens what a later record ends, at once', async () => {
    const world = createQueueWorld();
    world.put(again(OPEN));
    await world.settle();
    world.put(eventOf(setTrust('09:00:00', maren, 'app', irsa(PROD_ISSUER, ONE_POD))));
    await world.settle();
    expect(world.told().map(({ type }) => type)).toContain('resolved');
  });

  it('changes nothing and tells nobody where it is known', async () => {
    await fc.assert(
      fc.asyncProperty(envelopesArbitrary(2, 12), async (envelopes) => {
        const world = createQueueWorld();
        for (const event of envelopes) world.put(event);
        await world.settle();
        const before = await itemsOf(world.store);
        const told = world.told().length;
        for (const event of envelopes) world.put(again(event));
        await world.settle();
        world.pass(601);
        await world.sweep();
        expect(await itemsOf(world.store)).toEqual(before);
        expect(world.told()).toHaveLength(told);
        expect(digestsOf(world)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('leads to the state to which it led by itself, in whatever order both come', async () => {
    await fc.assert(
      fc.asyncProperty(
        envelopesArbitrary(2, 12).chain((envelopes) =>
          fc.record({
            envelopes: fc.constant(envelopes),
            order: fc.shuffledSubarray([...envelopes, ...envelopes], { minLength: 2 * envelopes.length }),
            marked: fc.infiniteStream(fc.boolean()),
          }),
        ),
        async ({ envelopes, order, marked }) => {
          const plain = createQueueWorld();
          for (const event of envelopes) plain.put(event);
          await plain.settle();
          const mixed = createQueueWorld();
          for (const event of order) mixed.put(marked.next().value ? again(event) : event);
          await mixed.settle();
          expect(stateOf(await itemsOf(mixed.store))).toEqual(stateOf(await itemsOf(plain.store)));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the mark of a replay', () => {
  const state = (startedAt: string, seenAt: string) => ({
    loadMark: async () => ({ startedAt, seenAt }),
  });
  it.for([
    ['a minute after the last record', '11:00', '11:59', true],
    ['ten minutes after it', '11:00', '11:50', false],
  ] as const)('%s: still under way? %s to %s', async ([, started, seen, expected]) => {
    const mark = state(`2026-03-12T${started}:00.000Z`, `2026-03-12T${seen}:00.000Z`);
    expect(await isReplaying(mark, new Date('2026-03-12T12:00:00Z'))).toBe(expected);
  });

  it('holds nothing up for longer than a day', async () => {
    const mark = state('2026-03-11T12:00:00.000Z', '2026-03-12T11:59:30.000Z');
    expect(await isReplaying(mark, new Date('2026-03-12T12:00:00Z'))).toBe(false);
  });
});
