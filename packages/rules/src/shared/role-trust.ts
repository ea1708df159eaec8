import { type Decision, evaluate, type Holder, type Policy } from '@podguard/policy';
import { onceBy } from './memo.ts';

/** Whether a role's trust policy lets sessions of another role assume it. */
export const letsAssume = onceBy(askedBy, ({ arn }: Holder) => arn);

function askedBy(trust: Policy, { arn, account, partition, name }: Holder): Decision {
  const caller = `arn:${partition}:sts::${account}:assumed-role/${name}/podguard`;
  const { decision } = evaluate(
    trust,
    {
      principal: { type: 'AWS', arn: caller, account },
      action: 'sts:AssumeRole',
      context: {
        'aws:PrincipalArn': [arn],
        'aws:PrincipalAccount': [account],
        'aws:PrincipalType': ['AssumedRole'],
      },
    },
    { otherKeys: 'unknown' },
  );
  return decision;
}
