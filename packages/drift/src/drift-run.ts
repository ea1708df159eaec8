import type { Gap } from '@podguard/report';
import type { Difference } from './difference.ts';
import type { Shard } from './shard.ts';

/**
 * A reading of the whole account. Of a `baseline`, the first one of an account or of other regions, what was found was there
 * before anybody listened: it is no drift. Times in whole seconds.
 */
export interface DriftRun {
  readonly run: string;
  readonly kind: 'baseline' | 'drift';
  readonly startedAt: string;
}

/** What one shard found, page by page under names of its own. */
export interface ShardPage {
  readonly shard: Shard;
  /** All that is listed on it. */
  readonly seen: readonly string[];
  readonly differences: readonly Difference[];
  readonly gaps: readonly Gap[];
  /** Whether the listing came to its end with this page. */
  readonly last: boolean;
  readonly counts: ReadCounts;
}

/** Resources: as recorded; otherwise; not recorded before; of which only something unknown became known. */
export interface ReadCounts {
  readonly unchanged: number;
  readonly changed: number;
  readonly appeared: number;
  readonly learnt: number;
}
