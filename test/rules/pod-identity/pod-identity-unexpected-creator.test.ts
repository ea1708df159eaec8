import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const DEPLOYER = 'arn:aws:iam::111122223333:role/ci/deployer';
const PERSON = 'arn:aws:iam::111122223333:user/ci/deployer';
const state = {
  namespace: 'shop',
  serviceAccount: 'cart',
  clusterName: 'prod',
  roleArn: 'arn:aws:iam::111122223333:role/app',
  ownerArn: null,
  changedBy: DEPLOYER,
};
const config = { deployers: ['arn:aws:iam::111122223333:role/ci/*'] };

describeRule(ruleOf(catalogue, 'pod-identity-unexpected-creator'), 'pod-identity-association', {
  fails: [
    {
      name: 'somebody who is no deployer',
      state: { ...state, changedBy: PERSON },
      config,
      evidence: ['changedBy', 'roleArn'],
    },
    {
      name: 'a role of the same name in another account, its own role not known',
      state: {
        ...state,
        roleArn: undefined,
        changedBy: 'arn:aws:iam::444455556666:role/ci/deployer',
      },
      config,
      evidence: ['changedBy'],
    },
  ],
  passes: [
    { name: 'a deployer, by a pattern', state, config },
    {
      name: 'a deployer, whose role is named without its path',
      state,
      config: { deployers: ['arn:aws:iam::111122223333:role/deployer'] },
    },
    {
      name: 'a deployer, whose path the record does not have',
      state: { ...state, changedBy: 'arn:aws:iam::111122223333:role/deployer' },
      config: { deployers: [DEPLOYER] },
    },
  ],
  indeterminate: [
    {
      name: 'nobody knows who it was',
      state: { ...state, changedBy: undefined },
      config,
      missing: 'changedBy',
    },
    {
      name: 'an add-on may own it',
      state: { ...state, changedBy: PERSON, ownerArn: undefined },
      config,
      missing: 'ownerArn',
    },
  ],
  notApplicable: [
    { name: 'no deployer is configured', state: { ...state, changedBy: PERSON } },
    {
      name: 'an EKS add-on owns it',
      state: {
        ...state,
        changedBy: PERSON,
        ownerArn: 'arn:aws:eks:eu-central-1:111122223333:addon/prod/vpc-cni/1',
      },
      config,
    },
    { name: 'AWS made it', state: { ...state, changedBy: 'eks.amazonaws.com' }, config },
  ],
});
