import { expect, test } from 'vitest';
import { ago, mine, says } from './guard-input.ts';

test.for<readonly [string, string, Parameters<typeof says>[1]]>([
  ['nothing else', 'yes', {}],
  ['itself', 'yes', { ofTarget: [mine({ status: 'applying' })] }],
  [
    'another that is applied',
    'no, later',
    { ofTarget: [mine({ id: 'a', status: 'applying', createdAt: ago(1) })] },
  ],
  ['another that is undone just now', 'no, later', { ofTarget: [mine({ id: 'a', status: 'undoing' })] }],
  ['an older proposal', 'no, later', { ofTarget: [mine({ id: 'a', createdAt: ago(90) })] }],
  [
    'an older proposal, for what nobody has to approve',
    'yes',
    { remediation: mine({ mode: 'auto' }), ofTarget: [mine({ id: 'a', createdAt: ago(90) })] },
  ],
  ['a newer proposal', 'yes', { ofTarget: [mine({ id: 'a', createdAt: ago(30) })] }],
  ['a proposal of the same moment, by its name', 'no, later', { ofTarget: [mine({ id: 'rm-a' })] }],
  ['one that ended', 'yes', { ofTarget: [mine({ id: 'a', status: 'verified', createdAt: ago(90) })] }],
  [
    'an older proposal that nobody may apply any more',
    'yes',
    { ofTarget: [mine({ id: 'a', createdAt: ago(90), expiresAt: ago(0) })] },
  ],
  ['it is not known what is done', 'unanswerable', { ofTarget: undefined }],
])('%s: %s', ([, word, given]) => {
  expect(says('one-action', given)).toBe(word);
});
