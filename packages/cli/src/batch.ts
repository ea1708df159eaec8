import type { Change, Dispatcher, Engine, Outcome } from '@podguard/core';

/** Changes that come together: recorded one after another, and dispatched together, so that what many of them concern is judged once. */
export interface Batch {
  apply(change: Change): Promise<Outcome>;
  /** Dispatches what was applied since the last time. What a failure or a crash leaves undone stays pending in the store. */
  flush(): Promise<void>;
}

export interface BatchDeps {
  readonly engine: Engine;
  readonly dispatcherOf: (engine: Engine) => Dispatcher;
}

export function createBatch({ engine, dispatcherOf }: BatchDeps): Batch {
  const keys = new Set<string>();

  const flush = async (): Promise<void> => {
    const dispatcher = dispatcherOf(judgingOnce(engine));
    for (const key of keys) await dispatcher.dispatch(key);
    keys.clear();
  };

  return {
    flush,
    async apply(change) {
      // What opens and ends between two changes of a resource is told, too.
      if (keys.has(change.key)) await flush();
      const outcome = await engine.apply(change);
      // A duplicate too: what was applied before a crash may be waiting still.
      keys.add(change.key);
      return outcome;
    },
  };
}

/**
 * All its changes are recorded before it judges again, so that a judgement that changed nothing holds: whoever changes
 * something after it judges again themselves. One that was written is made again, since what it read may have changed before.
 */
function judgingOnce(engine: Engine): Engine {
  const judged = new Set<string>();
  return {
    apply: engine.apply,
    async rejudge(key, how) {
      if (judged.has(key)) return 'unchanged';
      const outcome = await engine.rejudge(key, how);
      if (outcome === 'unchanged') judged.add(key);
      return outcome;
    },
  };
}
