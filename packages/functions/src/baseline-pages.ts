import { ServiceError, type StateChange } from '@podguard/core';
import { type BaselineRun, type Step, withGap, withoutStep } from './baseline-run.ts';

/** A page of what a listing told, or why there is none. */
export type Listed =
  | {
      readonly outcome: 'read';
      /** Of all that is listed. */
      readonly keys: readonly string[];
      /** What is not known yet. */
      readonly changes: readonly StateChange[];
      readonly unread: readonly { readonly key: string; readonly outcome: string; readonly reason: string }[];
      readonly next: string | undefined;
    }
  | { readonly outcome: 'denied' | 'unavailable' | 'slow' | 'failed'; readonly reason: string };

/** What could not be recorded and never will: keys, and why. */
export type Refused = ReadonlyMap<string, string>;

export interface PageDeps {
  /** A page of a listing; `token` is what the page before it gave as `next`. */
  readonly list: (step: Step, token: string | undefined) => Promise<Listed>;
  /** Throws what may pass. */
  readonly record: (changes: readonly StateChange[]) => Promise<Refused>;
  /** The steps that follow from what a listing lists: those of each cluster. */
  readonly stepsFrom: (step: Step, keys: readonly string[]) => readonly Step[];
}

/** How often a page is tried before the report says that it could not be read. */
const MOST_TRIES = 3;

/** Reads the page at hand. `again`: it is to be tried later. */
export async function readPage(
  run: BaselineRun,
  step: Step,
  { list, record, stepsFrom }: PageDeps,
): Promise<{ readonly run: BaselineRun; readonly again: boolean }> {
  const what = nameOf(step);
  if (run.begun > MOST_TRIES) {
    const reason = `it was begun ${MOST_TRIES} times and never came to its end`;
    return { run: withoutStep(withGap(run, what, reason)), again: false };
  }
  const more = run.failed + 1 < MOST_TRIES;
  const again = { run: { ...run, begun: 0, failed: run.failed + 1 }, again: true };
  let listed: Listed;
  let refused: Refused;
  try {
    listed = await list(step, run.token ?? undefined);
    refused = listed.outcome === 'read' ? await record(listed.changes) : new Map();
  } catch (error) {
    // Thrown, the queue hands the message out again after six times the function's timeout.
    if (more && isPassing(error)) return again;
    throw error;
  }
  if (listed.outcome !== 'read') {
    const { outcome, reason } = listed;
    if (more && (outcome === 'slow' || outcome === 'failed')) return again;
    return { run: withoutStep(withGap(run, what, `${outcome}: ${reason}`)), again: false };
  }
  const { keys, unread, next } = listed;
  if (more && unread.some(({ outcome }) => outcome === 'slow')) return again;

  let read: BaselineRun = {
    ...run,
    pages: run.pages + 1,
    resources: run.resources + keys.length - unread.length,
  };
  for (const { key, outcome, reason } of unread) read = withGap(read, key, `${outcome}: ${reason}`);
  for (const [key, reason] of refused) read = withGap(read, key, `it could not be recorded: ${reason}`);
  const [at = step, ...rest] = read.todo;
  read = { ...read, todo: [at, ...stepsFrom(step, keys), ...rest], begun: 0, failed: 0 };
  return { run: next === undefined ? withoutStep(read) : { ...read, token: next }, again: false };
}

function isPassing(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isPassing);
  return error instanceof ServiceError && error.retryable;
}

function nameOf({ listing, region, cluster }: Step): string {
  return [listing, ...(cluster === undefined ? [] : [`of ${cluster}`]), `in ${region}`].join(' ');
}
