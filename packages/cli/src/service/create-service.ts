import {
  type ApplyExemptions,
  type Catalogue,
  type Config,
  type Dispatcher,
  type Engine,
  type FindingContext,
  ServiceError,
  type Store,
} from '@podguard/core';
import { type App, createApp } from './create-app.ts';
import type { Feed } from './feed.ts';
import { createIngest, type Ingested, type ReadEvents } from './ingest.ts';
import { type Listening, listen } from './listen.ts';
import { type Repeating, repeat } from './repeat.ts';

export const DEFAULT_PORT = 4700;
const ENDING = new ServiceError('store-unreachable', 'the service is ending: send it again when it runs', {
  retryable: true,
});
export const PATIENCE_MS = 10_000;
export const MAX_BODY_BYTES = 5 * 1024 * 1024;

export interface ServiceDeps {
  readonly store: Store;
  readonly engine: Engine;
  /** Makes a dispatcher with this feed's `publish` as its `notify`. */
  readonly dispatcherOf: (engine: Engine) => Dispatcher;
  readonly catalogue: Catalogue;
  readonly config: Config;
  /** What is exempt by now, and whose things are. */
  readonly context: () => Promise<FindingContext>;
  /** Marks what is exempt now, or no longer, so that it is told. */
  readonly applyExemptions: ApplyExemptions;
  readonly feed: Feed;
  readonly readEvents: ReadEvents;
  readonly now: () => Date;
  /** Told of failures that are no caller's mistake. */
  readonly report: (error: unknown) => void;
  /** Where commands find the state, as `--store` names it. */
  readonly where?: string | undefined;
  readonly maxBodyBytes?: number;
  /** How often what stayed pending is dispatched while listening. */
  readonly sweepMs?: number;
  /** How long a client may take to send a request's headers; three times that for all of it. */
  readonly patienceMs?: number;
}

export interface Service {
  readonly app: App;
  /** What `POST /events` does, for records that come another way. */
  readonly ingest: (bytes: Uint8Array) => Promise<Ingested>;
  /** Opens the port and dispatches what a former process left. Without `port`: 4700; 0: any that is free. */
  listen(options?: { readonly port?: number }): Promise<Listening>;
}

/** Creates the local service: records in, findings out, and the page. */
export function createService(deps: ServiceDeps): Service {
  let port = DEFAULT_PORT;
  const ending = new AbortController();
  const busy = new Set<Promise<Ingested>>();
  const take = createIngest({ ...deps, ending: ending.signal });
  const ingest = async (bytes: Uint8Array): Promise<Ingested> => {
    const work = take(bytes);
    busy.add(work);
    try {
      return await work;
    } finally {
      busy.delete(work);
    }
  };
  const app = createApp({
    ...deps,
    report: (error) => {
      if (error !== ENDING) deps.report(error);
    },
    ingest,
    port: () => port,
    maxBodyBytes: deps.maxBodyBytes ?? MAX_BODY_BYTES,
    ending: ending.signal,
  });
  return {
    app,
    ingest,
    async listen(options = {}) {
      const listening = await listen(app, options.port ?? DEFAULT_PORT, deps.patienceMs ?? PATIENCE_MS);
      port = listening.port;
      const sweeper = startSweeper(deps, busy);
      return {
        ...listening,
        async close() {
          ending.abort(ENDING);
          deps.feed.close();
          await Promise.all([sweeper.stop(), ...busy]);
          await listening.close();
        },
      };
    },
  };
}

/** The local store has no stream: what a crash left pending is looked for every few seconds, one sweep at a time. */
function startSweeper(deps: ServiceDeps, busy: ReadonlySet<Promise<unknown>>): Repeating {
  const dispatcher = deps.dispatcherOf(deps.engine);
  const sweep = async (): Promise<void> => {
    // What is being taken in is told by whoever takes it, so that its answer holds it.
    await Promise.allSettled([...busy]);
    for (const work of [() => deps.applyExemptions(), () => dispatcher.sweep()])
      await work().catch(deps.report);
  };
  return repeat(sweep, deps.sweepMs ?? 5_000);
}
