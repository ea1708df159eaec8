import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf } from '../../support/states.ts';

const USE = { 'spec.containers[0].env[0].name': 'AWS_REGION' };
const sets = { awsUse: USE, keys: {}, keySecrets: {}, images: { 'shop:1': 'spec.containers[0].image' } };
const state = { name: 'app', namespace: 'web', serviceAccount: 'app', association: null, ownIdentity: null };
const account = (roleArn: string | null) => ({
  serviceAccounts: [resourceOf('k8s-service-account', { state: { name: 'app', roleArn } })],
});
const unknown = { serviceAccounts: [{ missing: 'app.yaml#ServiceAccount/web/app' }] };

describeRule(ruleOf(catalogue, 'k8s-no-aws-identity'), 'k8s-workload', {
  fails: [
    {
      name: 'neither a role nor an association',
      state,
      sets,
      related: account(null),
      evidence: Object.keys(USE),
    },
    {
      name: 'the default service account, which nothing describes',
      state: { ...state, serviceAccount: 'default' },
      sets,
      related: { serviceAccounts: [] },
      evidence: ['serviceAccount'],
    },
  ],
  passes: [
    { name: 'a role annotation', state, sets, related: account('arn:aws:iam::111122223333:role/app') },
    {
      name: 'an association, and no annotation',
      state: {
        ...state,
        association: 'arn:aws:eks:eu-central-1:111122223333:podidentityassociation/prod/a-1',
      },
      sets,
      related: account(null),
    },
    { name: 'a token of its own', state: { ...state, ownIdentity: 'a token' }, sets, related: unknown },
  ],
  indeterminate: [
    {
      name: 'no associations are known',
      state: { ...state, association: undefined },
      sets,
      related: account(null),
      missing: '--associations',
    },
    { name: 'the service account is elsewhere', state, sets, related: unknown, missing: 'web/app' },
    { name: 'what it uses is not known', state, related: account(null), missing: 'awsUse' },
    {
      name: 'its service account is not known',
      state: { ownIdentity: null, association: null },
      sets,
      related: { serviceAccounts: [] },
      missing: 'serviceAccount',
    },
    {
      name: 'what it brings along is not known',
      state: {},
      sets,
      related: { serviceAccounts: [] },
      missing: 'ownIdentity',
    },
  ],
  notApplicable: [
    { name: 'nothing says that it uses AWS', state, sets: { ...sets, awsUse: {} }, related: account(null) },
    { name: 'a stored key', state, sets: { ...sets, keySecrets: { a: 'aws' } }, related: account(null) },
    {
      name: 'a known add-on by its image',
      state,
      sets: { ...sets, images: { 'public.ecr.aws/karpenter/controller:1.0.8@sha256:abc': 'a' } },
      related: account(null),
    },
    {
      name: 'a known add-on by its service account',
      state: { ...state, namespace: 'kube-system', serviceAccount: 'aws-node' },
      sets,
      related: account(null),
    },
  ],
});
