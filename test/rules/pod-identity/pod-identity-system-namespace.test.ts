import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const state = {
  namespace: 'kube-system',
  serviceAccount: 'cart',
  clusterName: 'prod',
  roleArn: 'arn:aws:iam::111122223333:role/app',
  ownerArn: null,
};

describeRule(ruleOf(catalogue, 'pod-identity-system-namespace'), 'pod-identity-association', {
  fails: [
    { name: 'an application in kube-system', state, evidence: ['namespace', 'serviceAccount', 'roleArn'] },
    { name: 'in kube-public', state: { ...state, namespace: 'kube-public' }, evidence: ['namespace'] },
    {
      name: 'in kube-node-lease',
      state: { ...state, namespace: 'kube-node-lease' },
      evidence: ['namespace'],
    },
    {
      name: 'the name of an add-on of another namespace',
      state: { ...state, serviceAccount: 'gateway-api-controller' },
      evidence: ['serviceAccount'],
    },
    {
      name: 'its role is not known',
      state: { ...state, roleArn: undefined },
      evidence: ['namespace'],
    },
  ],
  passes: [
    { name: 'in a namespace of its own', state: { ...state, namespace: 'shop' } },
    { name: 'in one whose name begins like it', state: { ...state, namespace: 'kube-system-tools' } },
  ],
  indeterminate: [
    { name: 'the namespace is not known', state: { ...state, namespace: undefined }, missing: 'namespace' },
    {
      name: 'the service account is not known',
      state: { ...state, serviceAccount: undefined },
      missing: 'serviceAccount',
    },
    { name: 'an add-on may own it', state: { ...state, ownerArn: undefined }, missing: 'ownerArn' },
  ],
  notApplicable: [
    { name: 'the EBS CSI driver', state: { ...state, serviceAccount: 'ebs-csi-controller-sa' } },
    { name: 'the VPC CNI', state: { ...state, serviceAccount: 'aws-node' } },
    { name: "Cilium's operator", state: { ...state, serviceAccount: 'cilium-operator' } },
    { name: 'Fluent Bit', state: { ...state, serviceAccount: 'fluent-bit' } },
    { name: 'the CloudWatch agent', state: { ...state, serviceAccount: 'cloudwatch-agent' } },
    { name: 'Velero', state: { ...state, serviceAccount: 'velero' } },
    { name: 'a secrets operator', state: { ...state, serviceAccount: 'external-secrets' } },
    {
      name: 'one that the configuration names',
      state,
      config: { knownAddons: [{ namespace: 'kube-system', serviceAccount: 'cart' }] },
    },
    {
      name: 'an EKS add-on owns it',
      state: { ...state, ownerArn: 'arn:aws:eks:eu-central-1:111122223333:addon/prod/vendor/1' },
    },
  ],
});
