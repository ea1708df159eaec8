import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const creator = 'arn:aws:iam::111122223333:user/ci';

describeRule(ruleOf(catalogue, 'static-key-reactivated'), 'access-key', {
  fails: [
    {
      name: 'an inactive key was made active again',
      before: [{ status: 'Active' }, { status: 'Inactive' }],
      state: { keyId: 'AKIA1', userName: 'ci', status: 'Active', creator },
      evidence: ['status before', 'status'],
    },
    {
      name: 'active again, of an unknown user',
      before: [{ status: 'Inactive' }],
      state: { status: 'Active' },
      evidence: ['status before'],
    },
  ],
  passes: [
    {
      name: 'a key that was always active',
      before: [{ status: 'Active' }],
      state: { status: 'Active', creator },
    },
    {
      name: 'inactive again',
      before: [{ status: 'Inactive' }, { status: 'Active' }],
      state: { status: 'Inactive' },
    },
  ],
  indeterminate: [
    { name: 'the status is not known', state: { creator }, missing: 'status' },
    { name: 'what it was before is not known', state: { status: 'Active' }, missing: 'status before' },
  ],
});
