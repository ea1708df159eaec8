import { patternCovers, patternsOverlap } from '@podguard/policy';
import { expect, test } from 'vitest';

test.for<[outer: string, inner: string, covers: boolean]>([
  ['*', '', true],
  ['*', '?*a', true],
  ['', '', true],
  ['', '*', false],
  ['a*', 'ab*', true],
  ['ab*', 'a*', false],
  ['a*c', 'abbc', true],
  ['a*c', 'a*c', true],
  ['a?c', 'a*c', false],
  ['a*c', 'a?c', true],
  ['?*', '*?', true],
  ['?*', '*b*', true],
  ['?*', '*', false],
  ['??*', '*b*', false],
  ['a?*b', 'a*b', false],
  ['a?*b', 'a*b*b', true],
  ['*a*b', '*a*ab', true],
  ['*ab*', '*a*b*', false],
  ['*ab?*', '*aba*bc', true],
  ['?*ab?*', '*aba*bc', false],
  ['a', '?', false],
  ['?', 'a', true],
  ['arn:aws:iam::*:role/*', 'arn:aws:iam::111122223333:role/team/x', true],
])('%j takes in all of %j: %s', ([outer, inner, covers]) => {
  expect(patternCovers(outer, inner)).toBe(covers);
});

test.for<[one: string, other: string, overlap: boolean]>([
  ['a*', '*b', true],
  ['a*', 'b*', false],
  ['a?', 'a', false],
  ['a?', '*', true],
  ['*a*', '*b*', true],
  ['ab*ba', 'a*a', true],
  ['ab*', '?a*', false],
  ['', '*', true],
  ['', '?', false],
])('%j and %j have a text in common: %s', ([one, other, overlap]) => {
  expect(patternsOverlap(one, other)).toBe(overlap);
  expect(patternsOverlap(other, one)).toBe(overlap);
});

test('patterns made to take long are answered, or given up', () => {
  const many = '*a'.repeat(200);
  expect(patternCovers(`${many}b`, `${many}${many}`)).toBe(false);
  expect(patternsOverlap(`${many}b`, `${many}c`)).toBeOneOf([false, undefined]);
  expect(patternsOverlap(`${'*a'.repeat(2000)}b`, `${'*a'.repeat(2000)}c`)).toBe(undefined);
});

test('many wildcards in a row are one: what overlaps is found out within the bound', () => {
  const stars = '*'.repeat(1000);
  expect(patternsOverlap(`${stars}a${stars}`, `b${stars}`)).toBe(true);
  expect(patternsOverlap(`a${stars}a`, `a${stars}b`)).toBe(false);
});
