import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html, and its older versions. */
const QUARANTINE = /^arn:[^:]+:iam::aws:policy\/AWSCompromisedKeyQuarantine(V\d+)?$/;

export const staticKeyQuarantined = defineRule({
  id: 'static-key-quarantined',
  title: 'AWS quarantined the user of an active access key: a key of it has leaked',
  method: 'static-key',
  resource: 'access-key',
  severity: 'critical',
  broken: false,
  family: 'key-origin',
  description:
    'Reports an active access key of an IAM user to which the policy AWSCompromisedKeyQuarantine, V2 or V3 is attached.',
  rationale:
    'AWS attaches it where it found a key of the user in public. It denies only some actions: whoever has the key can use the rest.',
  references: [
    'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html',
    'https://repost.aws/knowledge-center/potential-account-compromise',
  ],
  mappings: {},
  falsePositives: [
    "The user's other key leaked, and was deleted already: the policy stays until somebody detaches it.",
  ],
  needs: { user: ['policies'] },
  covers: undefined,
  evaluate({ state }, { related: { user } }) {
    if (state.ofRoot === true || !user) return notApplicable('a key of the account root');
    if (state.status === undefined) return indeterminate('status');
    if (state.status !== 'Active') return pass;
    const { members, complete } = user.sets.policies;
    const policy = [...members.keys()].find((arn) => QUARANTINE.test(arn));
    if (policy === undefined) return complete ? pass : indeterminate(`policies of ${user.key}`);
    return fail(
      `AWS found a key of ${state.userName ?? user.key} in public; ${state.keyId ?? 'this key'} is active`,
      {
        evidence: [
          { path: 'policyArn', value: policy },
          { path: 'status', value: state.status },
          { path: 'userName', value: state.userName ?? null },
        ],
      },
    );
  },
  mend: {
    cli: 'aws iam update-access-key --user-name {userName} --access-key-id {keyId} --status Inactive\n# look in CloudTrail for what the key did, then: aws iam delete-access-key --user-name {userName} --access-key-id {keyId}\n# and, as the support case says: aws iam detach-user-policy --user-name {userName} --policy-arn {policyArn}',
    terraform:
      '# remove the aws_iam_access_key resource; give the workload an aws_eks_pod_identity_association',
    cloudformation: '# remove the AWS::IAM::AccessKey resource; add an AWS::EKS::PodIdentityAssociation',
  },
  remediation: 'deactivate-access-key',
});
