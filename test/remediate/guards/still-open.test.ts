import { expect, test } from 'vitest';
import { findingThat, says } from './guard-input.ts';

test.for<readonly [string, string, Parameters<typeof says>[1]]>([
  ['an open finding', 'yes', {}],
  ['one that is gone', 'no', { finding: undefined }],
  ['one that ended', 'no', { finding: findingThat({ status: 'resolved' }) }],
  ['another one', 'no', { finding: findingThat({ id: 'pg-2' }) }],
  ['one that can no longer be judged', 'unanswerable', { finding: findingThat({ unverified: true }) }],
])('%s: %s', ([, word, given]) => {
  expect(says('still-open', given)).toBe(word);
});
