import {
  configSchema,
  createDispatcher,
  createEngine,
  createFindingContext,
  type ServiceState,
  type StateChange,
  type Transition,
} from '@podguard/core';
import { driftMachine } from '@podguard/deployment';
import {
  createExplain,
  createFinish,
  createGiveUp,
  createMemoryResults,
  createPlan,
  createReconcile,
  createScan,
  type RunResults,
  startRun,
} from '@podguard/drift';
import {
  createDriftReport,
  createDriftSteps,
  createTellDigest,
  createTellQuiet,
  type DriftDeps,
  parseDriftEvent,
  type Queue,
} from '@podguard/functions';
import { createClients } from '@podguard/inventory';
import type { Digest } from '@podguard/notify';
import { renderAccountJson, renderAccountMarkdown, renderHtml } from '@podguard/report';
import { catalogue } from '@podguard/rules';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { channelsOver } from '../support/channels.ts';
import { type MachineRun, runMachine } from '../support/run-machine.ts';
import { ACCOUNT, type Account, listingsOf, newAccount, REGIONS, readersOf } from './drift-account.ts';

const START = Date.parse('2026-01-02T10:00:00Z');
const FUNCTION_MS = 120_000;

/** The function ended at that moment. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** An account, and a service that reads it by its state machine. */
export function newDriftWorld(account: Account = newAccount()) {
  const memory = createMemoryStore();
  const now = () => new Date(START + world.clock);
  let dead = false;
  /** A function that has ended does nothing any more, whoever catches what ended it. */
  const begin = (effect: string): void => {
    if (dead) throw new Crash(effect);
    try {
      world.before(effect);
    } catch (error) {
      dead = error instanceof Crash;
      throw error;
    }
  };
  const state = withEffects(
    createMemoryServiceState(memory, () => now().getTime()),
    begin,
  );
  const config = configSchema.parse({});
  const backOff = async () => {};
  const engine = createEngine({
    ...{ store: memory, catalogue, config, judgedWith: 'c.d', pastLimit: 20, backOff, now },
  });
  const dispatcher = createDispatcher({
    ...{ store: memory, engine, catalogue, backOff },
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
  const settled = { store: memory, evaluateDepth: async () => world.depth };
  const found = new Map<string, RunResults>();
  const asked = (call: string) => {
    world.clock += world.pageMs;
    world.listed.push(call);
    world.answer(call);
  };

  function depsOf(execution: string): DriftDeps {
    const resultsOf = (one: string): RunResults => {
      const kept = found.get(one) ?? createMemoryResults();
      found.set(one, kept);
      return kept;
    };
    const kept = resultsOf(execution);
    const results: RunResults = {
      ...kept,
      async put(run, name, value) {
        begin(`keep ${name}`);
        await kept.put(run, name, value);
      },
    };
    const deps = {
      ...{ state, results, store: memory, listings: listingsOf(account, asked) },
      reading: {
        ...{ readers: readersOf(account, asked), account: ACCOUNT, regions: REGIONS, now },
        clients: createClients({ maxAttempts: 1, retryMode: 'standard' }),
        by: { principal: 'podguard', type: 'service' },
        timeoutMs: 1_000,
      },
      engine: {
        async apply(change: StateChange) {
          begin(`record ${change.key}`);
          return engine.apply(change);
        },
      },
      lookup: async () => ({ records: world.history, backTo: null }),
      lookups: 10,
      pause: async (ms: number) => {
        world.clock += ms;
      },
    } as const;
    return {
      ...{ state, results, resultsOf, now, ...settled },
      begin: (run, kind) => startRun({ state, account: ACCOUNT, now }, run, kind),
      plan: createPlan(deps),
      scan: createScan(deps),
      giveUp: createGiveUp(deps),
      reconcile: createReconcile(deps),
      explain: createExplain(deps),
      report: createDriftReport({
        ...settled,
        finish: createFinish({
          ...{ store: memory, state, results, catalogue, config, account: ACCOUNT, now },
          context: createFindingContext({ config, state, now }),
        }),
        render: (report) => ({
          html: renderHtml(report),
          markdown: renderAccountMarkdown(report),
          json: renderAccountJson(report),
        }),
        async keep(name, text) {
          begin(`keep ${name}`);
          world.kept.set(name, text);
          return `s3://reports/${name}`;
        },
        linkTo: async (name) => `https://reports.example.com/${name}?signature`,
        tell: createTellQuiet({
          tellDigest: createTellDigest({ channels: channelsOver({ sns }), state, now }),
          ...{ state, store: memory, account: ACCOUNT },
        }),
      }),
    };
  }

  const world = {
    ...{ store: memory, state, account },
    /** Milliseconds since START. */
    clock: 0,
    /** What a call takes of the function's time. */
    pageMs: 1_000,
    /** Messages on the evaluate queue. */
    depth: 0,
    /** What CloudTrail's event history has. */
    history: [] as unknown[],
    /** Throws what the account answers with instead. */
    answer: (_call: string): void => {},
    /** Called before anything is written or sent; throws to end the function there. */
    before: (_effect: string): void => {},
    /** The account's calls, in order. */
    listed: [] as string[],
    steps: [] as string[],
    kept: new Map<string, string>(),
    digests: [] as { readonly digest: Digest; readonly identity: string | undefined; readonly at: number }[],
    loud: [] as Transition[],
    now,
    /** An event tells of this. */
    async arrive(change: StateChange) {
      await engine.apply(change);
      while ((await dispatcher.sweep()) > 0);
    },
    /** One step, as Step Functions has it taken; then what is pending is dispatched. */
    async step(payload: Readonly<Record<string, unknown>>): Promise<unknown> {
      const event = parseDriftEvent(payload);
      if ('start' in event) throw new Error('the machine takes steps only');
      world.steps.push(event.step);
      const deadline = world.clock + FUNCTION_MS;
      try {
        begin(`step ${event.step}`);
        return await createDriftSteps(depsOf(event.execution))(event, () => deadline - world.clock);
      } finally {
        dead = false;
        while ((await dispatcher.sweep()) > 0);
      }
    },
    run(input: object, execution = 'first'): Promise<MachineRun> {
      return runMachine(driftMachine('arn'), input, {
        execution: `arn:aws:states:eu-central-1:${ACCOUNT}:execution:podguard-dev-drift:${execution}`,
        call: (payload) => world.step(payload),
        wait: (seconds) => {
          world.clock += seconds * 1000;
        },
      });
    },
  };
  return world;
}

export type DriftWorld = ReturnType<typeof newDriftWorld>;

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
