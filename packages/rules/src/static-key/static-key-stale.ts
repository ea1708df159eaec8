import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { daysBetween } from '../shared/key-age.ts';
import { keyIdOf } from '../shared/key-id.ts';

export const staticKeyStale = defineRule({
  id: 'static-key-stale',
  title: 'An active access key is older than it may be',
  method: 'static-key',
  resource: 'access-key',
  severity: 'medium',
  broken: false,
  family: 'key-age',
  description:
    'Reports an active access key that was made longer ago than the configuration allows (limits.keyAgeDays: 90 days), by the time at which the account was read.',
  rationale:
    'The longer a key is used the more places it was copied to. Credentials of EKS Pod Identity or IRSA are hours old at most.',
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html'],
  mappings: {
    fsbp: ['IAM.3'],
    cisAws: ['1.13'],
    nist80053: ['AC-2(1)', 'AC-2(3)', 'AC-3(15)'],
    pciDss: ['8.3.9', '8.6.3'],
  },
  falsePositives: [
    'A key of which somebody decided that it may be older: exempt it, or set limits.keyAgeDays.',
  ],
  needs: {},
  covers: undefined,
  evaluate(key, { config }) {
    const { state } = key;
    if (state.ofRoot === true) return notApplicable('a key of the account root');
    if (state.status === undefined) return indeterminate('status');
    if (state.status !== 'Active') return pass;
    const { createdAt, readAt } = state;
    if (typeof readAt !== 'string') return indeterminate('readAt');
    const age = daysBetween(createdAt, readAt);
    if (typeof createdAt !== 'string' || age === undefined) return indeterminate('createdAt');
    if (age <= config.limits.keyAgeDays) return pass;
    return fail(`The access key ${keyIdOf(key)} of ${state.userName ?? 'an IAM user'} is ${age} days old`, {
      evidence: [
        { path: 'createdAt', value: createdAt },
        { path: 'readAt', value: readAt },
        { path: 'userName', value: state.userName ?? null },
      ],
    });
  },
  mend: {
    cli: 'aws iam create-access-key --user-name {userName}\n# where the new key is in use: aws iam update-access-key --user-name {userName} --access-key-id {keyId} --status Inactive',
    terraform:
      '# replace the aws_iam_access_key: terraform apply -replace=ADDRESS; better, give the workload an aws_eks_pod_identity_association',
    cloudformation: '# AWS::IAM::AccessKey: raise Serial; better, add an AWS::EKS::PodIdentityAssociation',
  },
  remediation: 'deactivate-access-key',
});
