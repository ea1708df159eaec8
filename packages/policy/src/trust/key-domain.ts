import type { ContextValue } from '../evaluate/request.ts';
import { type Budget, createBudget } from '../language/budget.ts';
import { difference, everyText, exactly, type Language } from '../language/language.ts';
import { manyValues, type ValueSet } from './value-set.ts';

/** What a key of a request may be, before any policy is asked. */
export interface KeyDomain {
  /** Each single value. */
  readonly each: Language;
  readonly many: boolean;
  readonly values: ValueSet;
}

/**
 * How a condition key stands to the request: always the same, though nobody may know what, or a dimension in which
 * requests differ.
 */
export type KeyFact =
  | { readonly kind: 'fixed'; readonly value: ContextValue }
  | {
      readonly kind: 'varies';
      readonly dimension: string;
      readonly domain: KeyDomain;
      /** Where the key is a function of the dimension's value: all values that give a key of the language. */
      readonly lift?: (language: Language, budget: Budget) => Language;
      /** Of such a key: all values for which it is missing. */
      readonly lacking?: () => Language;
    };

export const NEVER: KeyFact = { kind: 'fixed', value: 'absent' };

/** The caller has no choice in it, and nothing tells what it is. */
export const UNKNOWN: KeyFact = { kind: 'fixed', value: 'unknown' };

export function always(each: Language): KeyDomain {
  return { each, many: false, values: { present: each, absent: false } };
}

export function maybe(each: Language): KeyDomain {
  return { each, many: false, values: { present: each, absent: true } };
}

export function maybeMany(each: Language, budget: Budget = createBudget()): KeyDomain {
  return { each, many: true, values: { present: manyValues(each, 1, budget), absent: true } };
}

/** An empty value counts as a missing one here and as a present one there, in AWS's own words: no key has one. */
export const someText: Language = difference(everyText, exactly(''));
