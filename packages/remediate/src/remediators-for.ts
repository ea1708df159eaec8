import type { Config } from '@podguard/core';
import type { Remediator } from './remediator.ts';
import { ALL_REMEDIATORS } from './remediators/remediators.ts';

/** All there are; each also repairs those rules of a user's own that name it. */
export function remediatorsFor({ customRules }: Pick<Config, 'customRules'>): readonly Remediator[] {
  return ALL_REMEDIATORS.map((remediator) => {
    const own = customRules.filter(({ remediation }) => remediation === remediator.id);
    return own.length === 0
      ? remediator
      : { ...remediator, rules: [...remediator.rules, ...own.map(({ id }) => id)].sort() };
  });
}
