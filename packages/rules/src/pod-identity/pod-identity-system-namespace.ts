import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { isKnownAddon } from '../data/known-addons.ts';
import { podsOf } from '../shared/association.ts';

export const podIdentitySystemNamespace = defineRule({
  id: 'pod-identity-system-namespace',
  title: 'A Pod Identity association is bound in a namespace of Kubernetes itself',
  method: 'pod-identity',
  resource: 'pod-identity-association',
  severity: 'medium',
  broken: false,
  family: null,
  description:
    'Reports an association in kube-system, kube-public or kube-node-lease for a service account that is no known add-on’s, unless an EKS add-on owns it.',
  rationale:
    'In these namespaces policies that hold elsewhere are often switched off, and many components can read secrets or start pods: a role that is bound there is within reach of all of them.',
  references: [
    'https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces',
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
  ],
  mappings: {},
  falsePositives: ['A system component that Podguard does not know: name it under `knownAddons`.'],
  needs: {},
  covers: undefined,
  evaluate(association, { config }) {
    const { namespace, serviceAccount, ownerArn, roleArn } = association.state;
    if (typeof namespace !== 'string') return indeterminate('namespace');
    if (!SYSTEM.includes(namespace)) return pass;
    if (typeof ownerArn === 'string') return notApplicable('an EKS add-on owns it');
    if (typeof serviceAccount !== 'string') return indeterminate('serviceAccount');
    if (isKnownAddon(config, namespace, serviceAccount)) return notApplicable('it is a known add-on’s');
    if (ownerArn === undefined) return indeterminate('ownerArn');
    return fail(`${podsOf(association)}, which is no known add-on, is bound to a role`, {
      evidence: [
        { path: 'namespace', value: namespace },
        { path: 'serviceAccount', value: serviceAccount },
        { path: 'roleArn', value: roleArn ?? null },
      ],
    });
  },
  mend: {
    cli: 'aws eks create-pod-identity-association --cluster-name {clusterName} --namespace APP --service-account APP --role-arn {roleArn} --region {region}\n# once the workload runs in a namespace of its own\naws eks delete-pod-identity-association --cluster-name {clusterName} --association-id {associationId} --region {region}',
    terraform: 'namespace = "app" # aws_eks_pod_identity_association: a namespace of the workload’s own',
    cloudformation: 'Namespace: app # AWS::EKS::PodIdentityAssociation: a namespace of the workload’s own',
  },
  remediation: 'revert-association',
});

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces */
const SYSTEM = ['kube-system', 'kube-public', 'kube-node-lease'];
