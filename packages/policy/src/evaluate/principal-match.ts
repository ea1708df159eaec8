import type { Outcome } from '../outcome.ts';

/** What of a caller a principal names: everyone, its account, the role of its session, or itself. */
export type Level = 'everyone' | 'account' | 'role' | 'identity';

export interface PrincipalMatch {
  readonly outcome: Outcome;
  /** Null where the principal does not surely name the caller. */
  readonly level: Level | null;
}
