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

export function createHarness(store: Store): Harness {
  const config = configSchema.parse({});
  const backOff = async () => {};
  const told: Transition[] = [];
  const engine = createEngine({ store, catalogue, config, judgedWith: 'test', pastLimit: 20, backOff });
  const notify = async (transitions: readonly Transition[]) => {
    told.push(...transitions);
  };
  const dispatcher = createDispatcher({ store, engine, catalogue, notify, backOff });
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
  const { version: _version, pending: _pending, announced: _announced, outgoing: _outgoing, ...rest } = item;
  return canonicalJson(rest as unknown as JsonValue);
}
