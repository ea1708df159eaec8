import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import {
  type Change,
  createApplyExemptions,
  type FindingContext,
  HUB_INTERVAL_MS,
  type Item,
  type Store,
} from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { createRandom } from '../../../scripts/samples/random.ts';
import { itemsOf } from '../../support/harness.ts';
import { changesOf, deliveriesOf, type Mix } from './accounts.ts';
import { type Checked, check } from './check.ts';
import { END, exemptionsOf, MIDDLE } from './exemptions.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { type Counts, createService } from './service.ts';
import { forgetting, type Losing, losing, openStore, type StoreKind, watched } from './stores.ts';

export interface RoundOptions {
  readonly seed: number;
  readonly deliveries: number;
  readonly store: StoreKind;
  readonly mix: Mix;
  /** Whether the workers are of one process, or each is one. */
  readonly together: boolean;
  /** Absent: no write is lost. */
  readonly loses?: Losing;
  readonly clearsFirst?: boolean;
  readonly forgetsLater?: boolean;
}

export interface Round extends Checked, Counts {
  readonly deliveries: number;
  readonly changes: number;
  /** In seconds, without the reference and the checks. */
  readonly seconds: number;
}

const WORKERS = 16;
const REPEATED = 0.3;
const FAILING = 5;
const SWEEP_EVERY = 1000;
const MOST_SWEEPS = 200;

interface World {
  readonly ledger: Ledger;
  readonly items: ReadonlyMap<string, Item>;
}

/** Delivers what happened in some accounts to 16 workers, and compares with one undisturbed worker in the true order. */
export async function runRound(options: RoundOptions): Promise<Round> {
  const { seed, deliveries } = options;
  const { changes, queue } = roundOf(options);
  const reference = await live(createMemoryStore(), changes, { ...options, undisturbed: true });
  const { store, close } = await openStore(options.store);
  try {
    const faulty = faultyOf(store, options);
    const run = await live(faulty, queue, { ...options, undisturbed: false });
    const kept = new Set((await store.listTransitions(Number.MAX_SAFE_INTEGER)).map(({ id }) => id));
    const { faults, ...checked } = check({ reference, run, changes, kept });
    return {
      ...checked,
      ...run.counts,
      deliveries,
      changes: changes.length,
      seconds: run.seconds,
      faults: [...run.faults, ...faults].map((fault) => `seed ${seed}, ${deliveries} deliveries: ${fault}`),
    };
  } finally {
    await close();
  }
}

/** What happened, and how it is delivered. */
export function roundOf({ seed, deliveries, mix }: Pick<RoundOptions, 'seed' | 'deliveries' | 'mix'>): {
  readonly changes: readonly Change[];
  readonly queue: readonly Change[];
} {
  const changes = changesOf(seed, { count: Math.round(deliveries * (1 - REPEATED)), mix });
  return { changes, queue: deliveriesOf(changes, { count: deliveries, seed: seed + 1 }) };
}

function faultyOf(store: Store, { loses, forgetsLater }: RoundOptions): Store {
  if (forgetsLater === true) return forgetting(store);
  return loses === undefined ? store : losing(store, loses);
}

interface LiveOptions extends RoundOptions {
  readonly undisturbed: boolean;
}

interface Lived extends World {
  readonly context: FindingContext;
  readonly counts: Counts;
  readonly faults: readonly string[];
  readonly seconds: number;
}

/** Lives through the deliveries, and through the time after them until nothing is left to do. */
async function live(base: Store, queue: readonly Change[], options: LiveOptions): Promise<Lived> {
  const { seed, undisturbed, together } = options;
  const ledger = createLedger();
  const random = createRandom(seed + 2);
  const isRemote = options.store === 'dynalite' && !undisturbed;
  const pause = async (): Promise<void> => {
    if (isRemote || undisturbed || random.below(4) > 0) return;
    for (let ticks = random.below(12); ticks > 0; ticks -= 1) await null;
  };
  const backOff = isRemote
    ? (attempt: number) => wait(Math.random() * Math.min(200, 5 * 2 ** attempt))
    : pause;
  let time = MIDDLE - (END - MIDDLE);
  const step = (END - time) / queue.length;
  const now = () => new Date(time);
  const exemptions = exemptionsOf(queue);
  const context = async () => ({ exemptions, at: now(), config: { ownerTag: '', owners: [] } });
  const counts: Counts = { failedBefore: 0, failedAfter: 0, abandoned: 0 };
  const shared = watched(base, ledger, pause);
  const state = createMemoryServiceState(shared, () => time);
  const apply = createApplyExemptions({
    ...{ store: shared, state, catalogue, now },
    exemptions: async () => exemptions,
  });
  const workerOf = (actor: number) =>
    createService({
      store: together ? shared : watched(base, ledger, pause),
      actor: together ? 0 : actor,
      happens: (percent) => random.below(100) < percent,
      failing: undisturbed ? 0 : FAILING,
      clearsFirst: !undisturbed && options.clearsFirst === true,
      ...{ ledger, now, context, backOff, pause, counts },
    });
  const faults: string[] = [];
  const began = performance.now();
  const left = queue.entries();
  await Promise.all(
    Array.from({ length: undisturbed ? 1 : WORKERS }, async (_, actor) => {
      const service = workerOf(actor);
      for (const [at, change] of left) {
        time += step;
        try {
          await service.deliver(change);
          if (at % SWEEP_EVERY === 0) await service.sweep();
          if (at % (SWEEP_EVERY * 4) === 0) await apply();
        } catch (error) {
          faults.push(`${change.key}: ${change.stamp.eventId}: ${String(error)}`);
        }
        if (at % 500 === 0) await turn();
      }
    }),
  );
  const last = workerOf(WORKERS);
  let sweeps = 0;
  for (let quiet = 0; quiet < 4 && sweeps < MOST_SWEEPS; sweeps += 1) {
    time += HUB_INTERVAL_MS;
    const marked = await apply();
    quiet = (await last.sweep()) + marked === 0 ? quiet + 1 : 0;
  }
  if (sweeps === MOST_SWEEPS) faults.push(`something is pending after ${sweeps} sweeps`);
  const seconds = (performance.now() - began) / 1000;
  return { ledger, items: await itemsOf(base), context: await context(), counts, faults, seconds };
}
