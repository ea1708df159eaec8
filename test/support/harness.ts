import {
  type Change,
  canonicalJson,
  configSchema,
  createDispatcher,
  createEngine,
  type Dispatcher,
  type Engine,
  type Item,
  type JsonValue,
  type Store,
  type Transition,
} from '@podguard/core';
import { catalogue } from '@podguard/rules';

export interface Harness {
  readonly store: Store;
  readonly engine: Engine;
  readonly dispatcher: Dispatcher;
  readonly told: Transition[];
  /** Applies and dispatches, as the local service does. */
  deliver(change: Change): Promise<void>;
}

/** With a clock, hubs wait. */
export function createHarness(store: Store, now?: () => Date, hubReads = 2): Harness {
  const config = configSchema.parse({ clusterReading: true });
  const backOff = async () => {};
  const clock = now === undefined ? {} : { now, hubReads };
  const told: Transition[] = [];
  const engine = createEngine({
    store,
    catalogue,
    config,
    judgedWith: 'test',
    pastLimit: 20,
    backOff,
    ...clock,
  });
  const notify = async (transitions: readonly Transition[]) => {
    told.push(...transitions);
  };
  const dispatcher = createDispatcher({ store, engine, catalogue, notify, backOff, ...clock });
  return {
    store,
    engine,
    dispatcher,
    told,
    async deliver(change) {
      await engine.apply(change);
      await dispatcher.dispatch(change.key);
    },
  };
}

export async function itemsOf(store: Store): Promise<ReadonlyMap<string, Item>> {
  const items = new Map<string, Item>();
  for await (const item of store.listItems()) items.set(item.key, item);
  return items;
}

/** Everything but what depends on how often and when an item was written. */
export function comparable(item: Item): string {
  const { version: _v, judgedAt: _at, pending: _p, announced: _a, outgoing: _o, ...rest } = item;
  return canonicalJson(rest as unknown as JsonValue);
}
