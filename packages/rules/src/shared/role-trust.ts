import {
  type Decision,
  evaluate,
  type Holder,
  outOfTime,
  type PermissionSet,
  type Policy,
  reachOf,
} from '@podguard/policy';
import { onceBy } from './memo.ts';

/** Whether a role may assume another as far as its policies say. Roles that name each other are asked about the same pairs from each. */
export const mayAssume = onceBy(
  (set: PermissionSet, target: string) => reachOf(set, { actions: ['sts:AssumeRole'], target }),
  (target) => target,
);

/** Whether a role's trust policy lets sessions of another role assume it; undecided where it names one session. */
export const letsAssume = onceBy(askedBy, ({ arn }: Holder) => arn);

function askedBy(trust: Policy, { arn, account }: Holder): Decision {
  const { decision } = evaluate(
    outOfTime(trust),
    {
      principal: { type: 'AWS', arn, account },
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
