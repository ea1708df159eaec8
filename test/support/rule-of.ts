import type { Catalogue, Rule } from '@podguard/core';

export function ruleOf(catalogue: Catalogue, id: string): Rule {
  const rule = catalogue.rules.find((other) => other.id === id);
  if (rule === undefined) throw new Error(`there is no rule ${id}`);
  return rule;
}
