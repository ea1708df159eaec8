import { defineRule, fail, indeterminate, notApplicable, pass, useOf, usersOf } from '@podguard/core';
import { conditionOperators } from '@podguard/policy';
import { keyIdOf } from '../shared/key-id.ts';
import { lines } from '../shared/mend-steps.ts';

export const staticKeyUsedFromCluster = defineRule({
  id: 'static-key-used-from-cluster',
  title: 'A long-lived access key is used from a cluster',
  method: 'static-key',
  resource: 'access-key',
  severity: 'high',
  broken: false,
  family: null,
  description:
    "Reports an access key of an IAM user that was seen used by a client that runs in clusters (External Secrets Operator, the Secrets Store CSI driver's AWS provider, Karpenter, ACK, Crossplane), or from an address that is configured as a cluster's (`clusterAddresses`). It takes the group of events `activity`.",
  rationale:
    'A key in a cluster lies in a Secret, an image or an environment variable, where every pod and person with access to that reads it, and it works from anywhere until somebody deactivates it.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html',
  ],
  mappings: {},
  falsePositives: [
    'Such a client that somebody runs on a machine of their own.',
    'An address that the cluster shares with other machines.',
  ],
  needs: {},
  covers: undefined,
  evaluate(key, { config }) {
    const { state, activity } = key;
    const clients = usersOf(activity, 'from-cluster').users;
    const { users: addresses, complete } = usersOf(activity, 'from');
    const known = addresses.filter((address) =>
      config.clusterAddresses.some((range) => isWithin(address, range)),
    );
    const found = [
      ...clients.map((client) => ({ how: useOf('from-cluster', client), text: `by ${client}` })),
      ...known.map((address) => ({ how: useOf('from', address), text: `from ${address}` })),
    ];
    const [first] = found;
    if (first !== undefined) {
      if (state.status === 'Inactive' || state.status === 'Expired') return pass;
      const of = state.userName ? ` of ${state.userName}` : '';
      const others = found.length - 1;
      const more = others === 0 ? '' : ` and in ${others} more ${others === 1 ? 'way' : 'ways'}`;
      return fail(`The access key ${keyIdOf(key)}${of} is used in a cluster: ${first.text}${more}`, {
        evidence: [
          ...found.map(({ how }) => ({
            path: `activity ${how}`,
            value: `since ${activity[how]?.first.stamp.time ?? ''}`,
          })),
          ...(state.userName ? [{ path: 'userName', value: state.userName }] : []),
        ],
      });
    }
    if (!config.events.includes('activity')) return notApplicable('the events `activity` are not judged');
    if (config.clusterAddresses.length === 0) return indeterminate('clusterAddresses of the configuration');
    return complete ? pass : indeterminate('from which other addresses it is used');
  },
  mend: {
    cli: lines(
      'aws eks create-pod-identity-association --cluster-name CLUSTER_NAME --namespace NAMESPACE --service-account NAME --role-arn ROLE_ARN',
      '# once its pods were restarted without the key',
      'aws iam update-access-key --user-name {userName} --access-key-id {keyId} --status Inactive',
      '# nothing breaks for some days: aws iam delete-access-key --user-name {userName} --access-key-id {keyId}',
    ),
    terraform: lines(
      '# first an aws_eks_pod_identity_association for the workload',
      '# then remove the aws_iam_access_key',
    ),
    cloudformation: lines(
      '# first an AWS::EKS::PodIdentityAssociation for the workload',
      '# then remove the AWS::IAM::AccessKey',
    ),
  },
  remediation: 'deactivate-access-key',
});

function isWithin(address: string, range: string): boolean {
  return conditionOperators.IpAddress.compare(address, [{ text: range, from: 'policy' }]) === 'yes';
}
