import {
  defineRule,
  fail,
  indeterminate,
  type Missing,
  notApplicable,
  pass,
  type Resource,
} from '@podguard/core';
import { associationOf, nameOf, workloadName } from '../shared/k8s.ts';
import { ownRole } from '../shared/k8s-mend.ts';

export const k8sSecretProviderNoIdentity = defineRule({
  id: 'k8s-secret-provider-no-identity',
  title: 'Pods mount AWS secrets without an identity of their own',
  method: 'ascp',
  resource: 'k8s-secret-provider-class',
  severity: 'low',
  broken: true,
  family: null,
  description:
    'Reports a SecretProviderClass of AWS’s provider that pods mount whose service account has no role annotation, or, with `usePodIdentity`, no Pod Identity association.',
  rationale:
    'AWS’s provider reads secrets with the identity of the pod and nothing else: the mount fails, and the pod does not start.',
  references: [
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/integrating_ascp_irsa.html',
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/ascp-pod-identity-integration.html',
  ],
  mappings: {},
  falsePositives: [],
  needs: {
    workloads: ['type', 'name', 'namespace', 'serviceAccount', 'serviceAccountKey', 'association'],
    serviceAccounts: ['roleArn'],
    associations: ['namespace', 'serviceAccount'],
    cluster: ['associationsListed'],
  },
  covers: undefined,
  evaluate({ state }, { related }) {
    const { provider, usePodIdentity } = state;
    if (provider === undefined) return indeterminate('provider');
    if (provider !== 'aws') return notApplicable('of another provider');
    if (usePodIdentity === undefined) return indeterminate('usePodIdentity');
    const byPodIdentity = usePodIdentity === true;
    const judged = related.workloads.map((workload) => ({
      workload,
      identity: byPodIdentity ? associationOf(workload, related) : roleOf(workload, related.serviceAccounts),
    }));
    const lacking = judged.find(({ identity }) => identity === null)?.workload;
    if (lacking !== undefined) {
      const what = byPodIdentity ? 'Pod Identity association' : 'role annotation';
      return fail(
        `${workloadName(lacking)} mounts ${nameOf(state)}, and its service account ${lacking.state.serviceAccount ?? ''} has no ${what}`,
        {
          evidence: [
            { path: 'spec.parameters.usePodIdentity', value: byPodIdentity },
            { path: 'workload', value: workloadName(lacking) },
          ],
        },
      );
    }
    if (judged.length === 0) return indeterminate('the workloads that mount it');
    const open = judged.find(({ identity }) => identity === undefined)?.workload;
    return open === undefined ? pass : indeterminate(`the identity of ${workloadName(open)}`);
  },
  mend: ownRole(
    '# with usePodIdentity: "true" in the SecretProviderClass; without it, annotate the service account with a role',
  ),
});

function roleOf(
  { state }: Resource<'k8s-workload'>,
  accounts: readonly (Resource<'k8s-service-account'> | Missing)[],
): string | null | undefined {
  const account = accounts.find((one) => !('missing' in one) && one.key === state.serviceAccountKey);
  return account === undefined || 'missing' in account ? undefined : account.state.roleArn;
}
