import { matchesGlob } from '@podguard/core';
import { expect, test } from 'vitest';

test.for([
  ['imds-v1-allowed', 'imds-v1-allowed', true],
  ['imds-*', 'imds-v1-allowed', true],
  ['*', '', true],
  ['*', 'anything: at/all', true],
  ['arn:aws:iam::*:role/dev-*', 'arn:aws:iam::111122223333:role/dev-app', true],
  ['*-app', 'web-app-app', true],
  ['a*b*c', 'a-b-b-c', true],
  ['', '', true],
  ['imds-*', 'static-imds-key', false],
  ['imds', 'imds-v1-allowed', false],
  ['a*b*c', 'acb', false],
  ['', 'a', false],
  ['?mds', 'imds', false],
  ['IMDS-*', 'imds-v1-allowed', false],
  ['a.c', 'abc', false],
] as const)('the pattern %s and the text %s match: %s', ([pattern, text, matches]) => {
  expect(matchesGlob(pattern, text)).toBe(matches);
});

test('a pattern of many stars over a long text is decided', () => {
  expect(matchesGlob(`${'*a'.repeat(40)}b`, 'a'.repeat(20_000))).toBe(false);
});
