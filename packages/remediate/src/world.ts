import { createEngine, type Engine, ServiceError, type Store } from '@podguard/core';
import { overlayStore } from '@podguard/store';
import type { RemediateDeps } from './remediate-deps.ts';

/** Where something is recorded and judged: the store itself, or an overlay of it. */
export interface World {
  readonly store: Store;
  readonly engine: Pick<Engine, 'apply'>;
}

type Judging = Pick<RemediateDeps, 'catalogue' | 'config' | 'judgedWith'>;

const PAST_LIMIT = 20;

/** An overlay of a store, with an engine over it: nobody else writes there, and nothing that is written there stays. */
export function scratchOver(
  below: Store,
  { catalogue, config, judgedWith }: Judging,
): { readonly store: Store; readonly engine: Engine } {
  const store = overlayStore(below);
  return {
    store,
    engine: createEngine({
      store,
      catalogue,
      config,
      judgedWith,
      pastLimit: PAST_LIMIT,
      backOff: async () => {},
    }),
  };
}

/** Judges again; where one cannot be, because it is not there, nothing is lost. */
export async function rejudgeAll(engine: Engine, keys: Iterable<string>): Promise<void> {
  for (const key of keys) await engine.rejudge(key);
}

/** What a use case does again when another wrote meanwhile. */
export async function untilWritten<T>(what: string, attempt: () => Promise<T | 'conflict'>): Promise<T> {
  for (let count = 0; count < MAX_ATTEMPTS; count += 1) {
    const result = await attempt();
    if (result !== 'conflict') return result;
  }
  throw new ServiceError(
    'store-contended',
    `${what} was changed by others ${MAX_ATTEMPTS} times; try again`,
    { retryable: true },
  );
}

const MAX_ATTEMPTS = 12;
