import type { Gap } from '@podguard/report';
import type { Difference } from './difference.ts';
import type { Shard } from './shard.ts';

/**
 * A reading of the whole account. Of a `baseline`, the first one of an account or one that somebody asks for, what was found was
 * there before anybody listened: it is no drift. Times in whole seconds.
 */
export interface DriftRun {
  readonly run: string;
  readonly kind: 'baseline' | 'drift';
  readonly startedAt: string;
}

/** What one shard found, page by page under names of its own. */
export interface ShardPage {
  readonly shard: Shard;
  /** False where the listing did not answer: what is in its place from this page on is not known. */
  readonly listed: boolean;
  /** All that is listed on it. */
  readonly seen: readonly string[];
  readonly differences: readonly Difference[];
  /** What of it was not recorded so, drift or not. */
  readonly news: readonly News[];
  /** What was newer than the read could tell: from then on another read tells it. */
  readonly again: readonly LookAgain[];
  readonly gaps: readonly Gap[];
  /** How the keys begin of what could not be listed there. */
  readonly notListed?: readonly string[];
  /** Whether the listing came to its end with this page. */
  readonly last: boolean;
  readonly counts: ReadCounts;
}

export interface News {
  readonly key: string;
  readonly what: 'changed' | 'appeared' | 'learnt' | 'gone';
}

export interface LookAgain {
  readonly key: string;
  readonly at: string;
}

/**
 * Resources: as recorded; otherwise; not recorded before; of which only something is new that is no drift, as what was unknown, tags
 * and times that move on by themselves.
 */
export interface ReadCounts {
  readonly unchanged: number;
  readonly changed: number;
  readonly appeared: number;
  readonly learnt: number;
}
