import {
  configSchema,
  createApplyExemptions,
  createEngine,
  createFindingContext,
  HUB_INTERVAL_MS,
  type JsonObject,
  type Store,
  type Transition,
} from '@podguard/core';
import {
  createDispatch,
  createEvaluate,
  createRejudge,
  createReplayNote,
  createSweep,
  createTell,
  createTellDigest,
  createTellQuiet,
  type Failures,
  type Notice,
  parseChannelMessage,
  parseDueMessage,
  parseRejudgeAllMessage,
} from '@podguard/functions';
import { catalogue } from '@podguard/rules';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { channelsOver } from '../channels.ts';
import { disturbedQueue, disturbedStore, type NextFault } from './faults.ts';
import { createTestFifo, createTestQueue } from './queues.ts';

export interface WorldOptions {
  readonly store?: Store;
  readonly fault?: NextFault;
  readonly judgedWith?: string;
  /** With how many others around it an item waits; many by default. */
  readonly hubReads?: number;
}

const START = Date.parse('2026-03-12T12:00:00Z');
const PLENTY_MS = 60_000;

/** What people know of a finding, in the order in which they heard it. */
interface Heard {
  readonly key: string;
  readonly rule: string;
  readonly isOpen: boolean;
}

/** A digest tells a finding as it is when the digest is made. */
async function nowOf(store: Store, { finding: { rule, resource } }: Transition): Promise<Heard> {
  const item = await store.load(resource.key);
  const isOpen = item?.lives.some((life) => life.rule === rule && life.resolved === null) ?? false;
  return { key: resource.key, rule, isOpen };
}

function transitionsIn(body: string): readonly Transition[] {
  const message = parseChannelMessage(body);
  return message.podguard === 'transitions' ? message.transitions : [];
}

/** The deployed service's use cases around queues and a stream that a test turns by hand. */
export function createQueueWorld(options: WorldOptions = {}) {
  let time = START;
  let judgedWith = options.judgedWith ?? 'test';
  let disturbing = true;
  const next: NextFault = () => (disturbing ? (options.fault?.() ?? 'none') : 'none');
  const now = () => new Date(time);
  const clock = () => time;
  const memory = options.store ?? createMemoryStore();
  const state = createMemoryServiceState(memory);
  const notices: Notice[] = [];
  const evaluateQueue = createTestQueue(clock);
  const dueQueue = createTestQueue(clock);
  const rejudgeQueue = createTestQueue(clock);
  const heard: Heard[] = [];
  const channel = createTestFifo(({ body }) => {
    for (const { finding } of transitionsIn(body))
      heard.push({ key: finding.resource.key, rule: finding.rule, isOpen: finding.status === 'open' });
  });
  const digests: Transition[] = [];
  let stream: readonly { readonly id: string; readonly key: string }[] = [];
  let sequence = 0;

  const streaming: Store = {
    ...memory,
    async save(item) {
      const outcome = await memory.save(item);
      if (outcome === 'written' && item.pending !== null) {
        sequence += 1;
        stream = [...stream, { id: String(sequence), key: item.key }];
      }
      return outcome;
    },
  };
  const store = disturbedStore(streaming, next);
  const config = configSchema.parse({ events: [] });
  const backOff = async () => {};
  const report = (notice: Notice) => notices.push(notice);
  const engineOf = (onJudged?: Parameters<Parameters<typeof createEvaluate>[0]['engineOf']>[0]) =>
    createEngine({
      store,
      catalogue,
      config,
      judgedWith,
      pastLimit: 20,
      backOff,
      now,
      ...(options.hubReads === undefined ? {} : { hubReads: options.hubReads }),
      ...(onJudged === undefined ? {} : { onJudged }),
    });
  const channels = channelsOver({ sns: disturbedQueue(channel, next) });
  const evaluate = createEvaluate({
    engineOf,
    optIn: [],
    onCall: async () => {},
    onReplay: createReplayNote({ state, now }),
    reader: async () => ({
      missingFrom: () => [],
      read: async () => ({ outcome: 'denied', reason: 'nothing may be read here' }),
    }),
    queue: async () => disturbedQueue(evaluateQueue, next),
    now,
    report,
  });
  const context = createFindingContext({ config, state, now });
  const exemptions = async () => (await context()).exemptions;
  const applyAll = createApplyExemptions({ store, state, exemptions, catalogue, now });
  const applyExemptions = (hasTime: () => boolean) => applyAll(undefined, hasTime);
  const sweepWith = () =>
    createSweep({ store, state, dispatch: dispatchWith(), tellQuiet, applyExemptions, tellByClock: [], now });
  const dispatchWith = () =>
    createDispatch({
      store,
      engine: engineOf(),
      catalogue,
      tell: createTell({ channels, config, state, now }),
      evaluateQueue: disturbedQueue(evaluateQueue, next),
      dueQueue: disturbedQueue(dueQueue, next),
      backOff,
      now,
      context,
      report,
    });
  const tellKept = createTellQuiet({
    tellDigest: createTellDigest({ channels, state, now }),
    state: {
      ...state,
      async *listQuiet() {
        for await (const transition of state.listQuiet()) {
          digests.push(transition);
          heard.push(await nowOf(memory, transition));
          yield transition;
        }
      },
    },
    store: memory,
    account: '111122223333',
  });
  const tellQuiet = () => tellKept({ title: 'Digest' });
  const remaining = () => PLENTY_MS;

  const world = {
    store: memory,
    state,
    notices,
    channel,
    digests,
    heard,
    evaluateQueue,
    put(envelope: JsonObject) {
      evaluateQueue.add(JSON.stringify(envelope));
    },
    /** `again`: what was taken is handed out once more. */
    async evaluate(first: number, most: number, again = false): Promise<Failures> {
      const batch = evaluateQueue.receive(first, most);
      const failures = await evaluate(batch, remaining);
      if (!again) evaluateQueue.remove(batch.map(({ id }) => id).filter((id) => !failures.has(id)));
      return failures;
    },
    /** The stream goes on behind the last record before the first that failed. */
    async stream(most: number): Promise<void> {
      const batch = stream.slice(0, most);
      const failures = await dispatchWith()(batch);
      const failed = batch.findIndex(({ id }) => failures.has(id));
      stream = stream.slice(failed === -1 ? batch.length : failed);
    },
    async due(first: number, most: number): Promise<void> {
      const batch = dueQueue.receive(first, most);
      const asked = batch.map(({ id, body }) => ({ id, key: parseDueMessage(body).key }));
      const failures = await dispatchWith()(asked);
      dueQueue.remove(batch.map(({ id }) => id).filter((id) => !failures.has(id)));
    },
    async rejudge(): Promise<void> {
      for (const { id, body } of rejudgeQueue.receive(0, 1)) {
        const rejudge = createRejudge({
          remediatedWith: 'test',
          store: memory,
          state,
          judgedWith,
          evaluateQueue: disturbedQueue(evaluateQueue, next),
          rejudgeQueue: disturbedQueue(rejudgeQueue, next),
          evaluateDepth: async () => evaluateQueue.size(),
          tellQuiet,
          now,
        });
        try {
          await rejudge.step(parseRejudgeAllMessage(body), remaining);
          rejudgeQueue.remove([id]);
        } catch (error) {
          report({ kind: 'failed', what: 'rejudge', error });
        }
      }
    },
    async startRejudge(run: string): Promise<void> {
      judgedWith = run;
      const rejudge = createRejudge({
        remediatedWith: 'test',
        store: memory,
        state,
        judgedWith,
        evaluateQueue,
        rejudgeQueue,
        evaluateDepth: async () => evaluateQueue.size(),
        tellQuiet,
        now,
      });
      await rejudge.start(run);
    },
    sweep: () => sweepWith()(remaining),
    pass(seconds: number) {
      time += seconds * 1000;
    },
    loseStream() {
      stream = [];
    },
    /** Nothing goes wrong any more, and all that is to be done is done. */
    async settle(): Promise<void> {
      disturbing = false;
      for (let round = 0; round < 500; round += 1) {
        while (evaluateQueue.receive(0, 1).length > 0) await world.evaluate(0, 10);
        while (stream.length > 0) await world.stream(25);
        await world.due(0, 10);
        await world.rejudge();
        const idle = evaluateQueue.size() + stream.length === 0;
        if (idle && dueQueue.size() + rejudgeQueue.size() === 0) {
          if ((await world.sweep()).dispatched === 0) return;
        }
        if (idle) time += HUB_INTERVAL_MS;
      }
      throw new Error('there is always something to do');
    },
    /** What the channel was told, in its order. */
    told(): readonly Transition[] {
      return channel.taken.flatMap(({ body }) => transitionsIn(body));
    },
  };
  return world;
}

export type QueueWorld = ReturnType<typeof createQueueWorld>;
