import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { podsOf } from '../shared/association.ts';

export const podIdentitySessionTagsDisabled = defineRule({
  id: 'pod-identity-session-tags-disabled',
  title: 'A Pod Identity association disables session tags without need',
  method: 'pod-identity',
  resource: 'pod-identity-association',
  severity: 'low',
  broken: false,
  family: null,
  description:
    'Reports an association that disables session tags and has no inline policy, which would need that.',
  rationale:
    'The tags say which cluster, namespace, service account and pod a session is of. Without them the audit trail shows the role only, and neither a trust policy nor a resource can be scoped by the pod.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html',
    'https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html',
  ],
  mappings: {},
  falsePositives: ['A role whose sessions have so many tags of their own that STS refuses more.'],
  needs: {},
  covers: undefined,
  evaluate(association) {
    const { disableSessionTags, policy } = association.state;
    if (disableSessionTags === undefined) return indeterminate('disableSessionTags');
    if (disableSessionTags !== true) return pass;
    if (typeof policy === 'string') return notApplicable('its inline policy needs that');
    if (policy === undefined) return indeterminate('policy');
    return fail(`Sessions of ${podsOf(association)} have no tags that tell the pod`, {
      evidence: [{ path: 'disableSessionTags', value: true }],
    });
  },
  mend: {
    cli: 'aws eks update-pod-identity-association --cluster-name {clusterName} --association-id {associationId} --no-disable-session-tags --region {region}\n# the role must allow pods.eks.amazonaws.com sts:TagSession, too',
    terraform: 'disable_session_tags = false # aws_eks_pod_identity_association',
    cloudformation: 'DisableSessionTags: false # AWS::EKS::PodIdentityAssociation',
  },
});
