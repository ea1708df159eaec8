import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf } from '../../support/states.ts';

const ROLE = 'arn:aws:iam::111122223333:role/app';
const ASSOCIATION = 'arn:aws:eks:eu-central-1:111122223333:podidentityassociation/prod/a-1';
const account = (roleArn: string | null) => ({
  serviceAccounts: [resourceOf('k8s-service-account', { state: { name: 'default', roleArn } })],
});
const unknown = { serviceAccounts: [] };
const state = { name: 'app', podPath: 'spec.template.spec', serviceAccount: 'default' };

describeRule(ruleOf(catalogue, 'k8s-default-service-account'), 'k8s-workload', {
  fails: [
    {
      name: 'default has a role',
      state: { ...state, association: null },
      related: account(ROLE),
      evidence: ['spec.template.spec.serviceAccountName', 'role annotation'],
    },
    {
      name: 'default has an association, whatever its annotations',
      state: { ...state, association: ASSOCIATION },
      related: unknown,
      evidence: ['association'],
    },
  ],
  passes: [
    { name: 'default has neither', state: { ...state, association: null }, related: account(null) },
    {
      name: 'a service account of its own',
      state: { ...state, serviceAccount: 'app' },
      related: account(ROLE),
    },
  ],
  indeterminate: [
    { name: 'the service account is not known', state: {}, related: unknown, missing: 'serviceAccount' },
    {
      name: 'default is not known',
      state: { ...state, association: null },
      related: unknown,
      missing: 'default',
    },
    { name: 'no associations are known', state, related: account(null), missing: '--associations' },
  ],
});
