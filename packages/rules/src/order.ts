import type { Rule } from '@podguard/core';

/** By id, as findings of one resource are kept. */
export function inOrder(rules: readonly Rule[]): readonly Rule[] {
  return rules.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
