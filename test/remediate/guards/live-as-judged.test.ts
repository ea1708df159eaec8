import { expect, test } from 'vitest';
import { says } from './guard-input.ts';

test.for<readonly [string, string, Parameters<typeof says>[1]]>([
  ['the same', 'yes', {}],
  ['other fields', 'no, later', { live: { outcome: 'differs', names: ['trust'] } }],
  ['no answer', 'unanswerable, later', { live: { outcome: 'unknown', reason: 'slow' } }],
  ['no right to read', 'unanswerable', { live: { outcome: 'unknown', reason: 'denied', lasting: true } }],
])('%s: %s', ([, word, given]) => {
  expect(says('live-as-judged', given)).toBe(word);
});
