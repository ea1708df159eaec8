import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf } from '../../support/states.ts';

const ACCOUNT = 'app.yaml#ServiceAccount/web/app';
const related = (roleArn: string | null, association?: string | null) => ({
  workloads: [
    resourceOf('k8s-workload', {
      state: {
        type: 'Deployment',
        name: 'app',
        serviceAccount: 'app',
        serviceAccountKey: ACCOUNT,
        association,
      },
    }),
  ],
  serviceAccounts: [
    { ...resourceOf('k8s-service-account', { state: { name: 'app', roleArn } }), key: ACCOUNT },
  ],
});
const byRole = { name: 'aws', provider: 'aws', usePodIdentity: false };
const byAssociation = { ...byRole, usePodIdentity: true };
const ROLE = 'arn:aws:iam::111122223333:role/app';
const ASSOCIATION = 'arn:aws:eks:eu-central-1:111122223333:podidentityassociation/prod/a-1';

describeRule(ruleOf(catalogue, 'k8s-secret-provider-no-identity'), 'k8s-secret-provider-class', {
  fails: [
    {
      name: 'the service account of its pods has no role',
      state: byRole,
      related: related(null, ASSOCIATION),
      evidence: ['workload'],
    },
    { name: 'no association', state: byAssociation, related: related(ROLE, null), evidence: ['workload'] },
  ],
  passes: [
    { name: 'the service account of its pods has a role', state: byRole, related: related(ROLE, null) },
    { name: 'an association', state: byAssociation, related: related(null, ASSOCIATION) },
  ],
  indeterminate: [
    { name: 'no associations are known', state: byAssociation, related: related(null), missing: 'app' },
    {
      name: 'the service account is elsewhere',
      state: byRole,
      related: { ...related(null), serviceAccounts: [{ missing: ACCOUNT }] },
      missing: 'app',
    },
    {
      name: 'no pods are known',
      state: byRole,
      related: { workloads: [], serviceAccounts: [] },
      missing: 'workloads',
    },
    { name: 'the provider is not known', related: related(ROLE), missing: 'provider' },
    {
      name: 'the method is not known',
      state: { provider: 'aws' },
      related: related(ROLE),
      missing: 'usePodIdentity',
    },
  ],
  notApplicable: [
    { name: 'another provider', state: { ...byRole, provider: 'azure' }, related: related(null) },
  ],
});
