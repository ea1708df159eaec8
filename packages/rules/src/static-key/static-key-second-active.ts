import { defineRule, fail, indeterminate, pass } from '@podguard/core';

export const staticKeySecondActive = defineRule({
  id: 'static-key-second-active',
  title: 'An IAM user has two active access keys',
  method: 'static-key',
  resource: 'iam-user',
  severity: 'medium',
  broken: false,
  family: null,
  description: 'Reports an IAM user with two active access keys, which is the most that AWS allows.',
  rationale:
    'The second one is there for the hours of a rotation. Left active it is a key that nobody looks after, or one that somebody made to stay.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
  ],
  mappings: { cisAws: ['1.12'] },
  falsePositives: ['A rotation that is going on: it ends when the old key is made inactive.'],
  needs: { keys: ['userName', 'status', 'keyId'] },
  covers: undefined,
  evaluate(user, { related }) {
    const keys = related.keys.filter(({ present }) => present);
    const active = keys.filter(({ state }) => state.status === 'Active');
    if (active.length > 1) {
      const ids = active.map(({ key, state }) => state.keyId ?? key);
      return fail(`${nameOf(user.key)} has the active access keys ${ids.join(' and ')}`, {
        evidence: active.map(({ key, state }, index) => ({
          path: index === 0 ? 'keyId' : 'secondKeyId',
          value: state.keyId ?? key,
        })),
      });
    }
    const open = keys.filter(({ state }) => state.status === undefined);
    if (active.length + open.length > 1) return indeterminate(...open.map(({ key }) => `status of ${key}`));
    // A user that was seen whole, from its creation or a read, has no keys that are not known; nor has one with two.
    return keys.length > 1 || user.bornAt !== null || user.sets.policies.complete
      ? pass
      : indeterminate(`the other access keys of ${user.key}`);
  },
  mend: {
    cli: 'aws iam get-access-key-last-used --access-key-id {keyId}\naws iam update-access-key --user-name {userName} --access-key-id {keyId} --status Inactive\n# nothing breaks for some days: aws iam delete-access-key --user-name {userName} --access-key-id {keyId}',
    terraform:
      '# keep one aws_iam_access_key of the user, better none: an aws_eks_pod_identity_association needs no key',
    cloudformation:
      '# keep one AWS::IAM::AccessKey of the user, better none: an AWS::EKS::PodIdentityAssociation needs no key',
  },
});

function nameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}
