import { expect, test } from 'vitest';
import { says, settingsOf } from './guard-input.ts';

const RULE = 'imds-v1-allowed';

test.for([
  ['auto', 'auto', 'yes'],
  ['auto', 'propose', 'no'],
  ['auto', 'shadow', 'no'],
  ['auto', 'off', 'no'],
  ['propose', 'auto', 'yes'],
  ['propose', 'propose', 'yes'],
  ['propose', 'shadow', 'no'],
  ['propose', 'off', 'no'],
  ['shadow', 'auto', 'no'],
  ['manual', 'auto', 'yes'],
  ['manual', 'off', 'yes'],
] as const)('what was begun in %s, where the rule has %s now: %s', ([mode, now, word]) => {
  expect(says('mode', { mode, settings: settingsOf({ rules: { [RULE]: now } }) })).toBe(word);
});

test('a rule that nobody names is off', () => {
  expect(says('mode', { mode: 'auto', settings: settingsOf({}) })).toBe('no');
});
