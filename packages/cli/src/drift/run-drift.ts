import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type Catalogue,
  createApplyExemptions,
  createDispatcher,
  createEngine,
  createFindingContext,
  type Engine,
  gather,
  reasonOf,
  type Store,
  type Unreached,
} from '@podguard/core';
import { createFinish, type RunProgress, runHere } from '@podguard/drift';
import { createLookupEvents } from '@podguard/inventory';
import { listingsFor } from '@podguard/inventory/kubernetes';
import type { AccountReport, Gap } from '@podguard/report';
import { failedRules } from '../failed-rules.ts';
import type { OpenStore } from '../local-store/index.ts';
import { backOff, type JudgedBy } from './judging.ts';
import { createKeptResults } from './kept-results.ts';
import type { readingOf } from './reading.ts';

export interface DriftWorld {
  readonly opened: OpenStore;
  readonly judgedBy: JudgedBy;
  readonly catalogue: Catalogue;
  readonly reading: ReturnType<typeof readingOf>;
  readonly signal: AbortSignal;
}

export interface RunDriftDeps extends DriftWorld {
  /** A deployed service's own functions judge again and tell; of any other store that is done here. */
  readonly isDeployed: boolean;
  /** Whether events come to this store. */
  readonly isFed: boolean;
  readonly lookups: number;
  readonly onProgress: (progress: RunProgress) => void;
}

export interface DriftTold {
  readonly report: AccountReport;
  /** Of all that the store holds. */
  readonly failed: readonly Unreached[];
  /** To be called when the report was written: until then the next run tells it, too. */
  readonly told: () => Promise<void>;
}

export function engineOf({ opened: { store }, judgedBy, catalogue, reading: { now } }: DriftWorld): Engine {
  return createEngine({ store, catalogue, ...judgedBy, pastLimit: 20, backOff, now });
}

/** Reads the account, corrects what is recorded, and reports. */
export async function runDrift(deps: RunDriftDeps): Promise<DriftTold> {
  const { opened, isDeployed, isFed, judgedBy, catalogue, reading, lookups, signal, onProgress } = deps;
  const { store, state } = opened;
  const { config } = judgedBy;
  const { now, clients, account } = reading;
  const engine = engineOf(deps);
  const gaps: Gap[] = [];
  const fails = (what: string) => (error: unknown) => void gaps.push({ what, reason: reasonOf(error) });
  const context = createFindingContext({ config, state, now, unreadable: fails('an exemption') });
  const second = now()
    .toISOString()
    .replace(/[-:]|\.\d+/g, '');
  // Two may begin in one second.
  const id = `${second}-${randomUUID().slice(0, 8)}`;
  const { results, unreported, told } = await createKeptResults(state, id);
  // Whoever interrupts a run does not wait for what is due.
  const pause = (ms: number) => wait(ms, undefined, { signal }).catch(() => undefined);
  if (!isDeployed)
    await judgeAgain(deps, engine).then((failures) => failures.forEach(fails('judging again')));
  const run = await runHere(
    {
      ...{
        listings: listingsFor(config),
        reading: { ...reading, stop: signal },
        store,
        engine,
        state,
        results,
        unreported,
        lookups,
        isFed,
        signal,
        onProgress,
      },
      lookup: createLookupEvents({ clients, now, pause, timeoutMs: reading.timeoutMs, stop: signal }),
      pause,
    },
    { id },
  );
  if (isDeployed) gaps.push(...(await settle(opened, signal)));
  else {
    // What is told is kept in the store: the page and the reports show it.
    const notify = async (): Promise<void> => {};
    const dispatcher = createDispatcher({ store, engine, catalogue, notify, backOff, now, context });
    const exemptions = async () => (await context()).exemptions;
    const applyExemptions = createApplyExemptions({ store, state, exemptions, catalogue, now });
    await applyExemptions().catch(fails('what is exempt'));
    await dispatcher.sweep().catch(fails('judging what is around what was read'));
  }
  const failed: Unreached[] = [];
  const finish = createFinish({
    store: { listItems: () => noting(store, failed) },
    ...{ state, results, catalogue, config, context, account, now },
  });
  return { report: await finish(run, { interrupted: signal.aborted, gaps }), failed, told };
}

/** A store may be large: where a rule failed is seen as its items pass. */
async function* noting(store: Pick<Store, 'listItems'>, failed: Unreached[]): ReturnType<Store['listItems']> {
  for await (const item of store.listItems()) {
    failed.push(...failedRules(item.undecided));
    yield item;
  }
}

/** As `start` does: what was judged by other rules or settings is judged by these. */
async function judgeAgain(
  { opened: { store }, judgedBy }: RunDriftDeps,
  engine: Engine,
): Promise<readonly unknown[]> {
  const failures: unknown[] = [];
  for await (const { key, judgedWith } of store.listItems())
    if (judgedWith !== judgedBy.judgedWith) await gather([key], (one) => engine.rejudge(one), failures);
  return failures;
}

const PATIENCE_MS = 120_000;
const LOOK_MS = 3_000;

/** Waits until the service has judged what was read, or for two minutes. */
async function settle({ store }: OpenStore, signal: AbortSignal): Promise<readonly Gap[]> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    let pending = 0;
    for await (const _key of store.listPending()) pending += 1;
    if (pending === 0) return [];
    if (signal.aborted || performance.now() > end)
      return [{ what: `${pending} resources`, reason: 'the service has not judged what is around them yet' }];
    await wait(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
}
