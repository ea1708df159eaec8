import type { Budget } from '../language/budget.ts';
import { SEPARATOR } from '../language/dfa.ts';
import { type Fragment, letter, repeated, sequence, toLanguage, within } from '../language/fragments.ts';
import {
  difference,
  has,
  intersection,
  isEmpty,
  isIncluded,
  type Language,
  noText,
  union,
} from '../language/language.ts';

/**
 * What one key may be: a text of a language, or missing. Of a multivalued key the texts are its values, one after the
 * other, each closed by a separator that is no letter.
 */
export interface ValueSet {
  readonly present: Language;
  readonly absent: boolean;
}

export const noValue: ValueSet = { present: noText, absent: false };

export function isNone({ present, absent }: ValueSet): boolean {
  return !absent && isEmpty(present);
}

export function unionOf(one: ValueSet, other: ValueSet, budget: Budget): ValueSet {
  return { present: union(one.present, other.present, budget), absent: one.absent || other.absent };
}

export function intersectionOf(one: ValueSet, other: ValueSet, budget: Budget): ValueSet {
  if (one === other) return one;
  return { present: intersection(one.present, other.present, budget), absent: one.absent && other.absent };
}

export function differenceOf(one: ValueSet, other: ValueSet, budget: Budget): ValueSet {
  if (one === other) return noValue;
  return { present: difference(one.present, other.present, budget), absent: one.absent && !other.absent };
}

export function isWithin(inner: ValueSet, outer: ValueSet, budget: Budget): boolean {
  return (outer.absent || !inner.absent) && isIncluded(inner.present, outer.present, budget);
}

const END = String.fromCodePoint(SEPARATOR);
const end: Fragment = letter([[SEPARATOR, SEPARATOR]]);

/** One value, or at least `least` values, that are all of a language. */
export function oneValue(each: Language, budget: Budget): Language {
  return toLanguage(sequence(within(each), end), budget);
}

export function manyValues(each: Language, least: 1 | 2, budget: Budget): Language {
  const value = sequence(within(each), end);
  return toLanguage(sequence(...Array.from({ length: least }, () => value), repeated(value)), budget);
}

/** How a key's values stand in its value set; null is a missing key. */
export function encodeValues(values: readonly string[], many: boolean): string | null {
  if (values.length === 0) return null;
  return many ? values.map((value) => value + END).join('') : values[0]!;
}

export function decodeValues(text: string, many: boolean): readonly string[] {
  return many ? text.split(END).slice(0, -1) : [text];
}

export function hasValues(set: ValueSet, encoded: string | null): boolean {
  return encoded === null ? set.absent : has(set.present, encoded);
}
