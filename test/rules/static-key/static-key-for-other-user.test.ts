import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const creator = 'arn:aws:iam::111122223333:user/admin';

describeRule(ruleOf(catalogue, 'static-key-for-other-user'), 'access-key', {
  fails: [
    {
      name: 'another principal made an active key',
      state: {
        keyId: 'AKIA1',
        userName: 'ci',
        status: 'Active',
        ofRoot: false,
        createdByOwner: false,
        creator,
      },
      evidence: ['creator', 'userName'],
    },
    {
      name: 'and neither of them is known by name',
      state: { status: 'Active', createdByOwner: false },
      evidence: ['creator'],
    },
  ],
  passes: [
    { name: 'the user made it', state: { status: 'Active', ofRoot: false, createdByOwner: true } },
    {
      name: 'another made it, and it is inactive',
      state: { status: 'Inactive', ofRoot: false, createdByOwner: false, creator },
    },
  ],
  indeterminate: [
    {
      name: 'who made it is not known',
      state: { status: 'Active', ofRoot: false },
      missing: 'createdByOwner',
    },
    { name: 'the status is not known', state: { createdByOwner: false }, missing: 'status' },
  ],
  notApplicable: [
    { name: 'a key of the root', state: { status: 'Active', ofRoot: true, createdByOwner: false } },
  ],
});
