import { setTimeout as wait } from 'node:timers/promises';
import {
  type Change,
  configSchema,
  createDispatcher,
  createEngine,
  type Dispatcher,
  ServiceError,
  type Store,
} from '@podguard/core';
import { catalogue } from '@podguard/rules';

export interface Service {
  readonly dispatcher: Dispatcher;
  /** Applies and dispatches, again where others were faster, as a queue would. */
  deliver(change: Change): Promise<void>;
}

/** Engine and dispatcher over a store that others write, too; with a clock, hubs wait, from two others on. */
export function createService(store: Store, now?: () => Date): Service {
  const backOff = async (attempt: number) => wait(Math.random() * Math.min(200, 5 * 2 ** attempt));
  const config = configSchema.parse({});
  const clock = now === undefined ? {} : { now, hubReads: 2 };
  const engine = createEngine({
    store,
    catalogue,
    config,
    judgedWith: 'test',
    pastLimit: 20,
    backOff,
    ...clock,
  });
  const dispatcher = createDispatcher({
    store,
    engine,
    catalogue,
    notify: async () => {},
    backOff,
    ...clock,
  });
  const service: Service = {
    dispatcher,
    async deliver(change) {
      try {
        await engine.apply(change);
        await dispatcher.dispatch(change.key);
      } catch (error) {
        if (!(error instanceof ServiceError && error.code === 'store-contended')) throw error;
        await service.deliver(change);
      }
    },
  };
  return service;
}

/** Sweeps until nothing is left; throws where that does not end. */
export async function sweepAll(dispatcher: Dispatcher): Promise<void> {
  for (let sweep = 0; sweep < 20; sweep += 1) if ((await dispatcher.sweep()) === 0) return;
  throw new Error('there is always something pending');
}
