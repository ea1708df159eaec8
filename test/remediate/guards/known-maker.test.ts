import { expect, test } from 'vitest';
import { causeBy, READ, says } from './guard-input.ts';

test.for<readonly [string, string, Parameters<typeof says>[1]]>([
  ['somebody, in auto', 'yes', {}],
  ['a read, in auto', 'no', { cause: READ }],
  ['a read, in shadow', 'no', { mode: 'shadow', cause: READ }],
  ['a record that was sent again', 'no', { cause: causeBy({}, { replayed: true }) }],
  ['somebody unknown', 'unanswerable', { cause: causeBy({ type: 'unknown' }) }],
  ['nobody knows', 'unanswerable', { cause: undefined }],
  ['a read, where a person decides', 'yes', { mode: 'propose', cause: READ }],
  ['a read, where a person asks', 'yes', { mode: 'manual', cause: READ }],
])('%s: %s', ([, word, given]) => {
  expect(says('known-maker', given)).toBe(word);
});
