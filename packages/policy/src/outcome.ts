/** A truth value of Kleene's three-valued logic: `unknown` is neither, and is never guessed. */
export type Outcome = 'yes' | 'no' | 'unknown';

export function toOutcome(truth: boolean): Outcome {
  return truth ? 'yes' : 'no';
}

export function not(outcome: Outcome): Outcome {
  if (outcome === 'unknown') return 'unknown';
  return outcome === 'yes' ? 'no' : 'yes';
}

export function allOf(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('no')) return 'no';
  return outcomes.includes('unknown') ? 'unknown' : 'yes';
}

export function anyOf(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('yes')) return 'yes';
  return outcomes.includes('unknown') ? 'unknown' : 'no';
}

/** What two readings of the same text agree on. */
export function agreed(one: Outcome, other: Outcome): Outcome {
  return one === other ? one : 'unknown';
}
