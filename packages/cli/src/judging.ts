import { setImmediate } from 'node:timers/promises';
import {
  type Catalogue,
  type Config,
  createEngine,
  createSettler,
  type Engine,
  type Settler,
  type Store,
} from '@podguard/core';
import { judgedWith } from './configuration.ts';

export interface JudgingDeps {
  readonly catalogue: Catalogue;
  readonly config: Config;
  readonly signal: AbortSignal;
}

/** Judges changes on a store of one's own, where nobody else writes and nobody is told; nothing after the signal. */
export function createJudging(store: Store, { catalogue, config, signal }: JudgingDeps): Settler {
  const engine = createEngine({
    store,
    catalogue,
    config,
    judgedWith: judgedWith(catalogue, config),
    backOff: async () => {},
    pastLimit: Number.POSITIVE_INFINITY,
  });
  return createSettler(store, interruptible(engine, signal));
}

const CALLS_AT_A_STRETCH = 64;

/** Lets the signal arrive while many changes are judged, and judges nothing after it. */
function interruptible(engine: Engine, signal: AbortSignal): Engine {
  let calls = 0;
  const unlessAborted = async (judge: () => ReturnType<Engine['rejudge']>) => {
    calls += 1;
    if (calls % CALLS_AT_A_STRETCH === 0) await setImmediate();
    return signal.aborted ? 'unchanged' : judge();
  };
  return {
    apply: (change) => unlessAborted(() => engine.apply(change)),
    rejudge: (key, how) => unlessAborted(() => engine.rejudge(key, how)),
  };
}
