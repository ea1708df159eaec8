import type { Resource } from '@podguard/core';
import { expect, test } from 'vitest';
import { resourceOf } from '../../support/states.ts';
import { askedOf, instanceWith, mine, says, settingsOf } from './guard-input.ts';

const tagged = (tags: object) => instanceWith({ sets: { tags } });
const only = (given: object) => settingsOf({ only: given });

test.for<readonly [string, string, Parameters<typeof says>[1]]>([
  ['anything, where nothing is named', 'yes', {}],
  ['the target', 'yes', { settings: only({ resources: ['*:instance/i-0abc*'] }) }],
  ['another resource', 'no', { settings: only({ resources: ['*:instance/i-1'] }) }],
  [
    'what the finding is about, which is not what is changed',
    'no',
    { remediation: mine({ key: 'other' }), settings: only({ resources: ['other'] }) },
  ],
  ['its tag', 'yes', { target: tagged({ env: 'dev-1' }), settings: only({ tags: { env: 'dev*' } }) }],
  ['another value', 'no', { target: tagged({ env: 'prod' }), settings: only({ tags: { env: 'dev*' } }) }],
  ['no such tag', 'no', { target: tagged({}), settings: only({ tags: { env: '*' } }) }],
  [
    'one of two tags',
    'no',
    { target: tagged({ env: 'dev' }), settings: only({ tags: { env: 'dev', team: 'shop' } }) },
  ],
  [
    'the tag, and another resource',
    'no',
    { target: tagged({ env: 'dev' }), settings: only({ resources: ['x'], tags: { env: 'dev' } }) },
  ],
  [
    'a tag among those that are known',
    'yes',
    { target: instanceWith({ some: { tags: { env: 'dev' } } }), settings: only({ tags: { env: 'dev' } }) },
  ],
  [
    'tags that are not known',
    'no',
    { target: instanceWith({ some: { tags: { other: 'x' } } }), settings: only({ tags: { env: '*' } }) },
  ],
  ['no target', 'no', { target: undefined, settings: only({ tags: { env: '*' } }) }],
  ['shadow mode', 'no', { mode: 'shadow', settings: only({ resources: ['x'] }) }],
  ['a proposal', 'yes', { mode: 'propose', settings: only({ resources: ['x'] }) }],
  ['a command', 'yes', { mode: 'manual', settings: only({ resources: ['x'] }) }],
])('%s: %s', ([, word, given]) => {
  expect(says('within-only', given)).toBe(word);
});

test.for([
  ['arn:aws:iam::111122223333:user/dev/bot', 'yes'],
  ['arn:aws:iam::111122223333:user/other', 'no'],
] as const)('of %s an access key of the user bot: %s', ([pattern, word]) => {
  const { plan } = askedOf();
  const place = { kind: 'access-key' as const, key: '111122223333/AKIAEXAMPLE', region: 'us-east-1' };
  const target = resourceOf('access-key', { state: { userName: 'bot' } }) as unknown as Resource;
  const given = { plan: { ...plan, target: { ...plan.target, ...place } }, target };
  expect(says('within-only', { ...given, settings: only({ resources: [pattern] }) })).toBe(word);
});
