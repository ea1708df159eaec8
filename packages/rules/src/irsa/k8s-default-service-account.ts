import { defineRule, fail, indeterminate, pass } from '@podguard/core';
import { associationOf, knownAccount, missingAssociation, workloadName } from '../shared/k8s.ts';
import { ownRole } from '../shared/k8s-mend.ts';

export const k8sDefaultServiceAccount = defineRule({
  id: 'k8s-default-service-account',
  title: 'A workload has AWS access through the default service account',
  method: 'irsa',
  resource: 'k8s-workload',
  severity: 'medium',
  broken: false,
  family: null,
  description:
    'Reports a workload that runs with its namespace’s `default` service account while that has a role annotation or a Pod Identity association.',
  rationale:
    'Every pod that names no service account runs with `default`: each one in the namespace gets the role, whoever starts it.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
    'https://kubernetes.io/docs/concepts/security/service-accounts/',
  ],
  mappings: { cisEks: ['4.1.5'] },
  falsePositives: ['A namespace for one workload alone.'],
  needs: {
    serviceAccounts: ['roleArn'],
    associations: ['namespace', 'serviceAccount'],
    cluster: ['associationsListed'],
  },
  covers: undefined,
  evaluate(workload, { related }) {
    const { serviceAccount, podPath } = workload.state;
    if (serviceAccount === undefined) return indeterminate('serviceAccount');
    if (serviceAccount !== 'default') return pass;
    const association = associationOf(workload, related);
    const account = knownAccount(related.serviceAccounts);
    const role = account?.state.roleArn;
    const access = typeof role === 'string' ? role : association;
    if (typeof access === 'string')
      return fail(`${workloadName(workload)} gets ${access} through the service account default`, {
        evidence: [
          { path: `${podPath ?? 'spec'}.serviceAccountName`, value: serviceAccount },
          { path: typeof role === 'string' ? 'role annotation' : 'association', value: access },
        ],
      });
    if (role === undefined) return indeterminate('the annotations of service account default');
    return association === undefined ? indeterminate(missingAssociation(workload.key, 'default')) : pass;
  },
  mend: ownRole('# give the workload a service account of its own: kubectl create serviceaccount NAME'),
});
