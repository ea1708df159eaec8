import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf } from '../../support/states.ts';

const ROLE = 'arn:aws:iam::111122223333:role/app';
const workload = (name: string, labels: Readonly<Record<string, string>>) => ({
  ...resourceOf('k8s-workload', { state: { type: 'Deployment', name }, sets: { labels } }),
  key: `app.yaml#Deployment/${name}`,
});
const shared = (label: string, ...values: readonly [string, string]) => ({
  workloads: values.map((value, index) => workload(`w${index}`, { [label]: value })),
});
const state = { name: 'shop', namespace: 'web', roleArn: ROLE };

describeRule(ruleOf(catalogue, 'k8s-shared-service-account'), 'k8s-service-account', {
  fails: [
    { name: 'two apps run with it', state, related: shared('app', 'api', 'mail'), evidence: ['workloads'] },
    {
      name: 'two releases of one chart, by an association',
      state: {
        name: 'shop',
        roleArn: null,
        association: 'arn:aws:eks:eu-central-1:111122223333:podidentityassociation/prod/a-1',
      },
      related: shared('app.kubernetes.io/instance', 'one', 'two'),
      evidence: ['association'],
    },
  ],
  passes: [
    { name: 'two parts of one app do', state, related: shared('app', 'api', 'api') },
    {
      name: 'parts that are called by the service account',
      state,
      related: shared('app', 'shop-api', 'shop-mail'),
    },
    { name: 'one workload', state, related: { workloads: [workload('api', { app: 'api' })] } },
    {
      name: 'parts of one app with names of their own',
      state,
      related: {
        workloads: ['api', 'mail'].map((app) => workload(app, { app, 'app.kubernetes.io/part-of': 'shop' })),
      },
    },
    {
      name: 'labels that cannot be compared',
      state,
      related: { workloads: [workload('a', { app: 'a' }), workload('b', { 'k8s-app': 'b' })] },
    },
  ],
  indeterminate: [
    {
      name: 'the labels of one are not known',
      state,
      related: {
        workloads: [
          workload('api', { app: 'api' }),
          { ...resourceOf('k8s-workload', { state: { type: 'Deployment', name: 'mail' } }), key: 'mail' },
        ],
      },
      missing: 'labels of Deployment mail',
    },
    {
      name: 'the annotation is not known',
      state: { name: 'shop' },
      related: shared('app', 'api', 'mail'),
      missing: 'roleArn',
    },
    {
      name: 'no associations are known',
      state: { name: 'shop', roleArn: null },
      related: shared('app', 'api', 'mail'),
      missing: '--associations',
    },
  ],
  notApplicable: [
    {
      name: 'no access to AWS',
      state: { name: 'shop', roleArn: null, association: null },
      related: shared('app', 'api', 'mail'),
    },
  ],
});
