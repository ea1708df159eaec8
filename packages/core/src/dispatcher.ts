import { affectedBy } from './affected.ts';
import type { Engine } from './engine.ts';
import type { Item } from './item.ts';
import type { Catalogue } from './rule.ts';
import type { Store } from './store-port.ts';
import { announce, type Transition } from './transitions.ts';

export interface DispatcherDeps {
  readonly store: Store;
  readonly engine: Engine;
  readonly catalogue: Catalogue;
  /** Tells people; may be called again with the same transitions after a crash. */
  readonly notify: (transitions: readonly Transition[]) => Promise<void>;
  readonly backOff: (attempt: number) => Promise<void>;
}

export interface Dispatcher {
  /** Does what an item's last write asked for: judges its dependents again, tells its transitions, clears the mark. */
  dispatch(key: string): Promise<void>;
  /** Dispatches whatever stayed pending; returns how many items there were. */
  sweep(): Promise<number>;
}

const MAX_ATTEMPTS = 20;

/** Creates the outbox's dispatcher. What it cannot clear because others keep writing stays pending for the next sweep. */
export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const dispatch = async (key: string): Promise<boolean> => {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const item = await deps.store.load(key);
      if (item === undefined || item.pending === null) return attempt > 1;
      const written = await judgeAgain(deps, item);
      // What was just judged anew is told as it is now, not as it was.
      const outcome = written.includes(key) ? 'conflict' : await tell(deps, item);
      for (const other of written) if (other !== key) await dispatch(other);
      if (outcome === 'written') return true;
      await deps.backOff(attempt);
    }
    return true;
  };

  return {
    dispatch: async (key) => {
      await dispatch(key);
    },
    async sweep() {
      let count = 0;
      // The listing may lag: what is no longer pending is not counted, so that callers can sweep until none is left.
      for await (const key of deps.store.listPending()) if (await dispatch(key)) count += 1;
      return count;
    },
  };
}

/** Tells what was not told yet, then writes that it was, and that nothing is left to do. */
async function tell(deps: DispatcherDeps, item: Item): Promise<'written' | 'conflict'> {
  const { transitions, announced } = announce(item, deps.catalogue);
  if (transitions.length > 0) {
    await deps.notify(transitions);
    for (const transition of transitions) await deps.store.putTransition(transition);
  }
  return deps.store.save({ ...item, version: item.version + 1, pending: null, announced });
}

/**
 * Judges again whoever reads this item, whomever it points at, and always the item itself: what it was judged with may
 * have changed before the judgement was written, and whoever changed it saw the item as it was before and left it so.
 * Returns those that were written.
 */
async function judgeAgain(deps: DispatcherDeps, item: Item): Promise<readonly string[]> {
  const self = item.edges.length > 0 ? [item.key] : [];
  const keys = item.pending?.spread === true ? await affectedBy(deps.store, item) : self;
  const written: string[] = [];
  for (const key of keys) if ((await deps.engine.rejudge(key)) === 'written') written.push(key);
  return written;
}
