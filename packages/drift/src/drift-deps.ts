import type { Config, Engine, ServiceState, Store } from '@podguard/core';
import type { Listing, ReadDeps } from '@podguard/inventory';
import type { Lookup } from './lookup.ts';
import type { RunResults } from './run-results.ts';

/** What the parts of a run are made of; each takes some of it. */
export interface DriftDeps {
  readonly listings: readonly Listing[];
  /** How the account is read. */
  readonly reading: Omit<ReadDeps, 'recorded'>;
  readonly store: Pick<Store, 'load' | 'listItems'>;
  /** Records what was read. */
  readonly engine: Pick<Engine, 'apply'>;
  readonly state: Pick<ServiceState, 'loadMark' | 'replaceMark' | 'listApprovals'>;
  readonly results: RunResults;
  readonly lookup: Lookup;
  /** False where no events come to this store: then none is on its way. Default: they come. */
  readonly isFed?: boolean;
  /** How many differences of a run are looked up. */
  readonly lookups: Config['drift']['lookups'];
  /** Waits so many milliseconds. */
  readonly pause: (ms: number) => Promise<unknown>;
}
