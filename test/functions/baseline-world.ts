import {
  configSchema,
  createDispatcher,
  createEngine,
  createFindingContext,
  type ServiceState,
  type StateChange,
  type Store,
  type Transition,
} from '@podguard/core';
import {
  type Baseline,
  createBaseline,
  createBaselineDigest,
  createBaselineReport,
  createRecordReads,
  createTellDigest,
  createTellQuiet,
  type Listed,
  planOf,
  type Queue,
  type Step,
  stepsFrom,
  takeBaseline,
} from '@podguard/functions';
import type { Digest } from '@podguard/notify';
import { catalogue } from '@podguard/rules';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { channelsOver } from '../support/channels.ts';
import { ACCOUNT, type Account, list, REGIONS } from './baseline-account.ts';

export const START = Date.parse('2026-01-02T10:00:00Z');

const LISTED = [
  { name: 'clusters', scope: 'region' },
  { name: 'associations', scope: 'cluster' },
  { name: 'access-entries', scope: 'cluster' },
  { name: 'roles', scope: 'account' },
] as const;

/** The process ended at that moment. */
export class Crash extends Error {}

interface Waiting {
  readonly body: string;
  readonly due: number;
}

export interface BaselineWorld {
  readonly store: Store;
  readonly state: ServiceState;
  readonly baseline: Baseline;
  /** Milliseconds since START. */
  clock: number;
  /** What a page takes of the function's time. */
  pageMs: number;
  /** Whether what is pending is dispatched after every message, as the stream does. */
  dispatching: boolean;
  /** Messages on the evaluate queue. */
  depth: number;
  /** Answers instead of the account. */
  answer: (step: Step, token: string | undefined) => Listed | undefined | Promise<Listed | undefined>;
  /** Called before anything is written or sent; throws to end the process there. */
  before: (effect: string) => void;
  readonly queue: Waiting[];
  /** What was listed, in order. */
  readonly listed: string[];
  readonly kept: Map<string, string>;
  readonly digests: { readonly digest: Digest; readonly identity: string | undefined; readonly at: number }[];
  readonly loud: Transition[];
  readonly refusals: string[];
  /** An event tells of this. */
  arrive(change: StateChange): Promise<void>;
  /** The deployment's call, made again when the function ended. */
  start(id: string): Promise<unknown>;
  /** Delivers the next message, at its time; one whose work fails stays. */
  deliver(): Promise<unknown>;
  /** Delivers until there is none. */
  run(): Promise<void>;
}

/** An account, and a service that reads it. */
export function newBaselineWorld(account: Account): BaselineWorld {
  const store = createMemoryStore();
  const state = withEffects(createMemoryServiceState(store), (effect) => begin(effect));
  const now = () => new Date(START + world.clock);
  let dead = false;
  /** A process that has ended does nothing any more, whoever catches what ended it. */
  const begin = (effect: string): void => {
    if (dead) throw new Crash(effect);
    try {
      world.before(effect);
    } catch (error) {
      dead = error instanceof Crash;
      throw error;
    }
  };
  const engine = createEngine({
    store,
    catalogue,
    config: configSchema.parse({}),
    judgedWith: 'c.d',
    pastLimit: 20,
    backOff: async () => {},
  });
  const dispatcher = createDispatcher({
    store,
    engine,
    catalogue,
    backOff: async () => {},
    async notify(transitions) {
      for (const one of transitions)
        if (one.cause === 'record') world.loud.push(one);
        else await state.noteQuiet(one);
    },
  });
  const sns: Queue = {
    async send(messages) {
      begin('tell');
      for (const { body, identity } of messages) {
        const at = world.clock;
        // A FIFO queue takes the same once in five minutes.
        if (world.digests.some((one) => one.identity === identity && at - one.at < 300_000)) continue;
        world.digests.push({ digest: JSON.parse(body).digest, identity, at });
      }
    },
  };
  const baseline = createBaseline({
    store,
    state,
    now,
    plan: planOf(LISTED, REGIONS),
    stepsFrom: (step, keys) => stepsFrom(LISTED, step, keys),
    async list(step, token) {
      world.clock += world.pageMs;
      world.listed.push([step.listing, step.region, step.cluster?.split('/').at(-1), token].join(' ').trim());
      return (await world.answer(step, token)) ?? list(account, store, step, token, now());
    },
    record: createRecordReads(
      async (change) => {
        begin(`record ${change.key}`);
        await engine.apply(change);
      },
      (key) => world.refusals.push(key),
    ),
    queue: {
      async send(messages) {
        begin('send');
        for (const { body, delaySeconds = 0 } of messages)
          world.queue.push({ body, due: world.clock + delaySeconds * 1000 });
      },
    },
    evaluateDepth: async () => world.depth,
    report: createBaselineReport({
      store,
      catalogue,
      config: configSchema.parse({}),
      context: createFindingContext({ config: configSchema.parse({}), state, now }),
      async keep(name, text) {
        begin(`keep ${name}`);
        world.kept.set(name, text);
        return `s3://reports/${name}`;
      },
    }),
    tell: createBaselineDigest(
      createTellQuiet({
        tellDigest: createTellDigest({ channels: channelsOver({ sns }), state, now: () => new Date() }),
        state,
        store,
        account: ACCOUNT,
      }),
    ),
  });
  const world: BaselineWorld = {
    store,
    state,
    baseline,
    clock: 0,
    pageMs: 1_000,
    dispatching: true,
    depth: 0,
    answer: () => undefined,
    before: () => {},
    queue: [],
    listed: [],
    kept: new Map(),
    digests: [],
    loud: [],
    refusals: [],
    async arrive(change) {
      await engine.apply(change);
      await dispatcher.dispatch(change.key);
    },
    async start(id) {
      try {
        return await takeBaseline(baseline, { start: id }, () => 600_000);
      } catch (error) {
        if (!dead) throw error;
        dead = false;
        return world.start(id);
      }
    },
    async deliver() {
      const [next] = world.queue;
      if (next === undefined) throw new Error('there is no message');
      world.clock = Math.max(world.clock, next.due);
      const deadline = world.clock + 600_000;
      try {
        return await takeBaseline(baseline, { Records: [next] }, () => deadline - world.clock);
      } finally {
        const ended = dead;
        dead = false;
        if (world.dispatching) await dispatcher.sweep();
        if (ended) await Promise.reject(new Crash('the function ended'));
      }
    },
    async run() {
      for (let messages = 0; world.queue.length > 0; messages += 1) {
        if (messages > 1_000) throw new Error('it never ends');
        const [next] = world.queue;
        try {
          await world.deliver();
          world.queue.splice(world.queue.indexOf(next as Waiting), 1);
        } catch (error) {
          if (!(error instanceof Crash)) throw error;
        }
      }
    },
  };
  return world;
}

/** The writes and removals of the state, each announced. */
function withEffects(state: ServiceState, begin: (effect: string) => void): ServiceState {
  return {
    ...state,
    async saveMark(name, value) {
      begin(`mark ${name}`);
      await state.saveMark(name, value);
    },
    async replaceMark(name, was, value) {
      begin(`mark ${name}`);
      return state.replaceMark(name, was, value);
    },
    async removeQuiet(ids) {
      begin('remove');
      await state.removeQuiet(ids);
    },
  };
}
