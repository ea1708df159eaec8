import {
  defineRule,
  type Evidence,
  fail,
  indeterminate,
  type Missing,
  notApplicable,
  pass,
  type Resource,
  type Use,
  useOf,
  usersOf,
} from '@podguard/core';
import { nodeUsers } from '../shared/instance-users.ts';
import { daysBetween } from '../shared/key-age.ts';
import { lines } from '../shared/mend-steps.ts';

export const secretsReaderStatic = defineRule({
  id: 'secrets-reader-static',
  title: "The secret is read with a long-lived access key or a node's credentials",
  method: 'external-secrets',
  resource: 'secret',
  severity: 'high',
  broken: false,
  family: null,
  description:
    "Reports a secret, or a parameter that was decrypted, that was seen read with an IAM user's access key or with the credentials of a cluster's nodes, until the key or the role is gone, or a read of the account finds that it has not been used for as long as configured. It takes the group of events `secret-reads`.",
  rationale:
    'A long-lived key reads the secret for whoever copies it. With the credentials of a node every pod that reaches its metadata service reads it.',
  references: [
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/integrating_csi_driver.html',
    'https://external-secrets.io/latest/provider/aws-access/',
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/cloudtrail_log_entries.html',
  ],
  mappings: {},
  falsePositives: ['A person who looks the secret up with a key of their own.'],
  needs: {
    readerKeys: ['status'],
    instanceReaders: ['trust', 'policies'],
    readerNodegroups: ['nodeRole'],
  },
  covers: undefined,
  evaluate(secret, { config, related }) {
    const isRecent = ({ last }: Use) =>
      (daysBetween(last.stamp.time, secret.state.readAt) ?? 0) <= config.limits.keyUnusedDays;
    const keys = keyUsers(secret, related.readerKeys).filter(({ use }) => isRecent(use));
    const around = { roles: related.instanceReaders, nodegroups: related.readerNodegroups };
    const seen = nodeUsers(secret, 'node', around, config);
    const nodes = seen.found.filter(({ use }) => isRecent(use));
    const readers = [
      ...keys.map(({ key }) => `the long-lived access key ${key.slice(key.indexOf('/') + 1)}`),
      ...nodes.map(({ key }) => `nodes with the role ${key}`),
    ];
    if (readers.length > 0) {
      const more = readers.length > 1 ? ` and ${readers.length - 1} more` : '';
      return fail(`${secret.key} is read with ${readers[0]}${more}`, {
        evidence: [
          ...keys.map(({ key, use }) => evidenceOf(useOf('static-key', key), use)),
          ...nodes.flatMap(({ key, use, because }) => [
            evidenceOf(useOf('node', key), use),
            { path: 'nodeRole', value: because },
          ]),
        ],
      });
    }
    if (seen.open.length > 0) return indeterminate(...seen.open);
    const complete = seen.complete && usersOf(secret.activity, 'static-key').complete;
    if (!complete) return indeterminate('who else reads it');
    return config.events.includes('secret-reads')
      ? pass
      : notApplicable('the events `secret-reads` are not judged');
  },
  mend: {
    cli: lines(
      'aws eks create-pod-identity-association --cluster-name CLUSTER_NAME --namespace NAMESPACE --service-account NAME --role-arn ROLE_ARN',
      '# a SecretStore: leave auth.secretRef out; a SecretProviderClass: usePodIdentity: "true"',
      '# once its pods were restarted and read by the role',
      'aws iam update-access-key --user-name USER_NAME --access-key-id KEY_ID --status Inactive',
    ),
    terraform: lines(
      '# first an aws_eks_pod_identity_association for the service account that reads it',
      '# then remove the aws_iam_access_key, or secretsmanager:GetSecretValue from the node role',
    ),
    cloudformation: lines(
      '# first an AWS::EKS::PodIdentityAssociation for the service account that reads it',
      '# then remove the AWS::IAM::AccessKey, or secretsmanager:GetSecretValue from the node role',
    ),
  },
});

/** The keys that read it, without those that are known to be of no use any more. */
function keyUsers(
  { activity }: Resource<'secret'>,
  known: readonly (Resource<'access-key'> | Missing)[],
): readonly { readonly key: string; readonly use: Use }[] {
  return usersOf(activity, 'static-key').users.flatMap((key) => {
    const use = activity[useOf('static-key', key)];
    const found = known.find((one): one is Resource<'access-key'> => 'key' in one && one.key === key);
    const ended =
      found?.present === false || found?.state.status === 'Inactive' || found?.state.status === 'Expired';
    return use === undefined || ended ? [] : [{ key, use }];
  });
}

function evidenceOf(name: string, { first }: Use): Evidence {
  return { path: `activity ${name}`, value: `since ${first.stamp.time}` };
}
