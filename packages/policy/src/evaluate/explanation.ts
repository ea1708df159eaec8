import type { Outcome } from '../outcome.ts';
import type { Statement } from '../policy.ts';

/** What one part of a statement made of the request, and why. */
export interface PartExplanation {
  readonly path: string;
  readonly outcome: Outcome;
  readonly reason: string;
  /** The context key on which an unknown outcome hangs. */
  readonly key?: string;
}

/** Has the shape of the statement; principal and resource are null where the statement has none. */
export interface StatementExplanation {
  readonly path: string;
  readonly sid: string | null;
  readonly effect: Statement['effect'];
  readonly matched: Outcome;
  readonly principal: PartExplanation | null;
  readonly action: PartExplanation;
  readonly resource: PartExplanation | null;
  readonly conditions: readonly PartExplanation[];
}

const SHOWN = 80;

/** Quotes a text that somebody else chose, cut to a length that fits a line. */
export function quote(text: string): string {
  return JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text);
}
