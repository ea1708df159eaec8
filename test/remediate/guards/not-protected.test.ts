import { expect, test } from 'vitest';
import { causeBy, READ, says, settingsOf } from './guard-input.ts';

test.for<readonly [string, string, Parameters<typeof says>[1]]>([
  ['nobody is protected', 'yes', { cause: undefined }],
  ['somebody else', 'yes', { settings: settingsOf({ protectedPrincipals: ['*:role/deploy'] }) }],
  ['the one', 'no', { settings: settingsOf({ protectedPrincipals: ['*:user/admin'] }) }],
  [
    'a session of the role',
    'no',
    {
      cause: causeBy({ principal: 'arn:aws:iam::111122223333:role/ci', type: 'role', session: 'build-7' }),
      settings: settingsOf({ protectedPrincipals: ['*:role/ci/build-*'] }),
    },
  ],
  [
    'a role with a path by its name',
    'no',
    {
      cause: causeBy({ principal: 'arn:aws:iam::111122223333:role/a/b/ci', type: 'role' }),
      settings: settingsOf({ protectedPrincipals: ['arn:aws:iam::111122223333:role/ci'] }),
    },
  ],
  ['a read', 'yes', { cause: READ, settings: settingsOf({ protectedPrincipals: ['*:role/podguard-*'] }) }],
  [
    'nobody knows',
    'unanswerable',
    { cause: undefined, settings: settingsOf({ protectedPrincipals: ['arn:aws:iam::111122223333:user/x'] }) },
  ],
  [
    'somebody unknown',
    'unanswerable',
    {
      cause: causeBy({ type: 'unknown' }),
      settings: settingsOf({ protectedPrincipals: ['arn:aws:iam::111122223333:user/x'] }),
    },
  ],
])('%s: %s', ([, word, given]) => {
  expect(says('not-protected', given)).toBe(word);
});
