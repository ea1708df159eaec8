import { reasonOf, type ServiceState } from '@podguard/core';
import { MOST_BATCHES, MOST_SLICES } from '@podguard/deployment';
import { carryOver, type DriftRun, type RunResults, type Shard } from '@podguard/drift';
import { dealOut, listLeft, loadLeft, saveLeft } from './drift-batches.ts';
import { claimRun, endRun, isOurs, listUnreported } from './drift-execution.ts';
import { type DriftSettleDeps, settle } from './drift-settle.ts';
import type { Along, Batch, DriftStepEvent } from './drift-state.ts';

type Remaining = () => number;

/** What a step works with. What it found is kept by the execution that found it. */
export interface DriftDeps extends DriftSettleDeps {
  readonly state: ServiceState;
  readonly results: RunResults;
  /** What another execution found. */
  readonly resultsOf: (execution: string) => RunResults;
  /** Begins a run, or goes on with the one of that id. */
  readonly begin: (run: string, kind: DriftRun['kind'] | undefined) => Promise<DriftRun>;
  readonly plan: (run: DriftRun) => Promise<readonly Shard[]>;
  /** Gives the shards that are left. */
  readonly scan: (
    run: DriftRun,
    shards: readonly Shard[],
    remainingMs: Remaining,
  ) => Promise<readonly Shard[]>;
  /** Names shards that cannot be read, from the page on at which each is. */
  readonly giveUp: (run: DriftRun, shards: readonly Shard[], reason: string) => Promise<void>;
  readonly reconcile: (
    run: DriftRun,
    from: string | undefined,
    remainingMs: Remaining,
  ) => Promise<{ readonly next?: string | undefined }>;
  readonly explain: (run: DriftRun, remainingMs: Remaining) => Promise<{ readonly done: boolean }>;
  /** Writes the report and tells of it, once. */
  readonly report: (state: Along) => Promise<string>;
}

/** A page takes seconds, and where AWS asks for patience some more. */
const RESERVE_MS = 30_000;
/** A page of a thousand takes half a minute where the bucket and the table are slow: what reads it is told that it has so much less. */
const SPARE_MS = 15_000;
const AGAIN_AND_AGAIN = 'reading it failed again and again: the log of the function drift says why';
const NO_TIME = 'there was no time left to read it';

/** Creates the steps of the state machine of `packages/deployment`: each gives what the next one begins with. */
export function createDriftSteps(deps: DriftDeps) {
  return async (event: DriftStepEvent, remainingMs: Remaining): Promise<object> => {
    const { execution } = event;
    if (event.step === 'plan') return plan(event, deps);
    if (event.step === 'abandon') return abandon(execution, deps);
    const goesOn = await isOurs(deps.state, execution);
    if (!goesOn) return event.step === 'report' ? overtaken(event.state) : { ...event.state, done: true };
    switch (event.step) {
      case 'scan':
        return scan(event.state, deps, () => remainingMs() - SPARE_MS);
      case 'give-up':
        return giveUp(event.state, deps);
      case 'reconcile': {
        const { run, from } = event.state;
        const { next } = await deps.reconcile(run, from, remainingMs);
        const { from: _, ...rest } = event.state;
        return turn(rest, 'reconcile', next === undefined ? {} : { from: next }, next === undefined);
      }
      case 'explain': {
        await takeOver(event.state, deps);
        const { done } = await deps.explain(event.state.run, remainingMs);
        return turn(event.state, 'explain', {}, done);
      }
      case 'settle': {
        const { done, settling } = await settle(event.state, deps);
        return turn(event.state, 'settle', { settling }, done);
      }
      case 'report': {
        const along = await takeOver(await withoutLeft(event.state, deps), deps);
        const report = await deps.report(along);
        await endRun(deps.state, execution, deps.now(), { failed: false });
        return { run: event.state.run, report };
      }
    }
  };
}

async function plan(
  { execution, state: asked }: Extract<DriftStepEvent, { step: 'plan' }>,
  { state, results, begin, plan: shardsOf, now }: DriftDeps,
): Promise<object> {
  const claimed = await claimRun(state, { ...asked, execution }, now());
  if (claimed !== 'ours') return { go: false, why: claimed };
  const run = await begin(asked.run, asked.kind);
  const batches = await dealOut(results, run.run, await shardsOf(run), MOST_BATCHES);
  return { go: true, run, batches };
}

/** One shard after the other, each written down: what fails then is the one at hand. */
async function scan(
  { run, batch, slices }: Batch,
  { results, scan: read }: DriftDeps,
  remainingMs: Remaining,
): Promise<object> {
  let left = await loadLeft(results, run.run, batch);
  do {
    const [at, ...others] = left;
    if (at === undefined) break;
    left = [...(await read(run, [at], remainingMs)), ...others];
    await saveLeft(results, run.run, batch, left);
  } while (remainingMs() >= RESERVE_MS);
  return next({ run, batch, slices: slices + 1 }, left);
}

async function giveUp({ run, batch, slices }: Batch, deps: DriftDeps): Promise<object> {
  const [at, ...others] = await loadLeft(deps.results, run.run, batch);
  if (at !== undefined) await deps.giveUp(run, [at], AGAIN_AND_AGAIN);
  await saveLeft(deps.results, run.run, batch, others);
  return next({ run, batch, slices: slices + 1 }, others);
}

/** Names what nobody came to; where not even that can be done, that. */
async function withoutLeft(state: Along, deps: DriftDeps): Promise<Along> {
  const { run, errors } = state;
  try {
    await deps.giveUp(run, await Array.fromAsync(listLeft(deps.results, run.run)), NO_TIME);
    return state;
  } catch (error) {
    return { ...state, errors: { ...errors, scan: { Error: 'NotNamed', Cause: reasonOf(error) } } };
  }
}

/**
 * Takes over what runs found that ended without a report, this late, as a step of theirs may have gone on for a while; where that
 * cannot be done, names it.
 */
async function takeOver(along: Along, { state, results, resultsOf }: DriftDeps): Promise<Along> {
  const unreported = await listUnreported(state);
  try {
    const found = unreported.map(({ run, execution }) => ({ run, results: resultsOf(execution) }));
    await carryOver(along.run, results, found);
    return along;
  } catch (error) {
    const runs = unreported.map(({ run }) => run).join(', ');
    const earlier = { Error: 'NotTakenOver', Cause: `${runs}: ${reasonOf(error)}` };
    return { ...along, errors: { ...along.errors, earlier } };
  }
}

/** Those that are left when it was gone on with often enough are named in the report. */
function next(batch: Batch, left: readonly Shard[]): object {
  return { ...batch, done: left.length === 0 || batch.slices >= MOST_SLICES };
}

/** Once more round a loop, or out of it; what was not done after so many times is named in the report. */
function turn(
  { errors, turns, ...state }: Along,
  step: 'reconcile' | 'explain' | 'settle',
  more: object,
  isDone: boolean,
): object {
  const taken = (turns[step] ?? 0) + 1;
  const isLast = taken >= MOST_SLICES;
  const done = isDone || isLast;
  const lost = !isDone && isLast && step !== 'settle';
  const added = lost
    ? { [step]: { Error: 'OutOfTime', Cause: `${MOST_SLICES} slices were not enough` } }
    : {};
  return { ...state, ...more, errors: { ...errors, ...added }, turns: { ...turns, [step]: taken }, done };
}

function overtaken({ run }: Along): object {
  return { run, report: null };
}

async function abandon(execution: string, { state, now }: DriftDeps): Promise<object> {
  await endRun(state, execution, now(), { failed: true });
  return {};
}
