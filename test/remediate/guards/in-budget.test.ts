import { expect, test } from 'vitest';
import { ago, done, mine, says, settingsOf } from './guard-input.ts';

test.for<readonly [string, string, Parameters<typeof says>[1]]>([
  ['nothing was done', 'yes', {}],
  [
    'as many as may be in an hour',
    'no, later',
    { settings: settingsOf({ budget: { perHour: 2 } }), recent: [done('a', 10), done('b', 20)] },
  ],
  [
    'one of them longer ago',
    'yes',
    { settings: settingsOf({ budget: { perHour: 2 } }), recent: [done('a', 10), done('b', 3_600)] },
  ],
  [
    'one of them itself',
    'yes',
    { settings: settingsOf({ budget: { perHour: 2 } }), recent: [done('a', 10), done('rm-mine', 20)] },
  ],
  [
    'as many of the kind',
    'no, later',
    { settings: settingsOf({ budget: { perKindPerHour: 1 } }), recent: [done('a', 10)] },
  ],
  [
    'as many of another kind',
    'yes',
    {
      settings: settingsOf({ budget: { perKindPerHour: 1 } }),
      recent: [done('a', 10, { plan: null })],
    },
  ],
  ['a tenth of ten', 'no, later', { kindCount: 10, recent: [done('a', 10)] }],
  ['a tenth of twenty', 'yes', { kindCount: 20, recent: [done('a', 10)] }],
  ['the one at least of three', 'yes', { kindCount: 3 }],
  [
    'one that was applied and then undone',
    'no, later',
    { kindCount: 3, recent: [done('a', 10, { status: 'undone' })] },
  ],
  [
    'what a shadow would have done',
    'no, later',
    {
      kindCount: 3,
      recent: [mine({ id: 'a', status: 'shadow', createdAt: ago(10) })],
    },
  ],
  ['a proposal', 'yes', { kindCount: 3, recent: [mine({ id: 'a', createdAt: ago(10) })] }],
  ['it is not known what was done', 'unanswerable, later', { recent: undefined }],
  ['it is not known how many there are', 'unanswerable', { kindCount: undefined }],
])('%s: %s', ([, word, given]) => {
  expect(says('in-budget', given)).toBe(word);
});
