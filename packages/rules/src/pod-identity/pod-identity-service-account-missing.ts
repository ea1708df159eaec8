import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { lines } from '../shared/mend-steps.ts';

/** What one run reads of AWS and of its clusters is some minutes apart. */
const ONE_RUN_MS = 10 * 60_000;

export const podIdentityServiceAccountMissing = defineRule({
  id: 'pod-identity-service-account-missing',
  title: 'A Pod Identity association is for a service account that does not exist',
  method: 'pod-identity',
  resource: 'pod-identity-association',
  severity: 'low',
  broken: false,
  family: null,
  description:
    'Reports an association whose service account is not in the cluster, where the cluster is read (`clusterReading`). Of a cluster that is not read it says nothing.',
  rationale:
    'No pod has the role now. Whoever may create a service account of that name in that namespace, and a pod, gets it without a change that AWS sees.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html',
    'https://kubernetes.io/docs/concepts/security/service-accounts/',
  ],
  mappings: {},
  falsePositives: ['An association that is made before what it is for: a deployment that is on its way.'],
  needs: { serviceAccounts: ['name'] },
  covers: undefined,
  evaluate({ bornAt, knownSince, state }, { config, related }) {
    if (!config.clusterReading) return notApplicable('clusters are not read');
    const [account] = related.serviceAccounts;
    // Nothing is recorded of it where nobody asked for cluster reading: undecided there would be a gap in every report.
    if (account === undefined || 'missing' in account)
      return notApplicable('the service accounts of the cluster were not read');
    if (account.present) return pass;
    const name = `${state.namespace ?? '?'}/${state.serviceAccount ?? '?'}`;
    const { goneAt } = account;
    if (goneAt === null || isYounger({ bornAt, knownSince }, goneAt))
      return indeterminate(`whether service account ${name} was made since the cluster was last read`);
    return fail(
      `Service account ${name} is not in cluster ${state.clusterName ?? '?'}: whoever makes it gets ${state.roleArn ?? 'the role'}`,
      {
        evidence: [
          { path: 'serviceAccount', value: state.serviceAccount ?? null },
          { path: 'namespace', value: state.namespace ?? null },
          { path: 'roleArn', value: state.roleArn ?? null },
        ],
      },
    );
  },
  mend: {
    cli: lines(
      '# where it is on its way, make it: kubectl create serviceaccount --namespace {namespace} {serviceAccount}',
      'aws eks delete-pod-identity-association --cluster-name {clusterName} --association-id {associationId} --region {region}',
    ),
    terraform:
      '# remove the aws_eks_pod_identity_association, or make the kubernetes_service_account that it names',
    cloudformation:
      '# remove the AWS::EKS::PodIdentityAssociation, or make the service account that it names',
  },
});

/** Whether an association may have been made after its service account was last looked for; one that no event told of is as old as what is known of it. */
function isYounger(
  { bornAt, knownSince }: { readonly bornAt: string | null; readonly knownSince?: string | undefined },
  goneAt: string,
): boolean {
  if (bornAt !== null) return bornAt > goneAt;
  return knownSince !== undefined && Date.parse(knownSince) > Date.parse(goneAt) + ONE_RUN_MS;
}
