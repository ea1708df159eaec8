import {
  type Change,
  type Item,
  pointersKey,
  readersKey,
  roleKey,
  type SetMembers,
  type Store,
} from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRole, ROLE } from '../support/changes.ts';
import { countedLoads } from '../support/counted-loads.ts';
import { comparable, createHarness, itemsOf } from '../support/harness.ts';
import { allow, managed } from '../support/role-rights.ts';
import { irsa, trust } from '../support/trusts.ts';

const ACCOUNT = '111122223333';
const arn = (name: string): string => roleKey('aws', ACCOUNT, name);
const STEP = arn('step');
const TOP = arn('top');
const PODS = trust(irsa());
const by = (principal: string): string => trust({ Principal: { AWS: principal }, Action: 'sts:AssumeRole' });
const NOTHING = { own: allow({ Action: 's3:GetObject' }) };
const ADMINISTRATOR = { [managed('AdministratorAccess')]: true };

function role(
  time: number,
  key: string,
  text: string,
  inline: SetMembers,
  policies: SetMembers = {},
): Change {
  const change = createRole(time, text, `Put-${time}`) as Extract<Change, { op: 'put' }>;
  const fields = { ...change.fields, arn: { value: key } };
  return { ...change, key, fields, sets: { policies, inlinePolicies: inline } };
}

async function judged(changes: readonly Change[]) {
  const { store, deliver, dispatcher } = createHarness(createMemoryStore());
  for (const change of changes) await deliver(change);
  await dispatcher.sweep();
  return itemsOf(store);
}

const lives = (items: ReadonlyMap<string, Item>) =>
  (items.get(ROLE)?.lives ?? [])
    .filter(({ rule }) => ['pod-role-privileged', 'role-chain-to-admin'].includes(rule))
    .map(({ rule, opened, resolved }) => [rule, opened.cause.eventId, resolved?.cause.eventId ?? null]);

const HISTORIES = {
  'a role that names it': [
    role(1, ROLE, PODS, NOTHING),
    role(3, TOP, by(ROLE), {}, ADMINISTRATOR),
    role(5, TOP, by(arn('other')), {}, ADMINISTRATOR),
  ],
  'a role that names one that names it': [
    role(1, ROLE, PODS, NOTHING),
    role(2, STEP, by(ROLE), NOTHING),
    role(3, TOP, by(STEP), {}, ADMINISTRATOR),
    role(5, TOP, by(arn('other')), {}, ADMINISTRATOR),
  ],
  'a role that trusts the account, by a pattern': [
    role(1, ROLE, PODS, { own: allow({ Action: 'sts:Assume*', Resource: `${arn('t')}*` }) }),
    role(3, TOP, by(`arn:aws:iam::${ACCOUNT}:root`), {}, ADMINISTRATOR),
    role(5, ROLE, PODS, NOTHING),
  ],
} as const satisfies Readonly<Record<string, readonly Change[]>>;

describe.each(Object.entries(HISTORIES))('%s', (name, history) => {
  test('opens a finding when it comes and ends it when it goes', async () => {
    const rule = name.includes('that names one') ? 'role-chain-to-admin' : 'pod-role-privileged';
    expect(lives(await judged(history))).toEqual([[rule, 'Put-3', 'Put-5']]);
  });

  test('in whatever order the changes arrive, and twice', async () => {
    const text = (items: Awaited<ReturnType<typeof judged>>) =>
      [...items.values()].map(comparable).sort().join('\n');
    const expected = text(await judged(history));
    const deliveries = fc.array(fc.constantFrom(...history), { maxLength: 3 }).chain((twice) => {
      const all = [...history, ...twice];
      return fc.shuffledSubarray(all, { minLength: all.length });
    });
    await fc.assert(
      fc.asyncProperty(deliveries, async (order) => {
        expect(text(await judged(order))).toBe(expected);
      }),
      { numRuns: 40 },
    );
  });
});

/** How many items each next delivery read. */
function counting() {
  const { store, loads } = countedLoads(createMemoryStore());
  const { deliver } = createHarness(store);
  return async (change: Change): Promise<number> => {
    const before = loads();
    await deliver(change);
    return loads() - before;
  };
}

test('roles that trust the same one are not read for each other', async () => {
  const readsOf = counting();
  await readsOf(role(1, STEP, by(`arn:aws:iam::${ACCOUNT}:root`), NOTHING));
  const costs: number[] = [];
  for (let index = 0; index < 40; index += 1)
    costs.push(await readsOf(role(2 + index, arn(`pod-${index}`), by(STEP), NOTHING)));
  // The one that they trust is judged with all of them.
  expect(costs[39]).toBeLessThan((costs[1] as number) + 2 * 40);
});

test('roles that read the account, or the one that they may assume, are not read for who asks what trusts these', async () => {
  const readsOf = counting();
  const reader = { own: allow({ Action: 'sts:AssumeRole', Resource: [STEP, `${arn('t')}*`] }) };
  await readsOf(role(1, STEP, by(`arn:aws:iam::${ACCOUNT}:root`), NOTHING));
  const costs: number[] = [];
  for (let index = 0; index < 40; index += 1)
    costs.push(await readsOf(role(2 + index, arn(`pod-${index}`), PODS, reader)));
  expect(costs[39]).toBe(costs[1]);
});

test('who reads who trusts a role has its edge apart', async () => {
  const items = await judged([
    role(1, ROLE, PODS, { own: allow({ Action: 'sts:AssumeRole', Resource: STEP }) }),
    role(2, STEP, by(ROLE), NOTHING),
  ]);
  expect(items.get(ROLE)?.edges.filter((edge) => edge.includes(':role/'))).toEqual([readersKey(STEP)]);
  expect(items.get(STEP)?.edges).toEqual([ROLE, pointersKey(ROLE)]);
});

test('one whose edges an older version wrote, none of these, is found again when all is judged again, in whatever order', async () => {
  const memory = createMemoryStore();
  const others = <T>(edges: readonly T[], keyOf: (edge: T) => string) =>
    edges.filter((edge) => !keyOf(edge).endsWith(pointersKey('')));
  const putEdges: Store['putEdges'] = (edges) => memory.putEdges(others(edges, ({ target }) => target));
  const before = createHarness({ ...memory, putEdges });
  for (const change of HISTORIES['a role that names it'].slice(0, 2)) await before.engine.apply(change);
  for (const item of (await itemsOf(memory)).values()) {
    const edges = others(item.edges, (edge) => edge);
    await memory.save({ ...item, edges, version: item.version + 1, pending: null });
  }
  const { engine, dispatcher } = createHarness(memory);
  for (const key of [ROLE, TOP])
    if ((await engine.rejudge(key)) === 'written') await dispatcher.dispatch(key);
  expect(lives(await itemsOf(memory))).toEqual([['pod-role-privileged', 'Put-3', null]]);
});
