import { reasonOf, type ServiceState } from '@podguard/core';
import type { DriftDeps } from './drift-deps.ts';
import type { DriftRun } from './drift-run.ts';
import { createExplain } from './explain.ts';
import { createPlan, serviceOf } from './plan.ts';
import { createReconcile } from './reconcile.ts';
import { createGiveUp, createScan } from './scan.ts';
import type { Shard } from './shard.ts';
import { startRun } from './start-run.ts';

export interface RunHereDeps extends DriftDeps {
  readonly state: Pick<ServiceState, 'loadMark' | 'replaceMark' | 'listApprovals'>;
  /** Told how far the run is. */
  readonly onProgress?: (progress: RunProgress) => void;
  /** Where it is aborted, what is read is ended and the rest is left. */
  readonly signal?: AbortSignal;
}

export interface RunProgress {
  readonly step: 'plan' | 'scan' | 'reconcile' | 'explain';
  readonly shards: number;
  readonly left: number;
}

export interface Concurrency {
  /** Shards that are read at once, and of those how many by calls of one service. Each reads five resources at a time. */
  readonly shards: number;
  readonly perService: number;
}

export const CONCURRENCY: Concurrency = { shards: 12, perService: 8 };

const MOST_TRIES = 3;
const FOREVER = () => Number.POSITIVE_INFINITY;

/** Makes a run in one process: starts it, and ends when it can be reported. */
export async function runHere(
  deps: RunHereDeps,
  {
    id,
    kind,
    concurrency = CONCURRENCY,
  }: { readonly id: string; readonly kind?: DriftRun['kind']; readonly concurrency?: Concurrency },
): Promise<DriftRun> {
  const { state, reading, signal, onProgress = () => {} } = deps;
  const { account, regions, now } = reading;
  const run = await startRun({ state, account, regions, now }, id, kind);
  onProgress({ step: 'plan', shards: 0, left: 0 });
  const shards = await createPlan(deps)(run);
  await scanAll(run, shards, { ...deps, onProgress, concurrency });
  const isOver = () => signal?.aborted === true;
  const reconcile = createReconcile(deps);
  onProgress({ step: 'reconcile', shards: shards.length, left: 0 });
  for (let from: string | undefined; !isOver(); ) {
    from = (await reconcile(run, from, FOREVER)).next;
    if (from === undefined) break;
  }
  if (run.kind === 'baseline') return run;
  onProgress({ step: 'explain', shards: shards.length, left: 0 });
  const explain = createExplain(deps);
  while (!isOver() && !(await explain(run, FOREVER)).done);
  return run;
}

/** Each shard by itself; who fails again and again is named, and holds up no other. */
async function scanAll(
  run: DriftRun,
  shards: readonly Shard[],
  {
    concurrency,
    onProgress,
    signal,
    ...deps
  }: RunHereDeps & {
    readonly concurrency: Concurrency;
    readonly onProgress: (progress: RunProgress) => void;
  },
): Promise<void> {
  const scan = createScan(deps);
  const giveUp = createGiveUp(deps);
  const waiting = [...shards];
  const busy = new Map<string, number>();
  const idle: (() => void)[] = [];
  let left = shards.length;

  const take = (): Shard | undefined => {
    const at = waiting.findIndex(
      ({ listing }) => (busy.get(serviceIn(listing)) ?? 0) < concurrency.perService,
    );
    return at < 0 ? undefined : waiting.splice(at, 1)[0];
  };
  const serviceIn = (listing: string) => serviceOf(deps.listings, listing);
  const count = (listing: string, by: number) =>
    busy.set(serviceIn(listing), (busy.get(serviceIn(listing)) ?? 0) + by);

  const worker = async (): Promise<void> => {
    while (waiting.length > 0 && signal?.aborted !== true) {
      const shard = take();
      if (shard === undefined) {
        await new Promise<void>((resolve) => idle.push(resolve));
        continue;
      }
      count(shard.listing, 1);
      try {
        await tryShard(shard);
      } finally {
        count(shard.listing, -1);
        for (const wake of idle.splice(0)) wake();
      }
      left -= 1;
      onProgress({ step: 'scan', shards: shards.length, left });
    }
  };
  const tryShard = async (shard: Shard): Promise<void> => {
    let rest: readonly Shard[] = [shard];
    for (let tries = 1; rest.length > 0 && signal?.aborted !== true; ) {
      try {
        // A page at a time, so that a try begins where the one before came to.
        rest = await scan(run, rest, () => 0);
        tries = 1;
      } catch (error) {
        if (tries === MOST_TRIES) return giveUp(run, rest, `it failed ${tries} times: ${reasonOf(error)}`);
        tries += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency.shards, shards.length) }, worker));
}
