import type { Unreached } from '@podguard/core';
import { counted, plain } from '@podguard/report';

export function failedRules<T extends Unreached>(undecided: readonly T[]): readonly T[] {
  return undecided.filter(({ failed }) => failed !== undefined);
}

/** A line for each rule that failed; its first reason stands for the others. */
export function failedRulesText(failed: readonly Unreached[]): string {
  return [...Map.groupBy(failed, ({ rule }) => rule)].map(([rule, all]) => lineOf(rule, all)).join('');
}

function lineOf(rule: string, all: readonly Unreached[]): string {
  const [first = '', ...others] = new Set(all.map(({ failed }) => failed));
  const more = others.length === 0 ? '' : `; and for ${counted(others.length, 'other reason')}`;
  return `podguard: rule ${plain(rule)} failed on ${counted(all.length, 'resource')}: ${plain(first)}${more}\n`;
}
