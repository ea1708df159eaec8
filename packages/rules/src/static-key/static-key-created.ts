import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { keyIdOf } from '../shared/key-id.ts';
import { lines } from '../shared/mend-steps.ts';

export const staticKeyCreated = defineRule({
  id: 'static-key-created',
  title: 'An IAM user has an active long-lived access key',
  method: 'static-key',
  resource: 'access-key',
  severity: 'high',
  broken: false,
  family: 'key-origin',
  description: 'Reports an active access key of an IAM user.',
  rationale:
    'A long-lived key works from anywhere until somebody deletes it. Pods get short-lived credentials of their own from EKS Pod Identity or IRSA.',
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html'],
  mappings: {},
  falsePositives: ['A program outside AWS that supports neither IAM Roles Anywhere nor web identity.'],
  needs: {},
  covers: undefined,
  evaluate(key) {
    const { state } = key;
    if (state.ofRoot === true) return notApplicable('a key of the account root');
    if (state.status === undefined) return indeterminate('status');
    if (state.status !== 'Active') return pass;
    return fail(`${state.userName ?? 'An IAM user'} has the active access key ${keyIdOf(key)}`, {
      evidence: [
        { path: 'status', value: state.status },
        { path: 'userName', value: state.userName ?? null },
      ],
    });
  },
  mend: {
    cli: 'aws iam update-access-key --user-name {userName} --access-key-id {keyId} --status Inactive\n# nothing breaks for some days: aws iam delete-access-key --user-name {userName} --access-key-id {keyId}',
    terraform: lines(
      '# first give the workload an aws_eks_pod_identity_association',
      '# then aws_iam_access_key: status = "Inactive"; remove it once nothing broke for some days',
    ),
    cloudformation: lines(
      '# first an AWS::EKS::PodIdentityAssociation for the workload',
      '# then AWS::IAM::AccessKey: Status: Inactive; remove it once nothing broke for some days',
    ),
  },
  remediation: 'deactivate-access-key',
});
