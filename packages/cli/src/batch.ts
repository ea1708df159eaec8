import {
  type Change,
  type Dispatcher,
  type Engine,
  gather,
  isSighting,
  type Outcome,
  type Store,
  stateOf,
  throwAll,
} from '@podguard/core';

/** Changes that come together: recorded one after another, and dispatched together, so that what many of them concern is judged once. */
export interface Batch {
  apply(change: Change): Promise<Outcome>;
  /** Dispatches what was applied since the last time. What a failure or a crash leaves undone stays pending in the store. */
  flush(): Promise<void>;
}

export interface BatchDeps {
  readonly store: Store;
  readonly engine: Engine;
  readonly dispatcherOf: (engine: Engine) => Dispatcher;
}

export function createBatch({ store, engine, dispatcherOf }: BatchDeps): Batch {
  const keys = new Set<string>();

  const flush = async (): Promise<void> => {
    const recorded = new Map<string, string>();
    for (const key of keys) {
      const item = await store.load(key);
      if (item !== undefined) recorded.set(key, stateOf(item));
    }
    const dispatcher = dispatcherOf(judgingOnce(engine, recorded));
    const failures: unknown[] = [];
    await gather(keys, dispatcher.dispatch, failures);
    keys.clear();
    throwAll(failures);
  };

  return {
    flush,
    async apply(change) {
      // What opens and ends between two changes of a resource is told, too.
      if (keys.has(change.key) && !isSighting(change)) await flush();
      const outcome = await engine.apply(change);
      // A duplicate too: what was applied before a crash may be waiting still.
      keys.add(change.key);
      return outcome;
    },
  };
}

/**
 * All its changes are recorded before it judges again, so that a judgement that changed nothing holds for all that is
 * pending as it was recorded: not for what others changed since, which it may dispatch as well. One that was written is
 * made again, since what it read may have changed before.
 */
function judgingOnce(engine: Engine, recorded: ReadonlyMap<string, string>): Engine {
  const judged = new Set<string>();
  return {
    apply: engine.apply,
    async rejudge(key, how) {
      const around = how?.around;
      const isRecorded = around !== undefined && recorded.get(around.key) === stateOf(around);
      if (isRecorded && judged.has(key)) return 'unchanged';
      const outcome = await engine.rejudge(key, how);
      if (outcome === 'unchanged') judged.add(key);
      return outcome;
    },
  };
}
