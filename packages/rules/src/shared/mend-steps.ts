import type { Mend } from '@podguard/core';

/** The lines of a text for a person to paste: what has to be done or known before a command stands above it. */
export function lines(...all: readonly string[]): string {
  return all.join('\n');
}

/**
 * Changes a trust policy, which IAM replaces as a whole: read, changed and written back, so that what else it says stays.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html
 */
export function editTrust(change: string, role = '{roleName}'): string {
  return lines(
    `aws iam get-role --role-name ${role} --query Role.AssumeRolePolicyDocument --output json > trust.json`,
    '# in trust.json, which is written back as a whole:',
    `# ${change}`,
    `aws iam update-assume-role-policy --role-name ${role} --policy-document file://trust.json`,
  );
}

/** What takes rights from a role: in which words, before and while it is done. */
interface Taking {
  /** What has to be done before. */
  readonly first: string;
  /** What changes in an inline policy. */
  readonly change: string;
}

/**
 * Takes rights from a role, and no others with them: an inline policy is replaced as a whole.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
 */
export function takeRights({ first, change }: Taking): string {
  return lines(
    `# first ${first}`,
    '# where a managed policy gives them: all that it gives goes with it',
    'aws iam detach-role-policy --role-name {roleName} --policy-arn {policyArn}',
    '# where an inline policy does',
    'aws iam get-role-policy --role-name {roleName} --policy-name {policyName} --query PolicyDocument --output json > policy.json',
    '# in policy.json, which is written back as a whole:',
    `# ${change}`,
    'aws iam put-role-policy --role-name {roleName} --policy-name {policyName} --policy-document file://policy.json',
  );
}

/** Of a role of pods that can make itself an administrator. */
export const takePodsRights: Mend = {
  cli: lines(
    takeRights({
      first: 'give the role, by a policy of its own, what its pods call',
      change: 'keep what its pods call, and nothing of iam:* on "*"',
    }),
    '# where it is the trust policy of a role with more rights that names this one: take it out there',
  ),
  terraform: lines(
    '# first a policy that holds only what its pods call',
    '# then aws_iam_role_policy_attachment, aws_iam_role_policy: that one in place of the powerful one',
    '# where a role with more rights names this one: aws_iam_role assume_role_policy of that role, without it',
  ),
  cloudformation: lines(
    '# first a policy that holds only what its pods call, and nothing of iam:* on "*"',
    '# then AWS::IAM::Role ManagedPolicyArns, Policies: that one in place of the powerful one',
    '# where a role with more rights names this one: AssumeRolePolicyDocument of that role, without it',
  ),
};
