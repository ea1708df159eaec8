import type { Outcome } from '../outcome.ts';
import type { Piece } from '../variables.ts';

/** One condition operator: how one request value compares with one policy value. */
export interface OperatorRule {
  /** Negated operators hold where no value compares, and where the key is missing. */
  readonly negated: boolean;
  /** Whether policy variables are resolved in its values. */
  readonly variables: boolean;
  /** Never negated: the caller turns the answer round. */
  readonly compare: (actual: string, expected: readonly Piece[]) => Outcome;
}
