import { type Finding, iamRegionOf, partitionOf, type RemediationStep, type Resource } from '@podguard/core';
import { notTheCallersKey } from '../keys/not-the-callers-key.ts';
import { usesOfKey } from '../keys/uses-of-key.ts';
import { defineRemediator } from '../remediator.ts';

export const deactivateAccessKey = defineRemediator({
  id: 'deactivate-access-key',
  title: 'Deactivates an access key of an IAM user, and never deletes it',
  rules: [
    'static-key-created',
    'static-key-created-by-workload',
    'static-key-for-other-user',
    'static-key-quarantined',
    'static-key-reactivated',
    'static-key-stale',
    'static-key-unused',
    'static-key-used-from-cluster',
  ],
  kind: 'access-key',
  grants: [
    {
      actions: ['iam:UpdateAccessKey'],
      resources: ({ partition, account }) => [`arn:${partition}:iam::${account}:user/*`],
    },
  ],
  mayBreak: [
    'Whatever signs by the key is refused, until it is made active again.',
    'Sessions of roles that were got by the key last until they end, and are not got again: whoever calls podguard by such a one undoes it with other credentials.',
  ],
  needs: {},
  guards: [notTheCallersKey],
  mayForce: false,
  settlesMs: 60_000,
  target: (finding: Finding) => finding.resource.key,
  plan(key) {
    const { keyId, status, userName, ofRoot } = key.state;
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user_manage_delete-key.html
    if (ofRoot === true)
      return 'it is a key of the account root, which nobody else can change: sign in as root and delete it';
    if (typeof keyId !== 'string' || typeof userName !== 'string') return 'whose key it is is not known';
    if (status !== 'Active') return `it is not active, as far as is known (${status ?? 'not known'})`;
    return [
      {
        summary: `Deactivate the access key ${keyId} of ${userName}`,
        steps: [update(key, keyId, userName, 'Inactive')],
        undo: [update(key, keyId, userName, 'Active')],
        after: { status: 'Inactive' },
        facts: usesOfKey(key),
      },
    ];
  },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html */
function update(
  { region }: Resource<'access-key'>,
  AccessKeyId: string,
  UserName: string,
  Status: 'Active' | 'Inactive',
): RemediationStep {
  return {
    action: 'iam:UpdateAccessKey',
    region: iamRegionOf(partitionOf(region)),
    input: { UserName, AccessKeyId, Status },
    words: `Set the status of ${AccessKeyId} of ${UserName} to ${Status}`,
  };
}
