import {
  type ActivityChange,
  type Change,
  canonicalJson,
  createSettler,
  type History,
  type Item,
  type JsonValue,
  mergeChange,
  USERS_LIMIT,
  useOf,
  usersOf,
} from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparable, createHarness, itemsOf } from '../support/harness.ts';

const ACCOUNT = '111122223333';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/carts`;
const START = Date.parse('2026-01-02T03:00:00Z');

/** Many users in few hours, so that some are dropped and many share an hour; of several accounts and regions. */
const uses: fc.Arbitrary<readonly Change[]> = fc
  .array(
    fc.record({
      user: fc.nat(USERS_LIMIT + 10),
      way: fc.constantFrom('node-session', 'web-identity', 'pod-identity'),
      second: fc.nat(4 * 3600),
      region: fc.constantFrom('eu-central-1', 'us-east-1'),
      account: fc.constantFrom(ACCOUNT, '444455556666'),
    }),
    { minLength: 1, maxLength: 120, size: 'max' },
  )
  .map((drawn) =>
    drawn.map(({ user, way, second, account, region }, index): ActivityChange => {
      const time = `${new Date(START + second * 1000).toISOString().slice(0, 19)}Z`;
      const eventId = ((index * 2_654_435_761) % 4_294_967_296).toString(16).padStart(8, '0');
      const actor = { principal: 'arn:aws:iam::111122223333:role/node', type: 'role' as const };
      return {
        op: 'activity',
        kind: 'iam-role',
        key: ROLE,
        account,
        region,
        use: user === 0 ? way : useOf(way, `arn:aws:iam::${ACCOUNT}:role/node-${user}`),
        stamp: { time, rank: 1, eventId },
        cause: { eventId, eventName: 'AssumeRole', eventSource: 'sts.amazonaws.com', at: time, actor },
      };
    }),
  );

const delivered = uses.chain((changes) =>
  fc.record({
    changes: fc.constant(changes),
    shuffled: fc.shuffledSubarray([...changes, ...changes], {
      minLength: changes.length * 2,
      maxLength: changes.length * 2,
    }),
  }),
);

interface Recorded {
  readonly item: Item;
  readonly writes: number;
}

/** Each as it comes, or all of an archive together. */
async function roleAfter(changes: readonly Change[], how: 'each' | 'together'): Promise<Recorded> {
  const { store, engine } = createHarness(createMemoryStore());
  let writes = 0;
  const counting = {
    ...engine,
    async apply(change: Change) {
      const outcome = await engine.apply(change);
      if (outcome === 'written') writes += 1;
      return outcome;
    },
  };
  const settler = createSettler(store, counting);
  for (const change of changes) await (how === 'each' ? counting : settler).apply(change);
  await settler.settle();
  return { item: (await itemsOf(store)).get(ROLE) as Item, writes };
}

function historyAfter(changes: readonly Change[]): History {
  return changes.reduce<History | undefined>(
    (history, change) => mergeChange(history, change).history,
    undefined,
  ) as History;
}

describe('what is known of the uses of a resource', () => {
  it('does not depend on the order or the number of deliveries, and is bounded', () => {
    let full = 0;
    fc.assert(
      fc.property(delivered, ({ changes, shuffled }) => {
        const history = historyAfter(changes);
        const canonical = (one: History) => canonicalJson(one as unknown as JsonValue);
        expect(canonical(historyAfter(shuffled))).toBe(canonical(history));
        const { users, complete } = usersOf(history.activity, 'node-session');
        expect(users.length).toBeLessThanOrEqual(USERS_LIMIT);
        expect(complete).toBe(users.length < USERS_LIMIT);
        if (!complete) full += 1;
      }),
      { numRuns: 1000 },
    );
    expect(full).toBeGreaterThan(100);
  });

  it('is the first use and the earliest of the last hour', () => {
    fc.assert(
      fc.property(delivered, ({ changes, shuffled }) => {
        for (const [name, { first, last }] of Object.entries(historyAfter(shuffled).activity)) {
          const times = changes
            .filter((change) => change.op === 'activity' && change.use === name)
            .map(({ stamp }) => stamp.time)
            .sort();
          expect(first.stamp.time).toBe(times[0]);
          const hour = (times.at(-1) as string).slice(0, 13);
          expect(last.stamp.time).toBe(times.find((time) => time.startsWith(hour)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives the identical item, judged, each use as it comes or an archive together', async () => {
    await fc.assert(
      fc.asyncProperty(delivered, async ({ changes, shuffled }) => {
        const one = await roleAfter(changes, 'each');
        for (const how of ['each', 'together'] as const)
          expect(comparable((await roleAfter(shuffled, how)).item)).toBe(comparable(one.item));
      }),
      { numRuns: 10 },
    );
  }, 120_000);

  it('is written once an hour for each user when the uses come in their order, and twice of an archive', async () => {
    const [change] = fc.sample(uses, 1)[0] as readonly ActivityChange[];
    const all = Array.from({ length: 5000 }, (_, index) => {
      const time = `${new Date(START + index * 2000).toISOString().slice(0, 19)}Z`;
      const stamp = { time, rank: 1 as const, eventId: `e-${index}` };
      return {
        ...(change as ActivityChange),
        stamp,
        cause: { ...(change as ActivityChange).cause, at: time },
      };
    });
    expect((await roleAfter(all, 'each')).writes).toBe(3);
    expect((await roleAfter(all, 'together')).writes).toBe(2);
  });
});
