import { catalogue } from '@podguard/rules';
import { expect, it } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';
import { account, irsa, NOT_APPLICABLE, OTHER, OTHER_EXACT, role, SUB, subjects, UNTIL } from './policies.ts';

const EQUALS = `Statement[0].Condition.StringEquals["${SUB}"]`;
const exact = (name: string) => subjects(account(name), 'StringEquals');

const rule = ruleOf(catalogue, 'irsa-subject-default-service-account');

describeRule(rule, 'iam-role', {
  fails: [
    { name: 'the default of a namespace', state: exact('shop:default'), evidence: [EQUALS, 'issuer'] },
    {
      name: 'the default among others',
      state: subjects([account('shop:cart'), account('shop:default')], 'StringEquals'),
      evidence: [EQUALS],
    },
    { name: 'a prefix that default has too', state: subjects(account('shop:d*')), evidence: ['issuer'] },
    { name: 'an unknown one of kube-system', state: exact('kube-system:my-app'), evidence: [EQUALS] },
    { name: "one called like an add-on's", state: exact('kube-system:ebs-csi-evil'), evidence: [EQUALS] },
    { name: 'the default of kube-system', state: exact('kube-system:default'), evidence: [EQUALS] },
    { name: 'a prefix in kube-system', state: subjects(account('kube-system:aws-*')), evidence: ['issuer'] },
  ],
  passes: [
    { name: 'a service account of its own in the namespace default', state: exact('default:my-app') },
    { name: 'a prefix that default has not', state: subjects(account('shop:de-*')) },
    { name: 'an add-on of kube-system', state: exact('kube-system:aws-node') },
    { name: "the CNI metrics helper's", state: exact('kube-system:cni-metrics-helper') },
    { name: "the EBS driver's, as the EKS guide has it", state: exact('kube-system:ebs-csi-controller-sa') },
    { name: "an autoscaler's, as eksctl's guide has it", state: exact('kube-system:autoscaler-service') },
    { name: "a chart's add-on under its release's name", state: exact('kube-system:prod-external-dns') },
    { name: "the EFS driver's, as the EKS guide has it", state: subjects(account('kube-system:efs-csi-*')) },
    { name: "Cilium's operator", state: exact('kube-system:cilium-operator') },
    { name: 'Fluent Bit in kube-system', state: exact('kube-system:fluent-bit') },
    { name: "the CloudWatch agent's in kube-system", state: exact('kube-system:cloudwatch-agent') },
    { name: "Velero's chart in kube-system", state: exact('kube-system:velero-server') },
    { name: 'an operator in kube-system', state: exact('kube-system:external-secrets') },
    {
      name: 'an add-on of kube-system that the configuration names',
      state: exact('kube-system:my-app'),
      config: { knownAddons: [{ namespace: 'kube-system', serviceAccount: 'my-app' }] },
    },
    { name: 'names that end in default', state: exact('shop:my-default') },
  ],
  indeterminate: [
    { name: 'the trust policy is not known', missing: 'trust policy' },
    {
      name: 'the default until a date',
      state: role(irsa({ ...UNTIL, StringEquals: { [SUB]: account('shop:default') } })),
      missing: 'aws:CurrentTime',
    },
  ],
  notApplicable: [
    ...NOT_APPLICABLE,
    { name: 'a whole namespace', state: subjects(account('shop:*')) },
    { name: 'any namespace', state: subjects(account('*:default')) },
    { name: 'any subject', state: role(irsa()) },
    { name: 'nobody gets it', state: role(irsa(OTHER_EXACT)) },
    {
      name: 'nobody gets it by either',
      state: role(irsa(OTHER_EXACT), irsa({ Null: { [SUB]: 'true' } }, OTHER)),
    },
  ],
});

it('judges by the same configuration again', () => {
  const config = configOf({ secretsOperators: [{ namespace: 'shop', serviceAccount: 'default' }] });
  const judge = (name: string) =>
    rule.evaluate(resourceOf('iam-role', { state: exact(name) }) as never, { config, related: {} as never })
      .status;
  expect(['shop:default', 'other:default', 'shop:default'].map(judge)).toEqual(['pass', 'fail', 'pass']);
});
