import { expect, test } from 'vitest';
import { findingThat, says } from './guard-input.ts';

test.for<readonly [string, string, Parameters<typeof says>[1]]>([
  ['no exemption', 'yes', {}],
  ['an exempt finding', 'no', { finding: findingThat({ status: 'exempt' }) }],
  [
    'one with an exemption',
    'no',
    {
      finding: findingThat({ exemption: { id: 'x', reason: 'known', author: 'anna', until: '2026-04-01' } }),
    },
  ],
  ['no finding', 'unanswerable', { finding: undefined }],
])('%s: %s', ([, word, given]) => {
  expect(says('not-exempt', given)).toBe(word);
});
