import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const state = (account: string | null | undefined) => ({
  namespace: 'shop',
  serviceAccount: 'cart',
  clusterName: 'prod',
  targetRoleArn: typeof account === 'string' ? `arn:aws:iam::${account}:role/data` : account,
});
const config = { knownAccounts: ['222233334444'] };

describeRule(ruleOf(catalogue, 'pod-identity-target-role-foreign'), 'pod-identity-association', {
  fails: [
    {
      name: 'an account that nobody named',
      state: state('444455556666'),
      config,
      evidence: ['targetRoleArn'],
    },
  ],
  passes: [
    { name: 'a known account', state: state('222233334444'), config },
    { name: 'its own account', state: state('111122223333') },
    { name: 'a third party', state: state('444455556666'), config: { thirdPartyAccounts: ['444455556666'] } },
  ],
  indeterminate: [
    { name: 'no account is known', state: state('444455556666'), missing: 'knownAccounts' },
    { name: 'the target role is not known', state: state(undefined), config, missing: 'targetRoleArn' },
    { name: 'the target role is no ARN', state: { targetRoleArn: 'data' }, config, missing: 'targetRoleArn' },
  ],
  notApplicable: [{ name: 'there is no target role', state: state(null), config }],
});
