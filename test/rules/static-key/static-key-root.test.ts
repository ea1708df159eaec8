import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

describeRule(ruleOf(catalogue, 'static-key-root'), 'access-key', {
  fails: [
    {
      name: "the root's active key",
      state: { keyId: 'AKIA1', status: 'Active', ofRoot: true },
      evidence: ['ofRoot', 'status'],
    },
    {
      name: "the root's inactive key, graded down",
      state: { status: 'Inactive', ofRoot: true },
      severity: 'medium',
      evidence: ['status'],
    },
  ],
  passes: [{ name: "the root's expired key", state: { status: 'Expired', ofRoot: true } }],
  indeterminate: [
    { name: 'whose key it is is not known', state: { status: 'Active' }, missing: 'ofRoot' },
    { name: 'the status is not known', state: { ofRoot: true }, missing: 'status' },
  ],
  notApplicable: [{ name: "a user's key", state: { status: 'Active', ofRoot: false } }],
});
