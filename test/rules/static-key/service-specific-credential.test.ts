import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const credentials = (serviceCredentials: Readonly<Record<string, string | boolean>>) => ({
  policies: {},
  serviceCredentials,
});

describeRule(ruleOf(catalogue, 'service-specific-credential'), 'iam-user', {
  fails: [
    {
      name: 'an active credential',
      sets: credentials({ ACCAEXAMPLE123: 'Active' }),
      evidence: ['serviceCredentials.ACCAEXAMPLE123'],
    },
    {
      name: 'two, of a user of which not all is known',
      some: { serviceCredentials: { ACCAEXAMPLE123: 'Active', ACCAEXAMPLE456: 'Active' } },
      evidence: ['serviceCredentials.ACCAEXAMPLE456'],
    },
    {
      name: 'one beside another whose status is not known',
      sets: credentials({ ACCAEXAMPLE123: true, ACCAEXAMPLE456: 'Active' }),
      evidence: ['serviceCredentials.ACCAEXAMPLE456'],
    },
  ],
  passes: [
    { name: 'an inactive one', sets: credentials({ ACCAEXAMPLE123: 'Inactive' }) },
    { name: 'one that ran out', sets: credentials({ ACCAEXAMPLE123: 'Expired' }) },
    { name: 'no credential', sets: credentials({}) },
  ],
  indeterminate: [
    {
      name: 'whether it is active is not known',
      sets: credentials({ ACCAEXAMPLE123: true }),
      missing: 'status of ACCAEXAMPLE123',
    },
    { name: 'whether there are others is not known', missing: 'service-specific credentials' },
  ],
});
