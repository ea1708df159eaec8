import { catalogue } from '@podguard/rules';
import { expect, test } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';

const rule = ruleOf(catalogue, 'static-key-second-active');
const keyOf = (keyId: string | undefined, status: 'Active' | 'Inactive' | undefined, gone = false) => ({
  ...resourceOf('access-key', { state: { keyId, status }, gone }),
  key: `111122223333/${keyId ?? 'AKIAOTHER'}`,
});
const one = keyOf('AKIAONE', 'Active');
const two = keyOf('AKIATWO', 'Active');

describeRule(rule, 'iam-user', {
  fails: [
    { name: 'two active keys', related: { keys: [one, two] }, evidence: ['keyId', 'secondKeyId'] },
    {
      name: 'one of which only its key is known',
      related: { keys: [one, keyOf(undefined, 'Active')] },
      evidence: ['secondKeyId'],
    },
    {
      name: 'a third one, seen before it was deleted',
      related: { keys: [keyOf('AKIATHREE', 'Active', true), one, two] },
      evidence: ['keyId'],
    },
  ],
  passes: [
    { name: 'one active, one inactive', related: { keys: [one, keyOf('AKIATWO', 'Inactive')] } },
    { name: 'one key', sets: { policies: {}, serviceCredentials: {} }, related: { keys: [one] } },
    { name: 'none', related: { keys: [] } },
    { name: 'the second was deleted', related: { keys: [one, keyOf('AKIATWO', 'Active', true)] } },
  ],
  indeterminate: [
    {
      name: 'the status of the second is not known',
      related: { keys: [one, keyOf('AKIATWO', undefined)] },
      missing: 'status of 111122223333/AKIATWO',
    },
  ],
});

test('is indeterminate of a user of which nothing but a key was seen', () => {
  const user = { ...resourceOf('iam-user', {}), bornAt: null };
  const verdict = rule.evaluate(user as never, { config: configOf(), related: { keys: [one] } as never });
  expect(verdict).toEqual({
    status: 'indeterminate',
    missing: ['the other access keys of arn:aws:iam::111122223333:user/ci'],
  });
});
