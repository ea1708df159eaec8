import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf } from '../../support/states.ts';
import { CLUSTER_ARN, podIdentity, trust } from '../../support/trusts.ts';

const state = {
  roleArn: 'arn:aws:iam::111122223333:role/app',
  namespace: 'shop',
  serviceAccount: 'cart',
  clusterName: 'prod',
  disableSessionTags: true,
};
const both = ['sts:AssumeRole', 'sts:TagSession'];
const trusting = (condition?: unknown) => ({
  role: resourceOf('iam-role', { state: { trust: trust(podIdentity(both, condition)) } }),
  cluster: undefined,
});
const tag = (name: string, value: string, operator = 'StringEquals') => ({
  [operator]: { [`aws:RequestTag/${name}`]: value },
});

describeRule(ruleOf(catalogue, 'pod-identity-session-tags-conflict'), 'pod-identity-association', {
  fails: [
    {
      name: 'scoped by the namespace',
      neighbour: 'scoped by the cluster',
      state,
      related: trusting(tag('kubernetes-namespace', 'shop')),
      evidence: [
        'Statement[0].Condition.StringEquals["aws:RequestTag/kubernetes-namespace"]',
        'disableSessionTags',
        'roleArn',
      ],
    },
    {
      name: 'scoped by the cluster’s tag',
      state,
      related: trusting(tag('eks-cluster-arn', CLUSTER_ARN)),
      evidence: ['Statement[0].Condition.StringEquals["aws:RequestTag/eks-cluster-arn"]'],
    },
    {
      name: 'scoped by the pod, which varies',
      state,
      related: trusting(tag('kubernetes-pod-name', 'cart-*', 'StringLike')),
      evidence: ['Statement[0].Condition.StringLike["aws:RequestTag/kubernetes-pod-name"]'],
    },
    {
      name: 'nothing else is known of the association',
      state: { disableSessionTags: true },
      related: trusting(tag('kubernetes-namespace', 'shop')),
      evidence: ['disableSessionTags'],
    },
  ],
  passes: [
    { name: 'not scoped', state, related: trusting() },
    {
      name: 'not scoped, and whether it disables them is not known',
      state: { ...state, disableSessionTags: undefined },
      related: trusting(),
    },
    {
      name: 'scoped by the cluster',
      state,
      related: trusting({ ArnEquals: { 'aws:SourceArn': CLUSTER_ARN } }),
    },
    {
      name: 'scoped by the namespace if there is one',
      state,
      related: trusting(tag('kubernetes-namespace', 'shop', 'StringEqualsIfExists')),
    },
    {
      name: 'scoped by another namespace: refused with tags too',
      state,
      related: trusting(tag('kubernetes-namespace', 'till')),
    },
  ],
  indeterminate: [
    {
      name: 'whether it disables them is not known',
      state: { ...state, disableSessionTags: undefined },
      related: trusting(tag('kubernetes-namespace', 'shop')),
      missing: 'disableSessionTags',
    },
    {
      name: 'the role is not known',
      state,
      related: { role: undefined, cluster: undefined },
      missing: 'roleArn',
    },
    { name: 'it names no role', state, related: { role: null, cluster: undefined }, missing: 'roleArn' },
    {
      name: 'the trust policy is not known',
      state,
      related: { role: resourceOf('iam-role', { state: {} }), cluster: undefined },
      missing: 'trust policy',
    },
    {
      name: 'it hangs on the organisation',
      state,
      related: trusting({ StringEquals: { 'aws:SourceOrgId': 'o-abcdefghij' } }),
      missing: 'aws:SourceOrgId',
    },
  ],
  notApplicable: [
    {
      name: 'it has session tags',
      state: { ...state, disableSessionTags: false },
      related: trusting(tag('kubernetes-namespace', 'shop')),
    },
    {
      name: 'it says nothing of them, which means that it has them',
      state: { ...state, disableSessionTags: null },
      related: trusting(tag('kubernetes-namespace', 'till')),
    },
    {
      name: 'the role was deleted',
      state,
      related: { role: resourceOf('iam-role', { gone: true }), cluster: undefined },
    },
  ],
});
