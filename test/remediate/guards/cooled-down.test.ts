import { expect, test } from 'vitest';
import { ago, done, OURS, says, settingsOf } from './guard-input.ts';

test.for<readonly [string, string, Parameters<typeof says>[1]]>([
  ['nothing was done', 'yes', {}],
  ['something half an hour ago', 'no, later', { ofTarget: [done('a', 1_800)] }],
  ['something two hours ago', 'yes', { ofTarget: [done('a', 7_200)] }],
  [
    'a shorter cool-down',
    'yes',
    { settings: settingsOf({ coolDownMinutes: 10 }), ofTarget: [done('a', 1_800)] },
  ],
  ['itself', 'yes', { ofTarget: [done('rm-mine', 10)] }],
  [
    'what was undone a minute ago',
    'no, later',
    {
      ofTarget: [
        done('a', 9_000, {
          status: 'undone',
          undone: { principal: OURS, readAt: ago(70), startedAt: ago(65), endedAt: null },
        }),
      ],
    },
  ],
  ['it is not known what was done', 'unanswerable', { ofTarget: undefined }],
])('%s: %s', ([, word, given]) => {
  expect(says('cooled-down', given)).toBe(word);
});
