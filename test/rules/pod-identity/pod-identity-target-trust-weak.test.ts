import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

import { resourceOf } from '../../support/states.ts';
import { beyondBound, trust } from '../../support/trusts.ts';

const OWN = 'arn:aws:iam::111122223333:role/team/app';
const TARGET = 'arn:aws:iam::222233334444:role/data';
const state = {
  namespace: 'shop',
  serviceAccount: 'cart',
  clusterName: 'prod',
  roleArn: OWN,
  targetRoleArn: TARGET,
  externalId: 'prod/shop/cart/id',
  disableSessionTags: false,
};
const both = ['sts:AssumeRole', 'sts:TagSession'];
const withId = (id: string, operator = 'StringEquals') => ({ [operator]: { 'sts:ExternalId': id } });
const letting = (condition?: object, actions: readonly string[] = both, principal: string = OWN) => ({
  Principal: { AWS: principal },
  Action: actions,
  ...(condition === undefined ? {} : { Condition: condition }),
});
const target = (text: string | undefined, gone = false) => ({
  targetRole: { ...resourceOf('iam-role', { state: { trust: text }, gone }), key: TARGET },
});
const exact = withId(state.externalId);

describeRule(ruleOf(catalogue, 'pod-identity-target-trust-weak'), 'pod-identity-association', {
  fails: [
    { name: 'no external id', state, related: target(trust(letting())), evidence: ['externalId'] },
    {
      name: 'any external id',
      state,
      related: target(trust(letting(withId('*', 'StringLike')))),
      evidence: ['Statement[0].Condition.StringLike["sts:ExternalId"]', 'externalId'],
    },
    {
      name: 'the external id of another association',
      state,
      related: target(trust(letting(exact), letting(withId('prod/shop/till/id')))),
      evidence: ['externalId'],
    },
    {
      name: 'a whole account, and no external id',
      state,
      related: target(trust(letting(undefined, both, 'arn:aws:iam::111122223333:root'))),
      evidence: ['externalId'],
    },
    {
      name: 'the tags of the namespace only',
      state,
      related: target(trust(letting({ StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'shop' } }))),
      evidence: ['externalId'],
    },
    {
      name: 'no sts:TagSession',
      state,
      related: target(trust(letting(exact, ['sts:AssumeRole']))),
      evidence: ['Statement[0].Action', 'disableSessionTags'],
    },
  ],
  passes: [
    { name: 'this external id, and both actions', state, related: target(trust(letting(exact))) },
    {
      name: 'a whole account, with this external id',
      state,
      related: target(trust(letting(exact, both, 'arn:aws:iam::111122223333:root'))),
    },
    {
      name: 'another role without an external id',
      state,
      related: target(
        trust(letting(exact), letting(undefined, both, 'arn:aws:iam::111122223333:role/team/other')),
      ),
    },
    {
      name: 'no sts:TagSession, and no tags',
      state: { ...state, disableSessionTags: true },
      related: target(trust(letting(exact, ['sts:AssumeRole']))),
    },
  ],
  indeterminate: [
    { name: 'the trust policy is not known', state, related: target(undefined), missing: 'trust policy' },
    {
      name: 'the target role is not known',
      state,
      related: { targetRole: undefined },
      missing: 'targetRoleArn',
    },
    {
      name: 'its own role is not known',
      state: { ...state, roleArn: undefined },
      related: target(trust(letting(exact))),
      missing: 'roleArn',
    },
    {
      name: 'its external id is not known',
      state: { ...state, externalId: undefined },
      related: target(trust(letting(exact))),
      missing: 'externalId',
    },
    {
      name: 'no sts:TagSession, and it is not known whether there are tags',
      state: { ...state, disableSessionTags: undefined },
      related: target(trust(letting(exact, ['sts:AssumeRole']))),
      missing: 'disableSessionTags',
    },
    {
      name: 'tagging hangs on what is not known',
      state,
      related: target(
        trust(
          letting(exact, ['sts:AssumeRole']),
          letting({ StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } }, ['sts:TagSession']),
        ),
      ),
      missing: 'PrincipalOrgID',
    },
    {
      name: 'the policy is beyond the bound',
      state,
      related: target(beyondBound.principals({ AWS: '*' })),
      missing: 'trust policy',
    },
  ],
  notApplicable: [
    {
      name: 'there is no target role',
      state: { ...state, targetRoleArn: null },
      related: { targetRole: null },
    },
    { name: 'the target role was deleted', state, related: target(trust(letting()), true) },
    {
      name: 'the target role refuses it',
      state,
      related: target(trust(letting(undefined, both, 'arn:aws:iam::111122223333:role/other'))),
    },
  ],
});
