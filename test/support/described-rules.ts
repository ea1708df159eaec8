import type { Kind, Rule } from '@podguard/core';
import type { RuleCases } from './describe-rule.ts';

/** One call of `describeRule`. */
export interface DescribedRule {
  readonly rule: Rule;
  readonly kind: Kind;
  readonly cases: RuleCases<Kind>;
}

export const described: DescribedRule[] = [];

/** Stands in for the `describeRule` that tests: the cases are kept. */
export function describeRule<K extends Kind>(rule: Rule, kind: K, cases: RuleCases<K>): void {
  described.push({ rule, kind, cases: cases as unknown as RuleCases<Kind> });
}
