import type { Catalogue, Config, FindingContext, Store } from '@podguard/core';
import { type App, createApp } from './create-app.ts';
import { DEFAULT_PORT, MAX_BODY_BYTES, PATIENCE_MS } from './create-service.ts';
import { createFeed } from './feed.ts';
import { type Listening, listen } from './listen.ts';
import { watchTransitions } from './watch-transitions.ts';

export interface ReadOnlyServiceDeps {
  /** Where the state is, in the words of whoever named it. */
  readonly place: string;
  readonly store: Pick<Store, 'listItems' | 'listTransitions'>;
  readonly catalogue: Catalogue;
  readonly config: Config;
  readonly context: () => Promise<FindingContext>;
  readonly now: () => Date;
  /** Told of failures that are no caller's mistake. */
  readonly report: (error: unknown) => void;
  /** How often the store is asked for what is new. */
  readonly lookMs?: number;
}

/** The page over a store that another service writes: it takes no records, judges nothing, and writes nothing. */
export function createReadOnlyService(deps: ReadOnlyServiceDeps): {
  readonly app: App;
  listen(options?: { readonly port?: number }): Promise<Listening>;
} {
  let port = DEFAULT_PORT;
  const feed = createFeed();
  const app = createApp({ ...deps, feed, port: () => port, maxBodyBytes: MAX_BODY_BYTES });
  return {
    app,
    async listen(options = {}) {
      const listening = await listen(app, options.port ?? DEFAULT_PORT, PATIENCE_MS);
      port = listening.port;
      const { store, report } = deps;
      const watch = watchTransitions({ store, feed, report, everyMs: deps.lookMs ?? 10_000 });
      return {
        ...listening,
        async close() {
          feed.close();
          await watch.stop();
          await listening.close();
        },
      };
    },
  };
}
