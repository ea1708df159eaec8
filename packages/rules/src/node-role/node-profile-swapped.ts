import {
  defineRule,
  fail,
  indeterminate,
  instanceProfileKeyFromArn,
  notApplicable,
  pass,
  type Resource,
} from '@podguard/core';
import { isNode } from '../shared/node.ts';

export const nodeProfileSwapped = defineRule({
  id: 'node-profile-swapped',
  title: 'Another instance profile was put on a running node',
  method: 'node-role',
  resource: 'ec2-instance',
  severity: 'high',
  broken: false,
  family: null,
  description:
    'Reports a cluster node that has another instance profile than it had first. It stays open until that one is back, or none is there.',
  rationale:
    'With the profile the node, and every pod that reaches its metadata service, got another role. Node groups and autoscalers start new nodes instead.',
  references: [
    'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceIamInstanceProfileAssociation.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html',
  ],
  mappings: {},
  falsePositives: ['A profile that was replaced by hand because its role had to be, with the same rights.'],
  needs: {
    roles: ['policies'],
    nodegroups: ['nodeRole'],
    accessEntries: ['principalArn', 'type'],
  },
  covers: undefined,
  evaluate(instance, { config, related }) {
    const { profileArn } = instance.state;
    if (profileArn === undefined) return indeterminate('profileArn');
    const node = isNode(instance, related, config);
    if (node === 'no') return notApplicable('no cluster node: it has no instance profile');
    if (profileArn === null) return pass;
    const before = firstProfile(instance) ?? profileArn;
    if (keyOf(before) === keyOf(profileArn)) {
      const seenWhole = instance.bornAt !== null || instance.sets.tags.complete;
      return seenWhole ? pass : indeterminate('the profile before');
    }
    if (node === 'unknown') return indeterminate('whether it is a cluster node');
    const id = instance.key.slice(instance.key.lastIndexOf('/') + 1);
    return fail(`The node ${id} has the instance profile ${profileArn} now; it had ${before}`, {
      evidence: [
        { path: 'profileArn before', value: before },
        { path: 'profileArn', value: profileArn },
      ],
    });
  },
  mend: {
    cli: '# AssociationId: aws ec2 describe-iam-instance-profile-associations --region {region} --filters Name=instance-id,Values={instanceId}\naws ec2 replace-iam-instance-profile-association --region {region} --association-id ID --iam-instance-profile Name=NAME\n# or drain and terminate the node: its node group starts another one',
    terraform:
      '# nothing to change: replace the node, which its launch template or node group gives the right profile',
    cloudformation:
      '# nothing to change: replace the node, which its launch template or node group gives the right profile',
  },
});

/** An instance that started without a profile has no first one to go back to: then any that it had. */
function firstProfile({ original, former }: Resource<'ec2-instance'>): string | null {
  const values = [original.profileArn, ...(former.profileArn ?? []).map(({ value }) => value)];
  return values.find((value) => typeof value === 'string') ?? null;
}

/** Without its path, which not every event tells. */
function keyOf(arn: string): string {
  return instanceProfileKeyFromArn(arn) ?? arn;
}
