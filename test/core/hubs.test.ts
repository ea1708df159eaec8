import { type Change, createDispatcher, HUB_INTERVAL_MS, type Item } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { createMemoryStore } from '@podguard/store';
import { expect, test } from 'vitest';
import { associate, createRole, ROLE, TRUSTED, UNTAGGED, updateTrust } from '../support/changes.ts';
import { countedLoads } from '../support/counted-loads.ts';
import { comparable, createHarness, itemsOf } from '../support/harness.ts';

const HUB_READS = 30;
const MANY = 40;

/** The role's association number `index`, made in a second of its own. */
function associated(index: number, serviceAccount = `cart-${index}`): Change {
  const change = associate(10 + 2 * index, `CreatePodIdentityAssociation-${index}`);
  if (change.op !== 'put') throw new TypeError('an association is made by a put');
  const fields = { ...change.fields, serviceAccount: { value: serviceAccount } };
  return { ...change, key: `${change.key.slice(0, -1)}${index}`, fields };
}

function deleted({ kind, key, account, region, stamp, cause }: Change, time: number): Change {
  const at = associate(time, `Delete-${stamp.eventId}`);
  return {
    op: 'delete',
    kind,
    key,
    account,
    region,
    stamp: { ...at.stamp, rank: 2 },
    cause: { ...cause, ...at.cause },
  };
}

const associations = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => associated(from + index));

/** A role with many associations, judged a moment ago by a clock that stands still. */
async function hub(associated = MANY) {
  const { store, loads } = countedLoads(createMemoryStore());
  let now = Date.parse('2026-01-02T04:00:00Z');
  const clock = () => new Date(now);
  const harness = createHarness(store, clock, HUB_READS);
  for (const change of [createRole(1, TRUSTED), ...associations(0, associated)])
    await harness.deliver(change);
  return {
    ...harness,
    clock,
    loads,
    wait(milliseconds: number) {
      now += milliseconds;
    },
    role: async () => (await store.load(ROLE)) as Item,
  };
}

const openOn = ({ lives }: Item) => lives.filter(({ resolved }) => resolved === null).map(({ rule }) => rule);

test('changes around a hub cost it one judgement in five minutes, not one each', async () => {
  const { deliver, loads, dispatcher, wait, role } = await hub();
  const before = loads();
  for (const change of associations(MANY, MANY)) await deliver(change);
  const each = (loads() - before) / MANY;
  expect(each).toBeLessThan(30);
  expect((await role()).pending).toMatchObject({ due: expect.any(String) });

  expect(await dispatcher.sweep()).toBe(0);
  wait(HUB_INTERVAL_MS);
  expect(await dispatcher.sweep()).toBe(1);
  expect((await role()).pending).toBeNull();
  expect(openOn(await role())).toContain('pod-identity-shared-role');
});

test('what waited is judged as if it had not', async () => {
  const { deliver, dispatcher, wait, store } = await hub();
  for (const change of associations(MANY, 5)) await deliver(change);
  wait(HUB_INTERVAL_MS);
  await dispatcher.sweep();

  const at = createHarness(createMemoryStore());
  for (const change of [createRole(1, TRUSTED), ...associations(0, MANY + 5)]) await at.deliver(change);
  const expected = await itemsOf(at.store);
  for (const [key, item] of await itemsOf(store))
    expect(comparable(item)).toBe(comparable(expected.get(key) as Item));
});

test("a hub's own change is judged at once, and whatever waited with it", async () => {
  const { deliver, role } = await hub();
  await deliver(associated(MANY));
  expect((await role()).pending?.due).toBeDefined();
  await deliver(updateTrust(900, UNTAGGED));
  expect((await role()).pending).toBeNull();
  expect(openOn(await role())).toContain('pod-identity-tag-session-missing');
});

const shared = ({ lives }: Item) =>
  lives.find(({ rule, resolved }) => rule === 'pod-identity-shared-role' && resolved === null)?.summary;

test('a change that comes while people are being told of a hub is not lost', async () => {
  const { deliver, engine, store, role, wait, clock } = await hub();
  let told = 0;
  const dispatcher = createDispatcher({
    store,
    engine,
    catalogue,
    now: clock,
    backOff: async () => {},
    async notify() {
      told += 1;
      if (told === 1) await deliver(associated(MANY));
    },
  });
  await engine.apply(updateTrust(900, UNTAGGED));
  await dispatcher.dispatch(ROLE);
  wait(HUB_INTERVAL_MS);
  await dispatcher.sweep();
  expect(told).toBeGreaterThan(0);
  expect(shared(await role())).toContain(`${MANY + 1} associations`);
  expect((await role()).pending).toBeNull();
});

test('a clock that was years ahead once does not silence a hub', async () => {
  const { deliver, store, role } = await hub();
  const ahead = createHarness(store, () => new Date('2036-01-01T00:00:00Z'), HUB_READS);
  await ahead.deliver(associated(MANY));
  await ahead.engine.rejudge(ROLE);
  await deliver(associated(MANY + 1));
  expect(shared(await role())).toContain(`${MANY + 2} associations`);
  const marked = { ...(await role()), pending: { version: 1, spread: false, due: '2036-01-01T00:05:00Z' } };
  expect(await store.save({ ...marked, version: marked.version + 1 })).toBe('written');
  await createHarness(store, () => new Date('2026-01-02T04:00:00Z'), HUB_READS).dispatcher.sweep();
  expect((await role()).pending).toBeNull();
});

test('a change that comes while a hub is about to be cleared is not lost', async () => {
  const { deliver, engine, dispatcher, store, role, wait } = await hub();
  await engine.apply(updateTrust(900, UNTAGGED));
  const pending = await role();
  await engine.apply(associated(MANY));
  expect(await engine.rejudge(ROLE, { hubsWait: true, around: pending })).toBe('deferred');
  // Whoever read it before may no longer clear its mark.
  expect(await store.save({ ...pending, version: pending.version + 1, pending: null })).toBe('conflict');
  await dispatcher.dispatch(ROLE);
  expect((await role()).pending).toBeNull();
  await deliver(associated(MANY + 1));
  wait(HUB_INTERVAL_MS);
  await dispatcher.sweep();
  expect(shared(await role())).toContain(`${MANY + 2} associations`);
});

test('a service account whose association is made and deleted without end costs no more each time', async () => {
  const { deliver, loads } = await hub(0);
  const round = async (index: number) => {
    const made = associated(index, 'cart');
    await deliver(made);
    await deliver(deleted(made, 11 + 2 * index));
  };
  for (let index = 0; index < 60; index += 1) await round(index);
  const before = loads();
  for (let index = 60; index < 70; index += 1) await round(index);
  const each = (loads() - before) / 20;
  for (let index = 70; index < 150; index += 1) await round(index);
  const later = loads();
  for (let index = 150; index < 160; index += 1) await round(index);
  expect((loads() - later) / 20).toBeLessThan(1.2 * each);
});
