import type { Engine } from './engine.ts';
import type { Item } from './item.ts';
import { relationsOf } from './relations.ts';
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
  /** Dispatches whatever stayed pending, until nothing is; returns how many items there were. */
  sweep(): Promise<number>;
}

const MAX_ATTEMPTS = 20;

/** Creates the outbox's dispatcher. What it cannot clear because others keep writing stays pending for the next sweep. */
export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const dispatch = async (key: string): Promise<void> => {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const item = await deps.store.load(key);
      if (item === undefined || item.pending === null) return;
      const written = item.pending.spread ? await spread(deps, item) : [];
      const { transitions, announced } = announce(item, deps.catalogue);
      if (transitions.length > 0) {
        await deps.notify(transitions);
        for (const transition of transitions) await deps.store.putTransition(transition);
      }
      const cleared: Item = { ...item, version: item.version + 1, pending: null, announced };
      const outcome = await deps.store.save(cleared);
      for (const other of written) if (other !== key) await dispatch(other);
      if (outcome === 'written') return;
      await deps.backOff(attempt);
    }
  };

  return {
    dispatch,
    async sweep() {
      let count = 0;
      for await (const key of deps.store.listPending()) {
        await dispatch(key);
        count += 1;
      }
      return count;
    },
  };
}

/** Judges again whoever reads this item, whomever it points at, and the item itself; returns those that changed. */
async function spread(deps: DispatcherDeps, item: Item): Promise<readonly string[]> {
  const keys = new Set<string>();
  for await (const edge of deps.store.listDependents(item.key)) keys.add(edge.dependent);
  if (pointsBack(item)) for (const key of item.edges) keys.add(key);
  if (item.edges.length > 0) keys.add(item.key);
  const written: string[] = [];
  for (const key of keys) if ((await deps.engine.rejudge(key)) === 'written') written.push(key);
  return written;
}

/** Whether rules over the targets of its edges read it in reverse. */
function pointsBack(item: Item): boolean {
  return Object.values(relationsOf(item.kind)).some(
    (relation) =>
      'to' in relation &&
      Object.values(relationsOf(relation.to)).some((back) => 'from' in back && back.from === item.kind),
  );
}
