import { ServiceError, type StateChange } from '@podguard/core';
import { type BaselineRun, type Keep, type Step, withGap, withoutPage } from './baseline-run.ts';

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

/**
 * Reads the page at hand. `again`: it is to be tried later. What comes after it is kept before it is recorded: a page that is
 * given up then ends no listing.
 */
export async function readPage(
  run: BaselineRun,
  step: Step,
  { list, record, stepsFrom }: PageDeps,
  keep: Keep,
): Promise<{ readonly run: BaselineRun; readonly again: boolean }> {
  if (run.begun > MOST_TRIES) {
    const reason = `it was begun ${MOST_TRIES} times and never came to its end`;
    return { run: givenUp(run, step, reason), again: false };
  }
  const more = run.failed + 1 < MOST_TRIES;
  const later = (at: BaselineRun) => ({ run: { ...at, begun: 0, failed: at.failed + 1 }, again: true });
  let at = run;
  let listed: Listed;
  let refused: Refused = new Map();
  try {
    listed = await list(step, run.token ?? undefined);
    if (listed.outcome === 'read') {
      const { keys, changes, next: token = null } = listed;
      at = { ...run, after: { token, steps: [...stepsFrom(step, keys)] } };
      if (changes.length > 0) {
        await keep(at);
        refused = await record(changes);
      }
    }
  } catch (error) {
    // Thrown, the queue hands the message out again after six times the function's timeout.
    if (more && isPassing(error)) return later(at);
    throw error;
  }
  if (listed.outcome !== 'read') {
    const { outcome, reason } = listed;
    if (more && (outcome === 'slow' || outcome === 'failed')) return later(at);
    return { run: givenUp(at, step, `${outcome}: ${reason}`), again: false };
  }
  const { keys, unread } = listed;
  if (more && unread.some(({ outcome }) => outcome === 'slow')) return later(at);

  const gaps = [
    ...unread.map(({ key, outcome, reason }) => ({ what: key, reason: `${outcome}: ${reason}` })),
    ...Array.from(refused, ([what, reason]) => ({ what, reason: `it could not be recorded: ${reason}` })),
  ];
  const read = { ...at, pages: at.pages + 1, resources: at.resources + keys.length - unread.length };
  return { run: withoutPage(gaps.reduce(withGap, read), at.after ?? END), again: false };
}

/** Where a page did not say what comes after it, its listing ends there. */
const END = { token: null, steps: [] };

function givenUp(run: BaselineRun, step: Step, reason: string): BaselineRun {
  const { after, page } = run;
  const isWhole = page === 0 && (after?.token ?? null) === null;
  const what = `${nameOf(step)}, ${after === null ? `from page ${page + 1} on` : `page ${page + 1}`}`;
  return withoutPage(withGap(run, { what: isWhole ? nameOf(step) : what, reason }), after ?? END);
}

function isPassing(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isPassing);
  return error instanceof ServiceError && error.retryable;
}

function nameOf({ listing, region, cluster }: Step): string {
  return [listing, ...(cluster === undefined ? [] : [`of ${cluster}`]), `in ${region}`].join(' ');
}
