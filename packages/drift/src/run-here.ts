import { reasonOf, type ServiceState } from '@podguard/core';
import { mapBounded } from '@podguard/inventory';
import { carryOver, type Unreported } from './carry-over.ts';
import type { DriftDeps } from './drift-deps.ts';
import type { DriftRun } from './drift-run.ts';
import { createExplain } from './explain.ts';
import { createPlan } from './plan.ts';
import { createReconcile } from './reconcile.ts';
import { createGiveUp, createScan } from './scan.ts';
import type { Shard } from './shard.ts';
import { startRun } from './start-run.ts';
import { createTurns } from './turns.ts';

export interface RunHereDeps extends DriftDeps {
  readonly state: Pick<ServiceState, 'loadMark' | 'replaceMark' | 'listApprovals'>;
  /** Told how far the run is. */
  readonly onProgress?: (progress: RunProgress) => void;
  /** What earlier runs found that nobody was told. */
  readonly unreported?: readonly Unreported[];
  /** Where it is aborted, what is read is ended and the rest is left. */
  readonly signal?: AbortSignal;
}

export interface RunProgress {
  readonly step: 'plan' | 'scan' | 'reconcile' | 'explain';
  readonly shards: number;
  readonly left: number;
}

export interface Concurrency {
  /** Shards that are read at once: each lists, and reads five resources at a time. */
  readonly shards: number;
  /** Lists and resources that are read at once by calls of one service. */
  readonly perService: number;
}

export const CONCURRENCY: Concurrency = { shards: 40, perService: 40 };

const MOST_TRIES = 3;
const FOREVER = () => Number.POSITIVE_INFINITY;

/** Makes a run in one process: starts it, and ends when it can be reported. */
export async function runHere(
  given: RunHereDeps,
  {
    id,
    kind,
    concurrency = CONCURRENCY,
  }: { readonly id: string; readonly kind?: DriftRun['kind']; readonly concurrency?: Concurrency },
): Promise<DriftRun> {
  const reading = { ...given.reading, inTurn: createTurns(concurrency.perService) };
  const deps = { ...given, reading };
  const { state, signal, onProgress = () => {} } = deps;
  const { account, now } = reading;
  const run = await startRun({ state, account, now }, id, kind);
  await carryOver(run, deps.results, deps.unreported ?? []);
  onProgress({ step: 'plan', shards: 0, left: 0 });
  const shards = await createPlan(deps)(run);
  await scanAll(run, shards, { ...deps, onProgress, atOnce: concurrency.shards });
  const isOver = () => signal?.aborted === true;
  const reconcile = createReconcile(deps);
  onProgress({ step: 'reconcile', shards: shards.length, left: 0 });
  for (let from: string | undefined; !isOver(); ) {
    from = (await reconcile(run, from, FOREVER)).next;
    if (from === undefined) break;
  }
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
    atOnce,
    onProgress,
    signal,
    ...deps
  }: RunHereDeps & {
    readonly atOnce: number;
    readonly onProgress: (progress: RunProgress) => void;
  },
): Promise<void> {
  const scan = createScan(deps);
  const giveUp = createGiveUp(deps);
  let left = shards.length;
  await mapBounded(shards, atOnce, async (shard) => {
    if (signal?.aborted === true) return;
    await tryShard(shard);
    left -= 1;
    onProgress({ step: 'scan', shards: shards.length, left });
  });

  async function tryShard(shard: Shard): Promise<void> {
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
  }
}
