import { defineRule, fail, indeterminate, pass } from '@podguard/core';

export const serviceSpecificCredential = defineRule({
  id: 'service-specific-credential',
  title: 'An IAM user has an active service-specific credential',
  method: 'static-key',
  resource: 'iam-user',
  severity: 'low',
  broken: false,
  family: null,
  description:
    'Reports an IAM user with an active credential for a single service: a password for CodeCommit or Keyspaces, an API key for Bedrock.',
  rationale:
    'It is long-lived like an access key, and easily put into a Secret or an image. Pods sign their requests by a role instead.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html',
    'https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html',
  ],
  mappings: {},
  falsePositives: ['A Git client or a database driver that cannot sign requests with a role.'],
  needs: {},
  covers: undefined,
  evaluate({ key, sets: { serviceCredentials } }) {
    const found = [...serviceCredentials.members];
    const active = found.filter(([, status]) => status === 'Active').map(([id]) => id);
    const [first, ...others] = active;
    if (first !== undefined) {
      const more = others.length === 0 ? '' : ` and ${others.length} more`;
      const name = key.slice(key.lastIndexOf('/') + 1);
      return fail(`${name} has the active service-specific credential ${first}${more}`, {
        evidence: active.map((id) => ({ path: `serviceCredentials.${id}`, value: 'Active' })),
      });
    }
    const open = found.filter(([, status]) => status === true).map(([id]) => `status of ${id}`);
    if (open.length > 0) return indeterminate(...open);
    return serviceCredentials.complete ? pass : indeterminate(`service-specific credentials of ${key}`);
  },
  mend: {
    cli: 'aws iam list-service-specific-credentials --user-name {userName}\naws iam update-service-specific-credential --user-name {userName} --service-specific-credential-id ID --status Inactive\n# nothing breaks for some days: aws iam delete-service-specific-credential --user-name {userName} --service-specific-credential-id ID',
    terraform:
      '# remove the aws_iam_service_specific_credential resource; give the workload an aws_eks_pod_identity_association',
    cloudformation:
      '# delete it by the command line; add an AWS::EKS::PodIdentityAssociation for the workload',
  },
});
