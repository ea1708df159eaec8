import { defineRule, fail, pass } from '@podguard/core';
import { ASSOCIATE } from '../shared/irsa-mend.ts';
import { lookAtClusters } from '../shared/irsa-trusts.ts';

const SHARE = 0.9;

export const irsaTrustNearQuota = defineRule({
  id: 'irsa-trust-near-quota',
  title: 'The trust policy is about to outgrow its quota',
  method: 'irsa',
  resource: 'iam-role',
  severity: 'low',
  broken: false,
  family: null,
  description:
    "Reports a role that a cluster's service accounts may assume and whose trust policy has more than 90 % of the characters that `limits.trustPolicyLength` allows. As AWS does, it leaves white space out.",
  rationale:
    'The next cluster or service account cannot be added, and the usual way out of that is a wildcard.',
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html', ASSOCIATE],
  mappings: {},
  falsePositives: ['An account whose quota was raised: give it as `limits.trustPolicyLength`.'],
  needs: {},
  covers: undefined,
  evaluate(role, { config }) {
    const looked = lookAtClusters(role, config, () => ({ found: true }));
    if ('verdict' in looked) return looked.verdict;
    const length = lengthOf(String(role.state.trust));
    const quota = config.limits.trustPolicyLength;
    if (length <= SHARE * quota) return pass;
    const share = Math.round((100 * length) / quota);
    return fail(
      `The trust policy of ${role.key} has ${length} characters, ${share} % of its quota of ${quota}`,
      {
        evidence: [
          { path: 'trust', value: length },
          { path: 'limits.trustPolicyLength', value: quota },
        ],
      },
    );
  },
  mend: {
    cli: 'aws service-quotas request-service-quota-increase --region us-east-1 --service-code iam --quota-code L-C07B4B0D --desired-value 4096\n# or give each workload a role of its own; EKS Pod Identity needs one statement for all clusters',
    terraform:
      '# a role for each workload, or EKS Pod Identity (aws_eks_pod_identity_association), whose trust does not grow\nresource "aws_servicequotas_service_quota" "trust_policy" {\n  service_code = "iam"\n  quota_code   = "L-C07B4B0D"\n  value        = 4096\n}',
    cloudformation:
      '# a role for each workload, or AWS::EKS::PodIdentityAssociation, whose trust does not grow',
  },
});

/** "IAM does not count white space when calculating the size of a policy"; IAM's API gives documents URL-encoded. */
function lengthOf(text: string): number {
  const trimmed = text.trim();
  const json = trimmed.startsWith('%') ? decodeURIComponent(trimmed) : trimmed;
  return json.replaceAll(/\s+/g, '').length;
}
