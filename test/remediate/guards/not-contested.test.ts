import { expect, test } from 'vitest';
import { done, says } from './guard-input.ts';

test.for<readonly [string, string, Parameters<typeof says>[1]]>([
  ['nothing was done', 'yes', {}],
  ['one round', 'yes', { ofTarget: [done('a', 7_200)] }],
  ['two rounds', 'no', { ofTarget: [done('a', 7_200), done('b', 90_000)] }],
  ['two, one of them more than a week ago', 'yes', { ofTarget: [done('a', 7_200), done('b', 700_000)] }],
  ['two, one for another rule', 'yes', { ofTarget: [done('a', 7_200), done('b', 9_000, { rule: 'other' })] }],
  [
    'two, one that was undone',
    'yes',
    { ofTarget: [done('a', 7_200), done('b', 9_000, { status: 'undone' })] },
  ],
  [
    'two, both for this very life, which they only eased',
    'no',
    { ofTarget: [done('a', 7_200, { opened: 'event-1' }), done('b', 9_000, { opened: 'event-1' })] },
  ],
  [
    'two, one for this very life',
    'no',
    { ofTarget: [done('a', 7_200), done('b', 9_000, { opened: 'event-1' })] },
  ],
  [
    'two that failed',
    'no',
    {
      ofTarget: [
        done('a', 7_200, { status: 'failed' }),
        done('b', 9_000, { status: 'failed', opened: 'event-1' }),
      ],
    },
  ],
  [
    'two that failed before anything was called',
    'yes',
    {
      ofTarget: [
        done('a', 1, { status: 'refused', applied: null }),
        done('b', 2, { status: 'failed', applied: null }),
      ],
    },
  ],
  ['a person who insists', 'yes', { mode: 'manual', isForced: true, ofTarget: undefined }],
  ['a person who does not', 'no', { mode: 'manual', ofTarget: [done('a', 7_200), done('b', 90_000)] }],
  ['it is not known what was done', 'unanswerable', { ofTarget: undefined }],
])('%s: %s', ([, word, given]) => {
  expect(says('not-contested', given)).toBe(word);
});
