import type { GuardResult } from '@podguard/core';

/** Why it is refused, by guard; nothing where none refuses. */
export function refusalWords(results: readonly GuardResult[]): string {
  return results.flatMap((result) => (result.ok ? [] : [`${result.guard}: ${result.reason}`])).join('; ');
}
