import { BASELINE_MARK, type Item, type Store } from '@podguard/core';
import { DRIFT_MARK } from '@podguard/drift';
import {
  createSweep,
  createTellDigest,
  createTellQuiet,
  type Dispatch,
  EXECUTION_MARK,
  parseChannelMessage,
  type QueueMessage,
  REJUDGE_MARK,
  throwFailures,
} from '@podguard/functions';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { describe, expect, it, test } from 'vitest';
import { aTransition } from '../support/a-transition.ts';
import { channelsOver } from '../support/channels.ts';
import { changesOf } from '../support/flow.ts';
import { createHarness } from '../support/harness.ts';

const NOW = Date.parse('2026-03-12T12:00:00Z');
const PLENTY = () => 60_000;

/** A store in which so many roles were just made and nothing was dispatched. */
async function pendingStore(count: number): Promise<Store> {
  const store = createMemoryStore();
  const { engine } = createHarness(store);
  const calls = Array.from(
    { length: count },
    (_, n) => [n, 'DeleteRole', { roleName: `role-${n}` }] as const,
  );
  for (const change of changesOf(calls)) await engine.apply(change);
  return store;
}

interface SetUp {
  readonly store: Store;
  readonly dispatch?: Dispatch;
  readonly now?: () => Date;
  readonly applyExemptions?: () => Promise<number>;
  readonly tellQuiet?: () => Promise<number>;
  readonly tellByClock?: readonly (() => Promise<unknown>)[];
}

function setUp({ store, dispatch, now = () => new Date(NOW), ...clock }: SetUp) {
  const state = createMemoryServiceState(store);
  const sent: QueueMessage[] = [];
  const asked: string[] = [];
  const { dispatcher } = createHarness(store);
  const really: Dispatch = async (some) => {
    for (const { key } of some) await dispatcher.dispatch(key);
    return new Map();
  };
  const sns = {
    async send(messages: readonly QueueMessage[]) {
      sent.push(...messages);
    },
  };
  const tellDigest = createTellDigest({ channels: channelsOver({ sns }), state, now });
  const tellQuiet = createTellQuiet({ tellDigest, state, store, account: '111122223333' });
  const sweep = createSweep({
    store,
    state,
    tellQuiet: () => tellQuiet({ title: 'Digest' }),
    applyExemptions: async () => 0,
    tellByClock: [],
    ...clock,
    now,
    async dispatch(some) {
      asked.push(...some.map(({ key }) => key));
      return (dispatch ?? really)(some);
    },
  });
  return { sweep, state, sent, asked };
}

describe('sweep', () => {
  it('dispatches what stayed pending, and says what is left', async () => {
    const store = await pendingStore(3);
    const { sweep, asked } = setUp({ store });
    expect(await sweep(PLENTY)).toEqual({
      dispatched: 3,
      pending: 0,
      oldestSeconds: 0,
      digested: 0,
      exempted: 0,
      failures: [],
    });
    expect(asked).toHaveLength(3);
    expect(await sweep(PLENTY)).toMatchObject({ dispatched: 0 });
  });

  it('goes on over failures, and says them in the end', async () => {
    const store = await pendingStore(3);
    const failure = new Error('no');
    const { sweep } = setUp({ store, dispatch: async ([first]) => new Map([[first?.id ?? '', failure]]) });
    const swept = await sweep(PLENTY);
    expect(swept).toMatchObject({ dispatched: 3, pending: 3, failures: [failure] });
    expect(() => throwFailures(swept)).toThrow(failure);
    expect(() => throwFailures({ ...swept, failures: [] })).not.toThrow();
  });

  it('knows since when something is pending, as sweeps saw it', async () => {
    const store = await pendingStore(2);
    let time = NOW;
    let works = false;
    const { dispatcher } = createHarness(store);
    const { sweep } = setUp({
      store,
      now: () => new Date(time),
      async dispatch(some) {
        if (works) for (const { key } of some) await dispatcher.dispatch(key);
        return new Map();
      },
    });
    expect(await sweep(PLENTY)).toMatchObject({ pending: 2, oldestSeconds: 0 });
    time += 900_000;
    expect(await sweep(PLENTY)).toMatchObject({ pending: 2, oldestSeconds: 900 });
    works = true;
    time += 900_000;
    expect(await sweep(PLENTY)).toMatchObject({ pending: 0, oldestSeconds: 0 });
  });

  it('what waits until it is due is not counted', async () => {
    const memory = await pendingStore(1);
    const due = new Date(NOW + 60_000).toISOString();
    const waiting = (item: Item): Item =>
      item.pending === null ? item : { ...item, pending: { ...item.pending, due } };
    const store: Store = {
      ...memory,
      async load(key) {
        const item = await memory.load(key);
        return item && waiting(item);
      },
    };
    const { sweep } = setUp({ store, dispatch: async () => new Map() });
    expect(await sweep(PLENTY)).toMatchObject({ dispatched: 1, pending: 0, oldestSeconds: 0 });
  });

  it('leaves to the next what it has no time for', async () => {
    const store = await pendingStore(200);
    let left = 45_000;
    const { sweep, asked } = setUp({
      store,
      async dispatch() {
        left -= 20_000;
        return new Map();
      },
    });
    expect(await sweep(() => left)).toMatchObject({ dispatched: 128 });
    expect(asked).toHaveLength(128);
  });

  it('does what time alone brings about, each by itself', async () => {
    const done: string[] = [];
    const failing = async () => {
      throw new Error('no answer');
    };
    const one = async () => done.push('told');
    const { sweep } = setUp({
      store: createMemoryStore(),
      applyExemptions: async () => 3,
      tellByClock: [failing, one],
    });
    expect(await sweep(PLENTY)).toMatchObject({ exempted: 3, failures: [new Error('no answer')] });
    expect(done).toEqual(['told']);
    await sweep(() => 0);
    expect(done).toEqual(['told']);
    const failed = setUp({ store: createMemoryStore(), applyExemptions: failing, tellByClock: [one] });
    expect(await failed.sweep(PLENTY)).toMatchObject({ exempted: 0, failures: [new Error('no answer')] });
    expect(done).toEqual(['told', 'told']);
  });

  it('does the rest where the digest cannot be told, and says so', async () => {
    const done: string[] = [];
    const { sweep } = setUp({
      store: createMemoryStore(),
      async tellQuiet() {
        throw new Error('no digest');
      },
      applyExemptions: async () => 3,
      tellByClock: [async () => done.push('told')],
    });
    const swept = await sweep(PLENTY);
    expect(swept).toMatchObject({ digested: 0, exempted: 3, failures: [new Error('no digest')] });
    expect(done).toEqual(['told']);
    expect(() => throwFailures(swept)).toThrow('no digest');
  });

  it('tells nothing by the clock in the middle of a baseline', async () => {
    const done: string[] = [];
    const tellByClock = [async () => done.push('told')];
    const { sweep, state } = setUp({ store: createMemoryStore(), tellByClock });
    const startedAt = new Date(NOW).toISOString();
    await state.saveMark(BASELINE_MARK, { run: 'r', startedAt, finishedAt: null });
    await sweep(PLENTY);
    expect(done).toEqual([]);
    await state.saveMark(BASELINE_MARK, { run: 'r', startedAt, finishedAt: startedAt });
    await sweep(PLENTY);
    expect(done).toEqual(['told']);
  });

  it('tells what was kept in one digest, once', async () => {
    const { sweep, state, sent } = setUp({ store: createMemoryStore() });
    const kept = [aTransition({ cause: 'drift', role: 'a' }), aTransition({ cause: 'catalogue', role: 'b' })];
    for (const transition of kept) await state.noteQuiet(transition);
    expect(await sweep(PLENTY)).toMatchObject({ digested: 2 });
    expect(sent).toHaveLength(1);
    expect(parseChannelMessage(sent[0]?.body ?? '')).toMatchObject({
      podguard: 'digest',
      digest: { transitions: 2 },
    });
    expect(await sweep(PLENTY)).toMatchObject({ digested: 0 });
    expect(sent).toHaveLength(1);
  });

  test.for<[name: string, mark: string, minutes: number, finished: boolean, digested: number]>([
    ['a baseline is under way', BASELINE_MARK, 10, false, 0],
    ['a drift run is under way', DRIFT_MARK, 10, false, 0],
    ['an execution has not told of its run yet', EXECUTION_MARK, 10, false, 0],
    ['everything is being judged again', REJUDGE_MARK, 10, false, 0],
    ['a run has ended', BASELINE_MARK, 10, true, 1],
    ['a run began a day ago and never ended', BASELINE_MARK, 24 * 60, false, 1],
  ])('where %s', async ([, mark, minutes, finished, digested]) => {
    const { sweep, state } = setUp({ store: createMemoryStore() });
    await state.noteQuiet(aTransition({ cause: 'drift' }));
    const startedAt = new Date(NOW - minutes * 60_000).toISOString();
    await state.saveMark(mark, { run: 'r', startedAt, finishedAt: finished ? startedAt : null });
    expect(await sweep(PLENTY)).toMatchObject({ digested });
  });

  const at = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString().replace(/\.\d{3}Z$/, 'Z');
  const executionOf = (over: readonly string[]) => ({
    ...{ run: 'last', execution: 'arn', startedAt: at(150), finishedAt: at(120), reportedAt: at(90) },
    ...{ over: [...over], done: [] },
  });

  it.for([
    ['ended without a report', ['r'], 1],
    ['is not known to have ended', [], 0],
  ] as const)('what a run kept that %s', async ([, over, digested]) => {
    const { sweep, state } = setUp({ store: createMemoryStore() });
    await state.noteQuiet(aTransition({ cause: 'drift' }));
    await state.saveMark(DRIFT_MARK, { run: 'r', startedAt: at(10), finishedAt: null });
    await state.saveMark(EXECUTION_MARK, executionOf(over));
    expect(await sweep(PLENTY)).toMatchObject({ digested });
  });

  it('says how long ago the account was reported of, where it ever was read', async () => {
    const { sweep, state } = setUp({ store: createMemoryStore() });
    expect((await sweep(PLENTY)).sinceReport).toBeUndefined();
    await state.saveMark(EXECUTION_MARK, executionOf([]));
    expect((await sweep(PLENTY)).sinceReport).toBeCloseTo(1.5, 2);
  });

  it('where another version wrote the mark of a run, none is under way', async () => {
    const { sweep, state } = setUp({ store: createMemoryStore() });
    await state.noteQuiet(aTransition({ cause: 'drift' }));
    await state.saveMark(REJUDGE_MARK, { at: 7 });
    expect(await sweep(PLENTY)).toMatchObject({ digested: 1 });
  });
});
