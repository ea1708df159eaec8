import { type Activity, addUse } from './activity.ts';
import { affectedBy } from './affected.ts';
import type { Change } from './change.ts';
import type { Engine } from './engine.ts';
import { LOG_LIMIT } from './item.ts';
import type { Store } from './store-port.ts';

/** Records many changes and judges what they concern together: for archives, where nobody waits for each. */
export interface Settler {
  apply(change: Change): Promise<void>;
  /** Judges again whatever the changes since the last time concern, each once. */
  settle(): Promise<void>;
}

/** While no resource has more changes unsettled than this, none leaves a log before those around it were judged with it. */
const UNSETTLED = LOG_LIMIT / 2;

export function createSettler(store: Store, engine: Engine): Settler {
  const unsettled = new Map<string, number>();
  const uses = new Map<string, Activity>();

  const record = async (change: Change): Promise<number> => {
    if ((await engine.apply(change)) !== 'written') return 0;
    const count = (unsettled.get(change.key) ?? 0) + 1;
    unsettled.set(change.key, count);
    return count;
  };

  const settle = async (): Promise<void> => {
    for (const activity of uses.values()) {
      for (const { first, last } of Object.values(activity)) {
        await record(first);
        if (last !== first) await record(last);
      }
    }
    uses.clear();
    const keys = new Set<string>();
    for (const key of unsettled.keys()) {
      const item = await store.load(key);
      if (item !== undefined) for (const other of await affectedBy(store, item)) keys.add(other);
    }
    unsettled.clear();
    for (const key of keys) await engine.rejudge(key);
  };

  return {
    settle,
    async apply(change) {
      // Uses are many and in no history: of all until then the first and the last say as much as each of them.
      if (change.op === 'activity') uses.set(change.key, addUse(uses.get(change.key) ?? {}, change));
      else if ((await record(change)) >= UNSETTLED) await settle();
    },
  };
}
