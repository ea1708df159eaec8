import { expect, test } from 'vitest';
import { ago, causeBy, findingThat, READ, says } from './guard-input.ts';

test.for<readonly [string, string, Parameters<typeof says>[1]]>([
  ['ten minutes later', 'yes', {}],
  ['a change of a minute ago', 'no, later', { newest: causeBy({}, { at: ago(60) }) }],
  ['a change of two minutes ago', 'yes', { newest: causeBy({}, { at: ago(120) }) }],
  ['what made it worse a minute ago', 'no, later', { cause: causeBy({}, { at: ago(60) }) }],
  ['a change that a clock ahead of ours stamped', 'no, later', { newest: causeBy({}, { at: ago(-30) }) }],
  ['a read of a minute ago', 'yes', { newest: { ...READ, at: ago(60) } }],
  ['nobody knows the newest', 'unanswerable', { newest: undefined }],
  ['nobody knows the cause', 'unanswerable', { cause: undefined }],
  ['nobody knows the opening', 'unanswerable', { finding: findingThat({ opened: null }) }],
])('%s: %s', ([, word, given]) => {
  expect(says('settled', given)).toBe(word);
});
