import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { isKnownAddon } from '../data/known-addons.ts';

export const podIdentityDefaultServiceAccount = defineRule({
  id: 'pod-identity-default-service-account',
  title: "A Pod Identity association is bound to a namespace's default service account",
  method: 'pod-identity',
  resource: 'pod-identity-association',
  severity: 'high',
  broken: false,
  family: null,
  description: 'Reports an association whose service account is `default`.',
  rationale:
    'Every pod of the namespace that names no service account runs with it: whoever may start a pod there, and whatever is deployed there, gets the role without having been given it.',
  references: [
    'https://kubernetes.io/docs/concepts/security/service-accounts/#default-service-accounts',
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
  ],
  mappings: { cisEks: ['4.1.5'] },
  falsePositives: ['A namespace in which one application alone may run: name it under `knownAddons`.'],
  needs: {},
  covers: undefined,
  evaluate(association, { config }) {
    const { clusterName, namespace, serviceAccount, roleArn } = association.state;
    if (typeof serviceAccount !== 'string') return indeterminate('serviceAccount');
    if (serviceAccount !== 'default') return pass;
    if (typeof namespace === 'string' && isKnownAddon(config, namespace, serviceAccount))
      return notApplicable('the configuration names it as a known add-on');
    return fail(
      `Every pod of namespace ${namespace ?? '?'} of cluster ${clusterName ?? '?'} that names no service account gets the role`,
      {
        evidence: [
          { path: 'serviceAccount', value: serviceAccount },
          { path: 'roleArn', value: roleArn ?? null },
        ],
      },
    );
  },
  mend: {
    cli: 'kubectl create serviceaccount APP --namespace NAMESPACE\naws eks create-pod-identity-association --cluster-name {clusterName} --namespace NAMESPACE --service-account APP --role-arn {roleArn} --region {region}\n# once the workload has serviceAccountName: APP\naws eks delete-pod-identity-association --cluster-name {clusterName} --association-id {associationId} --region {region}',
    terraform: 'service_account = "APP" # aws_eks_pod_identity_association: an account of the workload’s own',
    cloudformation:
      'ServiceAccount: APP # AWS::EKS::PodIdentityAssociation: an account of the workload’s own',
  },
  remediation: 'revert-association',
});
