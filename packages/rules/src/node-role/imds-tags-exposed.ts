import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { isNode } from '../shared/node.ts';

export const imdsTagsExposed = defineRule({
  id: 'imds-tags-exposed',
  title: "A node's tags can be read through its metadata service",
  method: 'node-role',
  resource: 'ec2-instance',
  severity: 'low',
  broken: false,
  family: null,
  description: 'Reports a cluster node whose metadata service gives out the tags of the instance.',
  rationale:
    'Tags name clusters, owners and what access depends on. Whatever reaches the metadata service reads them without any right of its own.',
  references: ['https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/work-with-tags-in-IMDS.html'],
  mappings: {},
  falsePositives: ['A bootstrap script or an agent on the node that reads its settings from tags.'],
  needs: {
    roles: ['policies'],
    nodegroups: ['nodeRole'],
    accessEntries: ['principalArn', 'type'],
  },
  covers: undefined,
  evaluate(instance, { config, related }) {
    const { httpEndpoint, metadataTags } = instance.state;
    if (httpEndpoint === 'disabled') return pass;
    const node = isNode(instance, related, config);
    if (node === 'no') return notApplicable('no cluster node: it has no instance profile');
    if (metadataTags === undefined || metadataTags === null) return indeterminate('metadataTags');
    if (metadataTags === 'disabled') return pass;
    if (node === 'unknown') return indeterminate('whether it is a cluster node');
    const id = instance.key.slice(instance.key.lastIndexOf('/') + 1);
    return fail(`The tags of the node ${id} can be read through its metadata service`, {
      evidence: [{ path: 'metadataOptions.metadataTags', value: metadataTags }],
    });
  },
  mend: {
    cli: 'aws ec2 modify-instance-metadata-options --instance-id {instanceId} --region {region} --instance-metadata-tags disabled',
    terraform: 'metadata_options {\n  instance_metadata_tags = "disabled"\n}',
    cloudformation: 'LaunchTemplateData:\n  MetadataOptions:\n    InstanceMetadataTags: disabled',
  },
});
