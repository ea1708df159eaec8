import { reasonOf, ServiceError } from '@podguard/core';
import { faultOf, isNamed } from '@podguard/inventory';

/** `unknown`: it could not be read, which says nothing about it. */
export type Status = 'ok' | 'warn' | 'fail' | 'unknown';

/** What one look found. */
export interface Line {
  readonly check: string;
  /** What was looked at. */
  readonly subject: string;
  readonly status: Status;
  readonly what: string;
  /** What to do about it; null where there is nothing to do. */
  readonly mend: string | null;
}

export type Found = Pick<Line, 'status' | 'what' | 'mend'>;
export type Look = Omit<Line, 'check'>;

export const ok = (what: string): Found => ({ status: 'ok', what, mend: null });
export const warn = (what: string, mend: string): Found => ({ status: 'warn', what, mend });
export const fail = (what: string, mend: string): Found => ({ status: 'fail', what, mend });

/** A call that was not answered: whoever needs its answer cannot tell. */
export class UnreadError extends Error {
  override readonly name = 'UnreadError';
  readonly mend: string;

  constructor(message: string, mend: string, cause: unknown) {
    super(message, { cause });
    this.mend = mend;
  }
}

/** The answer of a call; undefined where AWS says by one of these names that there is no such thing. */
export async function ask<T>(
  action: string,
  call: Promise<T>,
  ...absent: readonly string[]
): Promise<T | undefined> {
  try {
    return await call;
  } catch (thrown) {
    const error = thrown instanceof ServiceError ? thrown.cause : thrown;
    if (isNamed(error, ...absent)) return undefined;
    const denied = faultOf(error).outcome === 'denied' || isNamed(error, 'AuthorizationErrorException');
    if (denied) throw new UnreadError(`you may not call ${action}`, `allow yourself ${action}`, error);
    throw new UnreadError(
      `${action} failed: ${reasonOf(error)}`,
      'try again; then look at the reason',
      error,
    );
  }
}

/** One look at one thing: what cannot be read is unknown, and never ok. */
export async function look(subject: string, at: () => Promise<Found>): Promise<Look> {
  try {
    return { subject, ...(await at()) };
  } catch (error) {
    if (error instanceof UnreadError)
      return { subject, status: 'unknown', what: error.message, mend: error.mend };
    throw error;
  }
}

/** Those that are ok as one line, which says how many they are, and those that are unknown for one reason; others each for itself. */
export function together(
  looks: readonly Look[],
  subject: string,
  what: (count: number) => string,
): readonly Look[] {
  const fine = looks.filter(({ status }) => status === 'ok');
  const unread = Map.groupBy(
    looks.filter(({ status }) => status === 'unknown'),
    (one) => one.what,
  );
  return [
    ...(fine.length === 0 ? [] : [{ subject, ...ok(what(fine.length)) }]),
    ...looks.filter(({ status }) => status !== 'ok' && status !== 'unknown'),
    ...[...unread].map(([reason, some]) => {
      const first = some[0] as Look;
      return some.length === 1
        ? first
        : { ...first, subject, what: `${reason}, so that ${some.length} are not known` };
    }),
  ];
}
