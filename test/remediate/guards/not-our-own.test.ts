import { expect, test } from 'vitest';
import { ago, causeBy, done, OURS, READ, says } from './guard-input.ts';

test.for<readonly [string, string, Parameters<typeof says>[1]]>([
  ['somebody else', 'yes', {}],
  ['the role of the service', 'no', { cause: causeBy({ principal: OURS, type: 'role' }) }],
  [
    'the role of the service with its path',
    'no',
    { cause: causeBy({ principal: OURS.replace('role/', 'role/team/'), type: 'role' }) },
  ],
  ['a user agent that says so', 'yes', { cause: causeBy({}, { userAgent: 'podguard' }) }],
  ['a read', 'yes', { cause: READ }],
  ['nobody knows', 'unanswerable', { cause: undefined }],
  ['it is not known what was done before', 'unanswerable', { ofTarget: undefined }],
  [
    'the person who applied it, while it was applied',
    'no',
    {
      ofTarget: [
        done('rm-1', 603, {
          applied: {
            principal: causeBy().actor.principal,
            readAt: ago(610),
            startedAt: ago(603),
            endedAt: ago(601),
          },
        }),
      ],
    },
  ],
  [
    'the person who undid it, while it was undone',
    'no',
    {
      ofTarget: [
        done('rm-1', 9_000, {
          undone: {
            principal: causeBy().actor.principal,
            readAt: ago(604),
            startedAt: ago(602),
            endedAt: null,
          },
        }),
      ],
    },
  ],
  [
    'the person who applied it, later',
    'yes',
    {
      ofTarget: [
        done('rm-1', 700, {
          applied: {
            principal: causeBy().actor.principal,
            readAt: ago(705),
            startedAt: ago(700),
            endedAt: ago(690),
          },
        }),
      ],
    },
  ],
])('%s: %s', ([, word, given]) => {
  expect(says('not-our-own', given)).toBe(word);
});
