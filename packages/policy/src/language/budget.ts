/** Thrown where an answer would take more states than allowed: the caller says "undecided", and never guesses. */
export class TooComplex extends Error {
  static {
    TooComplex.prototype.name = 'TooComplex';
  }

  constructor() {
    super('could not be decided within the bound');
  }
}

/** What may still be spent, in states of automata and in boxes; shared by all steps of one answer. */
export interface Budget {
  left: number;
}

/** About a microsecond each: the worst answer takes some tens of milliseconds. Some 200 roles by name take 30,000. */
const DEFAULT_STATES = 50_000;

export function createBudget(states: number = DEFAULT_STATES): Budget {
  return { left: states };
}

export function spend(budget: Budget, amount = 1): void {
  budget.left -= amount;
  if (budget.left < 0) throw new TooComplex();
}

/** Runs what may be too complex, and says so instead. */
export function bounded<Answer, Otherwise>(
  run: () => Answer,
  otherwise: (reason: string) => Otherwise,
): Answer | Otherwise {
  try {
    return run();
  } catch (error) {
    if (error instanceof TooComplex) return otherwise(error.message);
    throw error;
  }
}
