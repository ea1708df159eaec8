/** What one question may cost; where it is used up, what is left is not decided. */
export interface Budget {
  states: number;
  requests: number;
}

export function newBudget(states = 60_000): Budget {
  return { states, requests: 400 };
}
