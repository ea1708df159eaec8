import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf } from '../../support/states.ts';

const active = { keyId: 'AKIAIOSFODNN7EXAMPLE', userName: 'ci', status: 'Active', ofRoot: false } as const;
const quarantine = (version: string) => `arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantine${version}`;
const userWith = (...policies: readonly string[]) => ({
  user: resourceOf('iam-user', {
    sets: { policies: Object.fromEntries(policies.map((arn) => [arn, true])), serviceCredentials: {} },
  }),
});

describeRule(ruleOf(catalogue, 'static-key-quarantined'), 'access-key', {
  fails: [
    {
      name: 'the third version of the policy',
      state: active,
      related: userWith(quarantine('V3')),
      evidence: ['policyArn', 'status'],
    },
    {
      name: 'the first version, beside another policy',
      state: active,
      related: userWith('arn:aws:iam::aws:policy/ReadOnlyAccess', quarantine('')),
      evidence: ['policyArn'],
    },
    {
      name: 'a user of which not all is known',
      state: { status: 'Active' },
      related: { user: resourceOf('iam-user', { some: { policies: { [quarantine('V2')]: true } } }) },
      evidence: ['policyArn'],
    },
  ],
  passes: [
    { name: 'a user without it', state: active, related: userWith() },
    {
      name: "a customer's policy of that name",
      state: active,
      related: userWith('arn:aws:iam::111122223333:policy/AWSCompromisedKeyQuarantineV3'),
    },
    {
      name: 'the key is inactive',
      state: { ...active, status: 'Inactive' },
      related: userWith(quarantine('V3')),
    },
  ],
  indeterminate: [
    {
      name: 'the status is not known',
      state: { ...active, status: undefined },
      related: userWith(quarantine('V3')),
      missing: 'status',
    },
    {
      name: "the user's policies are not known",
      state: active,
      related: { user: resourceOf('iam-user', {}) },
      missing: 'policies of',
    },
  ],
  notApplicable: [
    { name: 'a key of root', state: { ...active, ofRoot: true }, related: { user: null } },
    { name: 'nobody has it', state: active, related: { user: null } },
  ],
});
