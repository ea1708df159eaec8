import { type Outcome, toOutcome } from '../outcome.ts';
import type { ContextValue } from './request.ts';

/**
 * Whether a key is there. Where it has nothing but empty strings AWS speaks of an "empty data set" and of a key that is
 * not null, in turn, so that is unknown.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function isPresent(value: ContextValue): Outcome {
  if (value === 'unknown' || isBlank(value)) return 'unknown';
  return toOutcome(value !== 'absent');
}

/** Present, but with empty strings only. */
export function isBlank(value: ContextValue): boolean {
  return typeof value !== 'string' && value.length > 0 && value.every((text) => text === '');
}
