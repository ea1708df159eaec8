import { BASELINE_MARK, type Item, type ServiceState, type Store } from '@podguard/core';
import {
  createRejudge,
  loadDeployed,
  parseRejudgeAllMessage,
  type QueueMessage,
  REJUDGE_MARK,
  type RejudgeAllMessage,
  takeRejudge,
} from '@podguard/functions';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { describe, expect, it } from 'vitest';
import { changesOf } from '../support/flow.ts';
import { createHarness, itemsOf } from '../support/harness.ts';

const NOW = Date.parse('2026-03-12T12:00:00Z');
const PLENTY = () => 60_000;
const RUN = 'new.config';

/** So many roles, judged with `test`. */
async function storeOf(count: number): Promise<Store> {
  const store = createMemoryStore();
  const { engine, dispatcher } = createHarness(store);
  const calls = Array.from(
    { length: count },
    (_, n) => [n, 'DeleteRole', { roleName: `role-${n}` }] as const,
  );
  for (const change of changesOf(calls)) {
    await engine.apply(change);
    await dispatcher.dispatch(change.key);
  }
  return store;
}

interface SetUp {
  readonly store: Store;
  readonly state?: ServiceState;
  readonly depth?: () => number;
}

function setUp({ store, state = createMemoryServiceState(store), depth = () => 0 }: SetUp) {
  const sent: string[] = [];
  const own: QueueMessage[] = [];
  const notes: (readonly string[])[] = [];
  let digests = 0;
  const rejudge = createRejudge({
    store,
    state,
    judgedWith: RUN,
    remediatedWith: 'repairs',
    evaluateDepth: async () => depth(),
    now: () => new Date(NOW),
    evaluateQueue: {
      async send(messages) {
        sent.push(...messages.map(({ body }) => (JSON.parse(body) as { key: string }).key));
      },
    },
    rejudgeQueue: {
      async send(messages) {
        own.push(...messages);
      },
    },
    async tellQuiet(about) {
      digests += 1;
      notes.push(about);
      return 7;
    },
  });
  const next = (): RejudgeAllMessage => {
    const message = own.shift();
    if (message === undefined) throw new Error('nothing is on the queue');
    return parseRejudgeAllMessage(message.body);
  };
  return { rejudge, state, sent, own, next, notes, digests: () => digests };
}

/** Judges with the new version whatever was sent. */
async function judgeAll(store: Store): Promise<void> {
  for (const item of (await itemsOf(store)).values())
    await store.save({ ...item, version: item.version + 1, judgedWith: RUN } as Item);
}

describe('rejudge', () => {
  it('says what was deployed when its deploy calls', async () => {
    const store = await storeOf(1);
    const state = createMemoryServiceState(store);
    expect(await loadDeployed(state)).toBeUndefined();
    const { rejudge } = setUp({ store, state });
    await rejudge.start('rejudge-1');
    expect(await loadDeployed(state)).toEqual({ judgedWith: RUN, remediatedWith: 'repairs' });
  });

  it('sends what was judged with something else, waits until it is judged, looks again, and ends with one digest', async () => {
    const store = await storeOf(5);
    const { rejudge, state, sent, own, next, digests } = setUp({ store });
    expect(await rejudge.start(RUN)).toEqual({ step: 'started' });
    expect(await state.loadMark(REJUDGE_MARK)).toMatchObject({ run: RUN, finishedAt: null });
    expect(await rejudge.step(next(), PLENTY)).toEqual({ step: 'sent', sent: 5 });
    expect(sent.sort()).toEqual([...(await itemsOf(store)).keys()].sort());
    await judgeAll(store);
    expect(own[0]?.delaySeconds).toBe(60);
    expect(await rejudge.step(next(), PLENTY)).toEqual({ step: 'waiting' });
    expect(await rejudge.step(next(), PLENTY)).toEqual({ step: 'waiting' });
    expect(digests()).toBe(0);
    expect(await rejudge.step(next(), PLENTY)).toEqual({ step: 'finished', settled: true, digested: 7 });
    expect(digests()).toBe(1);
    expect(own).toEqual([]);
    expect(await state.loadMark(REJUDGE_MARK)).toMatchObject({ run: RUN, finishedAt: expect.any(String) });
  });

  it('where nothing was judged otherwise it ends at once', async () => {
    const { rejudge, next, sent } = setUp({ store: createMemoryStore() });
    await rejudge.start(RUN);
    expect(await rejudge.step(next(), PLENTY)).toMatchObject({ step: 'finished', settled: true });
    expect(sent).toEqual([]);
  });

  it('goes on by the next message where its time ends', async () => {
    const store = await storeOf(4);
    const memory = createMemoryServiceState(store);
    const state: ServiceState = {
      ...memory,
      async listJudgedOtherwise(judgedWith, from) {
        const { keys } = await memory.listJudgedOtherwise(judgedWith);
        const at = Number(from ?? 0);
        const page = { keys: keys.slice(at, at + 1) };
        return at + 1 < keys.length ? { ...page, next: String(at + 1) } : page;
      },
    };
    const { rejudge, next, sent } = setUp({ store, state });
    await rejudge.start(RUN);
    const inHaste = () => 1_000;
    for (const count of [1, 2, 3, 4])
      expect(await rejudge.step(next(), inHaste)).toEqual({ step: 'sent', sent: count });
    expect(new Set(sent).size).toBe(4);
    expect(next().settling).toEqual({ checks: 0, calm: 0 });
  });

  it('what is not judged in the end is sent again, a few times', async () => {
    const store = await storeOf(1);
    const { rejudge, next, sent } = setUp({ store });
    await rejudge.start(RUN);
    for (let pass = 0; pass < 2; pass += 1)
      for (const step of ['sent', 'waiting', 'waiting'])
        expect(await rejudge.step(next(), PLENTY)).toMatchObject({ step });
    expect(await rejudge.step(next(), PLENTY)).toMatchObject({ step: 'sent' });
    expect(await rejudge.step(next(), PLENTY)).toMatchObject({ step: 'waiting' });
    expect(await rejudge.step(next(), PLENTY)).toMatchObject({ step: 'finished' });
    expect(sent).toHaveLength(3);
  });

  it('waits while the queue has messages or something is pending, but not for ever', async () => {
    const store = await storeOf(1);
    let depth = 3;
    const { rejudge, next, own, notes } = setUp({ store, depth: () => depth });
    await rejudge.start(RUN);
    await rejudge.step(next(), PLENTY);
    expect(await rejudge.step(next(), PLENTY)).toEqual({ step: 'waiting' });
    depth = 0;
    expect(await rejudge.step(next(), PLENTY)).toEqual({ step: 'waiting' });
    depth = 1;
    expect(await rejudge.step(next(), PLENTY)).toEqual({ step: 'waiting' });
    expect(parseRejudgeAllMessage(own[0]?.body ?? '').settling).toEqual({ checks: 3, calm: 0 });
    let looks = 3;
    for (let step = 'waiting'; step !== 'finished'; ) {
      const message = next();
      if (message.settling !== undefined) looks += 1;
      step = (await rejudge.step(message, PLENTY)).step;
    }
    expect(looks).toBe(15);
    expect(notes).toEqual([['not known: about 1 queued judgements: they were not made yet']]);
  });

  it('something pending keeps it waiting', async () => {
    const store = await storeOf(1);
    const { rejudge, next } = setUp({ store });
    await rejudge.start(RUN);
    await rejudge.step(next(), PLENTY);
    const [item] = (await itemsOf(store)).values();
    if (item === undefined) throw new Error('no item');
    const version = item.version + 1;
    await store.save({ ...item, version, pending: { version, spread: false } });
    await rejudge.step(next(), PLENTY);
    expect(next().settling).toEqual({ checks: 1, calm: 0 });
  });

  it('a message of an older run, or of one that has ended, does nothing', async () => {
    const store = await storeOf(1);
    const { rejudge, next, sent, own } = setUp({ store });
    await rejudge.start('old.config');
    const old = next();
    await rejudge.start(RUN);
    expect(await rejudge.step(old, PLENTY)).toEqual({ step: 'stale' });
    await judgeAll(store);
    expect(await rejudge.step(next(), PLENTY)).toMatchObject({ step: 'finished' });
    expect(await rejudge.start(RUN)).toEqual({ step: 'stale' });
    expect(sent).toEqual([]);
    expect(own).toEqual([]);
  });

  it('one that stays pending holds up the digest for minutes, and is named in it', async () => {
    const store = await storeOf(1);
    const { rejudge, next, own, notes } = setUp({ store });
    await rejudge.start(RUN);
    await rejudge.step(next(), PLENTY);
    await judgeAll(store);
    const [item] = (await itemsOf(store)).values();
    if (item === undefined) throw new Error('no item');
    const version = item.version + 1;
    await store.save({ ...item, version, pending: { version, spread: false } });
    let minutes = 0;
    let last: unknown;
    while (own.length > 0) {
      minutes += (own[0]?.delaySeconds ?? 0) / 60;
      last = await rejudge.step(next(), PLENTY);
    }
    expect(minutes).toBe(9);
    expect(last).toEqual({ step: 'finished', settled: false, digested: 7 });
    expect(notes).toEqual([[`not known: ${item.key}: it was still being judged`]]);
  });

  it('a start while a message of an older run works takes its place', async () => {
    const store = createMemoryStore();
    const memory = createMemoryServiceState(store);
    let whileListing = async () => {};
    const state: ServiceState = {
      ...memory,
      async listJudgedOtherwise(judgedWith, from) {
        await whileListing();
        return memory.listJudgedOtherwise(judgedWith, from);
      },
    };
    const { rejudge, next } = setUp({ store, state });
    await rejudge.start('old.config');
    const old = next();
    whileListing = async () => {
      whileListing = async () => {};
      expect(await rejudge.start(RUN)).toEqual({ step: 'started' });
    };
    expect(await rejudge.step(old, PLENTY)).toEqual({ step: 'stale' });
    expect(await state.loadMark(REJUDGE_MARK)).toMatchObject({ run: RUN, finishedAt: null });
    expect(await rejudge.step(next(), PLENTY)).toMatchObject({ step: 'finished' });
  });

  it('starts anew where another version wrote the mark', async () => {
    const { rejudge, state, next } = setUp({ store: createMemoryStore() });
    await state.saveMark(REJUDGE_MARK, { at: 7 });
    expect(await rejudge.start(RUN)).toEqual({ step: 'started' });
    expect(await rejudge.step(next(), PLENTY)).toMatchObject({ step: 'finished' });
  });

  it('a second call of the deployment goes on with the run that is under way', async () => {
    const { rejudge, state, own } = setUp({ store: await storeOf(1) });
    await rejudge.start(RUN);
    const mark = await state.loadMark(REJUDGE_MARK);
    expect(await rejudge.start(RUN)).toEqual({ step: 'started' });
    expect(await state.loadMark(REJUDGE_MARK)).toEqual(mark);
    expect(own).toHaveLength(2);
  });

  it('leaves the digest to a baseline that is under way', async () => {
    const { rejudge, state, next, digests } = setUp({ store: createMemoryStore() });
    await state.saveMark(BASELINE_MARK, {
      run: 'b',
      startedAt: new Date(NOW).toISOString(),
      finishedAt: null,
    });
    await rejudge.start(RUN);
    expect(await rejudge.step(next(), PLENTY)).toEqual({ step: 'finished', settled: true, digested: 0 });
    expect(digests()).toBe(0);
  });

  it('takes the call of the deployment and the messages of its queue', async () => {
    const { rejudge, own } = setUp({ store: createMemoryStore() });
    expect(await takeRejudge(rejudge, { start: RUN }, PLENTY)).toEqual([{ step: 'started' }]);
    const [message] = own;
    const event = { Records: [{ body: message?.body ?? '' }] };
    expect(await takeRejudge(rejudge, event, PLENTY)).toMatchObject([{ step: 'finished' }]);
    await expect(takeRejudge(rejudge, { Records: [{ body: '{}' }] }, PLENTY)).rejects.toThrow(
      'rejudge queue',
    );
  });
});
