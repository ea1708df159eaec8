import type { Store } from '@podguard/core';
import type { Feed } from './feed.ts';
import { type Repeating, repeat } from './repeat.ts';

export interface WatchDeps {
  readonly store: Pick<Store, 'listTransitions'>;
  readonly feed: Pick<Feed, 'publish'>;
  readonly report: (error: unknown) => void;
  readonly everyMs: number;
}

const NEWEST = 50;

/** Publishes what another process tells of the same store: it is asked for its newest transitions again and again. */
export function watchTransitions({ store, feed, report, everyMs }: WatchDeps): Repeating {
  let known: ReadonlySet<string> | undefined;
  const look = async (): Promise<void> => {
    try {
      const newest = await store.listTransitions(NEWEST);
      const before = known;
      if (before !== undefined) await feed.publish(newest.filter(({ id }) => !before.has(id)).toReversed());
      known = new Set(newest.map(({ id }) => id));
    } catch (error) {
      report(error);
    }
  };
  return repeat(look, everyMs);
}
