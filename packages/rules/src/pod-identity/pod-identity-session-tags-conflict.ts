import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { askFor, isRefusedForTags } from '../shared/pod-identity-request.ts';
import { readTrust, undecided, whyDenied } from '../shared/trust.ts';

export const podIdentitySessionTagsConflict = defineRule({
  id: 'pod-identity-session-tags-conflict',
  title: 'The role asks for session tags that its association disables',
  method: 'pod-identity',
  resource: 'pod-identity-association',
  severity: 'high',
  broken: true,
  family: 'pod-identity-works',
  description:
    'Reports an association that disables session tags while the trust policy of its role is scoped by them, so that it refuses the association.',
  rationale:
    'A condition on aws:RequestTag/kubernetes-namespace and the like never holds without the tags: the pods get no credentials.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html',
  ],
  mappings: {},
  falsePositives: [],
  needs: { role: ['trust'] },
  covers: undefined,
  evaluate(association, { related }) {
    const { role } = related;
    const { disableSessionTags, namespace, serviceAccount, clusterName } = association.state;
    if (disableSessionTags === false || disableSessionTags === null)
      return notApplicable('it does not disable session tags');
    if (role === null || role === undefined) return indeterminate('roleArn');
    if (!role.present) return notApplicable('the role was deleted');
    const trust = readTrust(role);
    if ('verdict' in trust) return trust.verdict;
    const untagged = { ...association, state: { ...association.state, disableSessionTags: true } };
    const evaluation = askFor(trust.policy, untagged, 'sts:AssumeRole');
    if (evaluation.decision === 'undecided') return undecided([evaluation]);
    if (!isRefusedForTags(trust.policy, untagged)) return pass;
    if (disableSessionTags === undefined) return indeterminate('disableSessionTags');
    const who = `${namespace ?? '?'}/${serviceAccount ?? '?'} of cluster ${clusterName ?? '?'}`;
    return fail(`${role.key} asks for session tags, which the association of ${who} disables`, {
      evidence: [
        ...whyDenied(trust.policy, evaluation, role.state.trust ?? ''),
        { path: 'disableSessionTags', value: true },
        { path: 'roleArn', value: role.key },
      ],
    });
  },
  mend: {
    cli: 'aws eks update-pod-identity-association --cluster-name {clusterName} --association-id {associationId} --no-disable-session-tags --region {region}',
    terraform: 'disable_session_tags = false # aws_eks_pod_identity_association',
    cloudformation: 'DisableSessionTags: false # AWS::EKS::PodIdentityAssociation',
  },
});
