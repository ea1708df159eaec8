import {
  type Change,
  configSchema,
  createDispatcher,
  createEngine,
  type FindingContext,
  ServiceError,
  type Store,
  type Transition,
} from '@podguard/core';
import { catalogue } from '@podguard/rules';
import type { Ledger } from './ledger.ts';

/** How many others a hub reads here: the accounts are smaller than those where the default makes a difference. */
const HUB_READS = 12;

export interface ServiceDeps {
  readonly store: Store;
  readonly ledger: Ledger;
  /** Who tells: workers of one process share it. */
  readonly actor: number;
  readonly now: () => Date;
  readonly context: () => Promise<FindingContext>;
  readonly backOff: (attempt: number) => Promise<void>;
  /** While something is told others may write. */
  readonly pause: () => Promise<void>;
  /** Decides by chance, of a hundred. */
  readonly happens: (percent: number) => boolean;
  /** Of a hundred alerts those that fail, and of a hundred records those whose worker ends before it dispatches. */
  readonly failing: number;
  /** The fault that the checks must see: what is to be told is told after it was written down as told. */
  readonly clearsFirst: boolean;
  readonly counts: Counts;
}

export interface Counts {
  failedBefore: number;
  failedAfter: number;
  abandoned: number;
}

export interface Service {
  deliver(change: Change): Promise<void>;
  /** Returns how many were found. */
  sweep(): Promise<number>;
}

/** In pauses: telling takes longer than a read. */
const TELLING = 60;
const PLANNED = new Error('it failed, as was planned');

/** One worker: judges and dispatches as the service does, and fails as it was asked to. */
export function createService(deps: ServiceDeps): Service {
  const { store, ledger, now, context, backOff, happens, failing, counts } = deps;
  const config = configSchema.parse({});
  const clock = { now, hubReads: HUB_READS };
  const engine = createEngine({
    ...{ store, catalogue, config, judgedWith: 'test', pastLimit: 20, backOff },
    ...clock,
    onJudged: ({ item, histories }) => ledger.judged(item.key, histories.keys()),
  });
  const tell = async (transitions: readonly Transition[]): Promise<void> => {
    const fails = happens(failing);
    const isSent = !fails || happens(50);
    for (let pauses = 0; pauses < TELLING; pauses += 1) await deps.pause();
    if (isSent) ledger.told(deps.actor, transitions, fails);
    if (!fails) return;
    counts[isSent ? 'failedAfter' : 'failedBefore'] += 1;
    throw PLANNED;
  };
  const late: (readonly Transition[])[] = [];
  const notify = async (transitions: readonly Transition[]): Promise<void> => {
    if (deps.clearsFirst) late.push(transitions);
    else await tell(transitions);
  };
  const dispatcher = createDispatcher({ store, engine, catalogue, notify, backOff, context, ...clock });
  const tellLate = async (): Promise<void> => {
    for (const transitions of late.splice(0)) await tell(transitions);
  };
  return {
    async deliver(change) {
      for (let isDone = false; !isDone; ) {
        isDone = await endsAsPlanned(async () => {
          await engine.apply(change);
          if (happens(failing)) counts.abandoned += 1;
          else await dispatcher.dispatch(change.key);
          await tellLate();
        });
      }
    },
    async sweep() {
      let found = 1;
      await endsAsPlanned(async () => {
        found = await dispatcher.sweep();
        await tellLate();
      });
      return found;
    },
  };
}

/** False: others were faster, and the queue delivers it again. What nobody planned is thrown. */
async function endsAsPlanned(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const all = causesOf(error);
    const unplanned = all.filter((one) => one !== PLANNED && !isContended(one));
    if (unplanned.length > 0) throw unplanned[0];
    return !all.some(isContended);
  }
}

function causesOf(error: unknown): readonly unknown[] {
  return error instanceof AggregateError ? error.errors.flatMap(causesOf) : [error];
}

function isContended(error: unknown): boolean {
  return error instanceof ServiceError && error.code === 'store-contended';
}
