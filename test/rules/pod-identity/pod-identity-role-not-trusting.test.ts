import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf } from '../../support/states.ts';
import { CLUSTER_ARN, irsa, podIdentity, trust } from '../../support/trusts.ts';

const state = {
  roleArn: 'arn:aws:iam::111122223333:role/app',
  namespace: 'shop',
  serviceAccount: 'cart',
  clusterName: 'prod',
  disableSessionTags: false,
};
const both = ['sts:AssumeRole', 'sts:TagSession'];
const trusting = (text: string | null | undefined) => ({
  role: resourceOf('iam-role', { state: { trust: text } }),
  cluster: undefined,
});
const tag = (name: string, value: string) => ({ StringEquals: { [`aws:RequestTag/${name}`]: value } });

describeRule(ruleOf(catalogue, 'pod-identity-role-not-trusting'), 'pod-identity-association', {
  fails: [
    {
      name: 'only IRSA is trusted',
      state,
      related: trusting(trust(irsa())),
      evidence: ['Statement[0].Principal.Federated', 'roleArn'],
    },
    {
      name: 'nobody is trusted',
      state,
      related: trusting(
        '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"*"}]}',
      ),
      evidence: ['Statement[0]'],
    },
    {
      name: 'a statement names no principal',
      state,
      related: trusting(
        '{"Statement":[{"Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},"Action":"s3:*"}]}',
      ),
      evidence: ['Statement'],
    },
    {
      name: 'another namespace is trusted',
      state,
      related: trusting(trust(podIdentity(both, tag('kubernetes-namespace', 'other')))),
      evidence: ['Statement[0].Condition.StringEquals["aws:RequestTag/kubernetes-namespace"]'],
    },
    {
      name: 'another namespace is trusted, and the association has no tags',
      state: { ...state, disableSessionTags: true },
      related: trusting(trust(podIdentity(both, tag('kubernetes-namespace', 'other')))),
      evidence: ['Statement[0].Condition.StringEquals["aws:RequestTag/kubernetes-namespace"]'],
    },
    {
      name: 'another cluster is trusted',
      state,
      related: trusting(trust(podIdentity(both, { ArnEquals: { 'aws:SourceArn': `${CLUSTER_ARN}-other` } }))),
      evidence: ['Statement[0].Condition.ArnEquals["aws:SourceArn"]'],
    },
    ...['aws:PrincipalTag/kubernetes-namespace', 'aws:RequestTag/team', 'aws:username', 'saml:sub'].map(
      (key) => ({
        name: `${key} is asked for, which no call of EKS Pod Identity has`,
        state,
        related: trusting(trust(podIdentity(both, { StringEquals: { [key]: 'shop' } }))),
        evidence: [`Statement[0].Condition.StringEquals["${key}"]`],
      }),
    ),
    {
      name: 'the namespace has to be that of a principal, which a service is not',
      state,
      related: trusting(
        trust(
          podIdentity(both, tag('kubernetes-namespace', '$' + '{aws:PrincipalTag/kubernetes-namespace}')),
        ),
      ),
      evidence: ['Statement[0].Condition.StringEquals["aws:RequestTag/kubernetes-namespace"]'],
    },
    {
      name: 'only tagging is allowed, the rest is not known',
      related: trusting(trust(podIdentity(['sts:TagSession']))),
      evidence: ['Statement[0].Action'],
    },
  ],
  passes: [
    { name: "EKS's documented trust", state, related: trusting(trust(podIdentity(both))) },
    {
      name: 'scoped to this account and cluster',
      state,
      related: trusting(
        trust(
          podIdentity(both, {
            StringEquals: { 'aws:SourceAccount': '111122223333' },
            ArnEquals: { 'aws:SourceArn': CLUSTER_ARN },
          }),
        ),
      ),
    },
    {
      name: 'scoped to this namespace',
      state,
      related: trusting(trust(podIdentity(both, tag('kubernetes-namespace', 'shop')))),
    },
    {
      name: 'by a service, over TLS',
      state,
      related: trusting(
        trust(
          podIdentity(both, { Bool: { 'aws:PrincipalIsAWSService': 'true', 'aws:SecureTransport': 'true' } }),
        ),
      ),
    },
    {
      name: 'scoped to a cluster by its tag',
      state,
      related: trusting(trust(podIdentity(both, tag('eks-cluster-name', 'prod')))),
    },
  ],
  indeterminate: [
    {
      name: 'the role is not known',
      state,
      related: { role: undefined, cluster: undefined },
      missing: 'roleArn',
    },
    { name: 'it names no role', state, related: { role: null, cluster: undefined }, missing: 'roleArn' },
    { name: 'the trust policy is not known', state, related: trusting(undefined), missing: 'trust policy' },
    {
      name: 'the trust policy cannot be read',
      state,
      related: trusting('{"Statement": ['),
      missing: 'trust policy',
    },
    {
      name: 'it hangs on the pod, which varies',
      state,
      related: trusting(trust(podIdentity(both, tag('kubernetes-pod-name', 'cart-1')))),
      missing: 'kubernetes-pod-name',
    },
    ...['aws:SourceVpc', 'aws:ResourceTag/team'].map((key) => ({
      name: `it hangs on ${key}, of which EKS does not say`,
      state,
      related: trusting(trust(podIdentity(both, { StringEquals: { [key]: 'x' } }))),
      missing: key,
    })),
  ],
  notApplicable: [
    {
      name: 'it is scoped by tags, and the association has none',
      state: { ...state, disableSessionTags: true },
      related: trusting(trust(podIdentity(both, tag('kubernetes-namespace', 'shop')))),
    },
    {
      name: 'the role was deleted',
      state,
      related: { role: resourceOf('iam-role', { gone: true }), cluster: undefined },
    },
  ],
});
