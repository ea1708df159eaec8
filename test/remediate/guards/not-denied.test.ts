import type { Resource } from '@podguard/core';
import { expect, test } from 'vitest';
import { resourceOf } from '../../support/states.ts';
import { askedOf, instanceWith, mine, says, settingsOf } from './guard-input.ts';

test.for<readonly [string, string, Parameters<typeof says>[1]]>([
  ['an empty list', 'yes', {}],
  ['the target', 'no', { settings: settingsOf({ deny: { resources: ['*:instance/i-0abc*'] } }) }],
  [
    'what the finding is about',
    'no',
    { remediation: mine({ key: 'other' }), settings: settingsOf({ deny: { resources: ['other'] } }) },
  ],
  ['another resource', 'yes', { settings: settingsOf({ deny: { resources: ['*:instance/i-1'] } }) }],
  [
    'its tag',
    'no',
    {
      target: instanceWith({ sets: { tags: { team: 'payments' } } }),
      settings: settingsOf({ deny: { tags: { team: 'pay*' } } }),
    },
  ],
  [
    'another value of the tag',
    'yes',
    {
      target: instanceWith({ sets: { tags: { team: 'shop' } } }),
      settings: settingsOf({ deny: { tags: { team: 'pay*' } } }),
    },
  ],
  [
    'no such tag',
    'yes',
    { target: instanceWith({ sets: { tags: {} } }), settings: settingsOf({ deny: { tags: { team: '*' } } }) },
  ],
  [
    'tags that are not known',
    'unanswerable',
    {
      target: instanceWith({ some: { tags: { other: 'x' } } }),
      settings: settingsOf({ deny: { tags: { team: '*' } } }),
    },
  ],
  [
    'no target',
    'unanswerable',
    { target: undefined, settings: settingsOf({ deny: { tags: { team: '*' } } }) },
  ],
])('%s: %s', ([, word, given]) => {
  expect(says('not-denied', given)).toBe(word);
});

const ROLE = 'arn:aws:iam::111122223333:role/team/app';
const KEY = 'arn:aws:iam::111122223333:role/app';
const roleAt = (arn: string) => ({ ...resourceOf('iam-role', { state: { arn } }), key: KEY });

test.for([
  ['the role that a step names by name', { RoleName: 'app' }, ['app'], 'no'],
  ['the role that a step names whole', { roleArn: ROLE }, ['app'], 'no'],
  ['the same by its ARN', { roleArn: ROLE }, ['arn:*:role/team/*'], 'no'],
  ['a role deep in a step', { targets: [{ RoleArn: ROLE }] }, ['app'], 'no'],
  ['another role', { RoleName: 'other' }, ['app'], 'yes'],
  ['a name that may be of a path', { RoleName: 'app' }, ['arn:*:role/team/*'], 'unanswerable'],
  ['a name that is of no such path', { RoleName: 'other' }, ['arn:*:role/team/app'], 'yes'],
  ['a name of another path', { RoleName: 'app', of: ROLE }, ['arn:*:role/ops/*'], 'yes'],
  ['a name of no path', { RoleName: 'app', of: KEY }, ['arn:*:role/team/*'], 'yes'],
] as const)('%s: %j', ([, input, roles, word]) => {
  const { plan } = askedOf();
  const [step] = plan.steps;
  const steps = step === undefined ? [] : [{ ...step, input }];
  const target = instanceWith({ state: { profileArn: null } });
  const settings = settingsOf({ deny: { roles } });
  expect(says('not-denied', { plan: { ...plan, steps }, target, settings })).toBe(word);
});

test('the role that is changed, and the role that the finding is about, are denied by their names', () => {
  const { plan } = askedOf();
  const target = { ...plan.target, kind: 'iam-role' as const, key: ROLE };
  const settings = settingsOf({ deny: { roles: ['app'] } });
  expect(says('not-denied', { plan: { ...plan, target }, settings })).toBe('no');
  expect(says('not-denied', { remediation: mine({ key: ROLE }), settings })).toBe('no');
});

test('what the finding is about is denied by its whole ARN, too', () => {
  const subject = roleAt(ROLE) as unknown as Resource;
  const settings = settingsOf({ deny: { resources: ['arn:*:role/team/*'] } });
  expect(says('not-denied', { remediation: mine({ key: KEY }), subject, settings })).toBe('no');
});

test('a kind without tags is not denied by tags', () => {
  const { plan } = askedOf();
  const target = { ...plan.target, kind: 'access-key' as const };
  const settings = settingsOf({ deny: { tags: { team: '*' } } });
  expect(says('not-denied', { plan: { ...plan, target }, target: undefined, settings })).toBe('yes');
});

const PROFILE = 'arn:aws:iam::111122223333:instance-profile/app';
test.for([
  ['has', { roles: [{ missing: ROLE }] }, ['app'], 'no'],
  ['has not', { roles: [{ missing: ROLE }] }, ['other'], 'yes'],
  ['has by another path', { roles: [roleAt(ROLE)] }, ['arn:*:role/ops/*'], 'yes'],
  ['has by its path', { roles: [roleAt(ROLE)] }, ['arn:*:role/team/*'], 'no'],
  ['has by a path that is not known', { roles: [{ missing: KEY }] }, ['arn:*:role/team/*'], 'unanswerable'],
  ['may have, since its own is not known', { roles: [] }, ['app'], 'unanswerable'],
  ['may have, and nobody looked', undefined, ['app'], 'unanswerable'],
  ['has, where no role is denied', { roles: [] }, [], 'yes'],
] as const)('a role that the instance %s', ([, related, roles, word]) => {
  const target = instanceWith({ state: { profileArn: PROFILE } });
  const settings = settingsOf({ deny: { roles } });
  const asked = { target, settings, ...(related === undefined ? {} : { related }) };
  expect(says('not-denied', asked)).toBe(word);
});

test.for([
  ['arn:aws:iam::111122223333:user/break-glass', 'no'],
  ['arn:aws:iam::111122223333:user/ops/break-glass', 'no'],
  ['*break-glass*', 'no'],
  ['arn:aws:iam::111122223333:user/other', 'yes'],
  ['break-glass', 'yes'],
] as const)('of %s an access key of the user break-glass: %s', ([pattern, word]) => {
  const { plan } = askedOf();
  const place = { kind: 'access-key' as const, key: '111122223333/AKIAEXAMPLE', region: 'us-east-1' };
  const target = resourceOf('access-key', { state: { userName: 'break-glass' } }) as unknown as Resource;
  expect(
    says('not-denied', {
      plan: { ...plan, target: { ...plan.target, ...place }, steps: [], undo: [], fields: [] },
      target,
      settings: settingsOf({ deny: { resources: [pattern] } }),
    }),
  ).toBe(word);
});

test('the tags of what the finding is about deny, too', () => {
  const settings = settingsOf({ deny: { tags: { team: 'payments' } } });
  const target = instanceWith({ sets: { tags: {} } });
  const subject = {
    ...instanceWith({ sets: { tags: { team: 'payments' } } }),
    key: 'the finding’s resource',
  };
  expect(says('not-denied', { target, subject, settings })).toBe('no');
  expect(says('not-denied', { target, subject: { ...subject, sets: {} as never }, settings })).toBe(
    'unanswerable',
  );
  expect(says('not-denied', { target, subject: { ...target, key: 'another' }, settings })).toBe('yes');
});
