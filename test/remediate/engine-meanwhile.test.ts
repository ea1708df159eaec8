import type { GuardInput } from '@podguard/remediate';
import { expect, test } from 'vitest';
import {
  approvedIn,
  auto,
  badWorld,
  begin,
  HOUR,
  KEY,
  MINUTE,
  proposedIn,
  refusedBy,
  spentIn,
  statuses,
  verifiedIn,
} from './engine-steps.ts';
import { instance, PIPELINE, RULE, refOf, twoSteps, type World } from './engine-world.ts';

type Perform = ReturnType<World['deps']>['perform'];

/** Calls as the world does, and has something happen around the first call. */
function around(world: World, happen: (call: () => ReturnType<Perform>) => ReturnType<Perform>): Perform {
  let isFirst = true;
  return (...asked) => {
    const call = () => world.deps().perform(...asked);
    if (!isFirst) return call();
    isFirst = false;
    return happen(call);
  };
}

/** What happens while all is counted, which takes long. */
function whileCounting(world: World, happen: () => Promise<void>): World['store'] {
  let isFirst = true;
  return {
    ...world.store,
    async *listItems() {
      world.clock += 40_000;
      if (isFirst) await happen();
      isFirst = false;
      yield* world.store.listItems();
    },
  };
}

test.for([
  [
    'what people mend while it is planned is left to them',
    { httpTokens: 'required', hopLimit: 5 },
    'still-open',
  ],
  ['what changes while it is planned is looked at first', { hopLimit: 5 }, 'live-as-judged'],
] as const)('%s', async ([, change, guard]) => {
  const world = await badWorld();
  const { id } = await approvedIn(world);
  world.clock += HOUR + 1_000;
  const store = whileCounting(world, async () => {
    world.change(KEY, change, PIPELINE);
    await world.deliver();
  });
  const one = await world.use({ store }).proceed(id);
  expect(one).toMatchObject({ status: 'approved', applied: null, lease: null });
  expect(one && refusedBy(one)).toContain(guard);
  expect(world.calls).toEqual([]);
  expect(world.account.get(KEY)).toMatchObject(change);
});

test('what a guard of a remediator rests on besides is read again, too', async () => {
  const other = instance(1);
  const remediator = {
    ...twoSteps,
    alsoRead: () => [other],
    guards: [
      {
        ...{ id: 'other-requires-tokens', title: 'Another requires tokens' },
        check: ({ also }: GuardInput) => {
          const { httpTokens } = (also?.get(other)?.live.state ?? {}) as { readonly httpTokens?: string };
          return httpTokens === 'required'
            ? { ok: true as const }
            : { ok: false as const, reason: `it has ${httpTokens}` };
        },
      },
    ],
  };
  const world = await badWorld({ remediators: [remediator], instances: 2 });
  const { id } = await approvedIn(world);
  world.clock += HOUR + 1_000;
  const store = whileCounting(world, async () => world.change(other, { httpTokens: 'optional' }));
  const one = await world.use({ store }).proceed(id);
  expect(one && refusedBy(one)).toEqual(['other-requires-tokens']);
  expect(world.calls).toEqual([]);
});

test('what came of it is kept where people were told of it meanwhile', async () => {
  const world = await badWorld({ remediation: { rules: { [RULE]: 'propose' }, twoPeople: ['low'] } });
  const { id, planHash } = await proposedIn(world);
  await world.use().approve(id, 'anna', planHash);
  await world.use().approve(id, 'ben', planHash);
  const perform = around(world, async () => {
    await world.use().sweep();
    throw new Error('AccessDenied: not authorized');
  });
  const one = await world.use({ tell: null, perform }).proceed(id);
  expect(one?.status).toBe('failed');
  expect(one?.history.at(-1)?.note).toContain('AccessDenied: not authorized; nothing was changed');
  await world.use().sweep();
  expect(world.told.at(-1)?.status).toBe('failed');
});

test('what became of undoing it is kept where changes by others were found meanwhile', async () => {
  const remediator = {
    ...twoSteps,
    plan: (...asked: Parameters<typeof twoSteps.plan>) =>
      (twoSteps.plan(...asked) as readonly object[]).map((one) => ({
        ...one,
        restoredKey: 'made.key',
      })) as never,
  };
  const world = await badWorld({ remediators: [remediator] });
  const { id } = await approvedIn(world);
  const applying = around(world, (call) => {
    world.change(KEY, { hopLimit: 1 }, PIPELINE);
    return call();
  });
  expect((await world.use({ perform: applying }).proceed(id))?.status).toBe('verified');
  world.clock += 3 * MINUTE;
  const undoing = around(world, async (call) => {
    await call();
    await world.deliver();
    await world.use().watch(id);
    return { made: { key: KEY } };
  });
  const how = { forced: false, by: 'anna', dryRun: false };
  const { remediation, refusal } = await world.use({ perform: undoing }).rollback(id, how);
  expect(refusal).toBe(null);
  expect(remediation).toMatchObject({ status: 'undone', restoredKey: KEY, foreign: [{ by: PIPELINE }] });
});

test('what was interrupted, and finished by another one, is not told twice', async () => {
  const world = await badWorld();
  const { id } = await approvedIn(world);
  const perform = around(world, async (call) => {
    await call();
    world.clock += HOUR;
    await world.use().sweep();
    return {};
  });
  const one = await world.use({ perform }).proceed(id);
  expect(one && statuses(one)).toEqual(['proposed', 'approved', 'applying', 'failed']);
});

/** The remediator of these tests, with a fact that may change between its plans. */
function telling(fact: () => string): typeof twoSteps {
  return {
    ...twoSteps,
    plan: (...asked) =>
      (twoSteps.plan(...asked) as readonly object[]).map((one) => ({ ...one, facts: [fact()] })) as never,
  };
}

test('people approve what they were told with a plan, too', async () => {
  let fact = 'Last used: never';
  const world = await badWorld({ remediators: [telling(() => fact)] });
  const { id } = await approvedIn(world);
  fact = 'Last used: 2026-03-02T05:59:00Z by payments';
  const one = await world.use().proceed(id);
  expect(one?.history.at(-1)).toMatchObject({
    ...{ status: 'refused', note: 'approved: what would be done now is another plan' },
  });
  const next = await world.use().request(refOf(KEY), { forced: false, by: 'anna' });
  expect(next.remediation.status).toBe('verified');
});

test('a number that changes by itself makes no other plan, and the newest is kept', async () => {
  let fact = 'Last used: 2026-03-02T04:59:00Z by payments';
  const world = await badWorld({ remediators: [telling(() => fact)] });
  const { id } = await approvedIn(world);
  fact = 'Last used: 2026-03-02T05:59:00Z by payments';
  expect(await world.use().proceed(id)).toMatchObject({ status: 'verified', plan: { facts: [fact] } });
});

test('what auto approved, and waits, is planned anew where something changes meanwhile', async () => {
  const world = await badWorld({ remediation: auto });
  expect((await world.use({ state: spentIn(world) }).begin(begin)).remediation?.status).toBe('approved');
  world.change(KEY, { hopLimit: 3 }, PIPELINE);
  await world.deliver();
  world.clock += HOUR;
  const { remediation } = await world.use().begin(begin);
  expect(remediation?.status).toBe('verified');
  expect(remediation?.plan?.fields).toContainEqual({ name: 'hopLimit', before: 3, after: 1 });
  const how = { forced: false, by: 'anna', dryRun: false };
  await world.use().rollback(remediation?.id ?? '', how);
  expect(world.account.get(KEY)).toMatchObject({ hopLimit: 3 });
});

test('an older one is not undone over a newer one, unless somebody insists', async () => {
  const world = await badWorld();
  const older = await verifiedIn(world);
  await world.deliver();
  world.clock += 2 * HOUR;
  world.change(KEY, { httpTokens: 'optional', hopLimit: 5 }, PIPELINE);
  await world.deliver();
  world.clock += 10 * MINUTE;
  const { remediation: newer } = await world.use().request(refOf(KEY), { forced: false, by: 'anna' });
  expect(newer.status).toBe('verified');
  const how = { forced: false, by: 'anna', dryRun: false };
  expect((await world.use().rollback(older.id, how)).refusal).toContain(
    `${newer.id} was applied to it after`,
  );
  expect((await world.use().rollback(newer.id, how)).refusal).toBe(null);
  expect(world.account.get(KEY)).toMatchObject({ hopLimit: 5 });
});

test('what changes just before the undoing is looked at first', async () => {
  const world = await badWorld();
  const { id } = await verifiedIn(world);
  const remediations: World['state'] = {
    ...world.state,
    saveRemediation(one) {
      if (one.status === 'undoing') world.change(KEY, { hopLimit: 4 }, PIPELINE);
      return world.state.saveRemediation(one);
    },
  };
  const calls = world.calls.length;
  const how = { forced: false, by: 'anna', dryRun: false };
  const { remediation, refusal } = await world.use({ remediations }).rollback(id, how);
  expect(refusal).toContain('it was changed meanwhile');
  expect(remediation?.status).toBe('verified');
  expect(world.calls).toHaveLength(calls);
});

test('an undoing that AWS refuses outright is read once', async () => {
  const world = await badWorld();
  const { id } = await verifiedIn(world);
  let [called, reads] = [false, 0];
  const use = world.use({
    perform() {
      called = true;
      const $metadata = { httpStatusCode: 403, attempts: 1 };
      return Promise.reject(Object.assign(new Error('not authorized'), { $metadata }));
    },
    read(key) {
      if (called) reads += 1;
      return world.deps().read(key);
    },
  });
  const { remediation } = await use.rollback(id, { forced: false, by: 'anna', dryRun: false });
  expect(remediation?.status).toBe('failed');
  expect(reads).toBe(1);
});
