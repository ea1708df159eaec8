import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { editTrust } from '../shared/mend-steps.ts';
import { askFor, isRefusedForTags } from '../shared/pod-identity-request.ts';
import { isDenied, readTrust, undecided, whyDenied } from '../shared/trust.ts';

export const podIdentityRoleNotTrusting = defineRule({
  id: 'pod-identity-role-not-trusting',
  title: 'The role does not let its Pod Identity association assume it',
  method: 'pod-identity',
  resource: 'pod-identity-association',
  severity: 'high',
  broken: true,
  family: 'pod-identity-works',
  description: "Reports an association whose own request the role's trust policy refuses.",
  rationale: 'Its pods get no credentials of their own, or fall back to the node role without a word.',
  references: ['https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html'],
  mappings: {},
  falsePositives: [],
  needs: { role: ['trust'] },
  covers: undefined,
  evaluate(association, { related }) {
    const { role } = related;
    if (role === null || role === undefined) return indeterminate('roleArn');
    if (!role.present) return notApplicable('the role was deleted');
    const trust = readTrust(role);
    if ('verdict' in trust) return trust.verdict;
    const evaluation = askFor(trust.policy, association, 'sts:AssumeRole');
    if (evaluation.decision === 'allow') return pass;
    if (!isDenied(evaluation)) return undecided([evaluation]);
    if (isRefusedForTags(trust.policy, association))
      return notApplicable('it asks for session tags, which the association disables');
    const { namespace, serviceAccount, clusterName } = association.state;
    return fail(
      `${role.key} refuses ${namespace ?? '?'}/${serviceAccount ?? '?'} of cluster ${clusterName ?? '?'}, which is bound to it`,
      {
        evidence: [
          ...whyDenied(trust.policy, evaluation, role.state.trust ?? ''),
          { path: 'roleArn', value: role.key },
        ],
      },
    );
  },
  mend: {
    cli: editTrust(
      'a statement allows "Principal": {"Service": "pods.eks.amazonaws.com"} the "Action": ["sts:AssumeRole", "sts:TagSession"], with aws:SourceAccount and aws:SourceArn of the cluster',
    ),
    terraform:
      'principals {\n  type        = "Service"\n  identifiers = ["pods.eks.amazonaws.com"]\n}\nactions = ["sts:AssumeRole", "sts:TagSession"]',
    cloudformation: 'Principal:\n  Service: pods.eks.amazonaws.com\nAction: [sts:AssumeRole, sts:TagSession]',
  },
  remediation: 'fix-pod-identity-trust',
});
