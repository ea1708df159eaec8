import { globMatches } from '@podguard/policy';
import { expect, test } from 'vitest';

test.for<[pattern: string, text: string, matches: boolean]>([
  ['', '', true],
  ['', 'a', false],
  ['*', '', true],
  ['*', 'anything: at / all', true],
  ['?', '', false],
  ['?', 'a', true],
  ['?', 'ab', false],
  ['?', '\u{1F600}', true],
  ['a*c', 'abbbc', true],
  ['a*c', 'abbbcd', false],
  ['a*b*c', 'a-b-b-c', true],
  ['*a*b', 'aXbXaXb', true],
  ['**a**', 'a', true],
  ['a?*', 'a', false],
  ['a?*', 'ab', true],
  ['A', 'a', false],
  ['[ab].+$', 'a', false],
  ['[ab].+$', '[ab].+$', true],
  ['system:serviceaccount:*:app', 'system:serviceaccount:team:app', true],
  ['system:serviceaccount:*:app', 'system:serviceaccount:team:apps', false],
])('the pattern %j against %j: %s', ([pattern, text, matches]) => {
  expect(globMatches(pattern, text)).toBe(matches);
});

test('a pattern made to backtrack gets its answer', () => {
  expect(globMatches('*a*a*a*a*a*a*a*a*b', 'a'.repeat(50_000))).toBe(false);
});
