import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

describeRule(ruleOf(catalogue, 'static-key-created'), 'access-key', {
  fails: [
    {
      name: "a user's active key",
      state: { keyId: 'AKIA1', userName: 'ci', status: 'Active', ofRoot: false },
      evidence: ['status'],
    },
    {
      name: 'an active key of which nothing else is known',
      state: { status: 'Active' },
      evidence: ['status'],
    },
  ],
  passes: [
    { name: "a user's inactive key", state: { userName: 'ci', status: 'Inactive', ofRoot: false } },
    { name: "a user's expired key", state: { userName: 'ci', status: 'Expired', ofRoot: false } },
  ],
  indeterminate: [
    { name: 'the status is not known', state: { userName: 'ci', ofRoot: false }, missing: 'status' },
  ],
  notApplicable: [{ name: 'a key of the root', state: { status: 'Active', ofRoot: true } }],
});
