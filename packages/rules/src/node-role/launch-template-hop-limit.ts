import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { lines } from '../shared/mend-steps.ts';
import { extraRights } from '../shared/node-extra-rights.ts';
import { nodesFedBy, rolesOfNodes } from '../shared/node-templates.ts';

export const launchTemplateHopLimit = defineRule({
  id: 'launch-template-hop-limit',
  title: 'Nodes are started with a hop limit that lets pods reach the metadata service',
  method: 'node-role',
  resource: 'launch-template-version',
  severity: 'low',
  broken: false,
  family: 'launch-template',
  description:
    'Reports a launch template version with a hop limit above 1, where a node group or an Auto Scaling group of a cluster uses it. Medium where the node role has rights beyond the standard node policies (documented rights of add-ons apart) or may assume roles.',
  rationale: 'Every pod on the nodes that it starts can get the credentials of the node role.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html',
  ],
  mappings: {},
  falsePositives: [
    'Add-ons that still lean on the node role, or read the region and the zone there: give them a role and these settings first.',
  ],
  needs: {
    template: ['latestVersion', 'defaultVersion'],
    nodegroups: ['templateId', 'templateVersion', 'nodeRole'],
    autoScalingGroups: ['templateId', 'templateVersion', 'tags'],
    nodeRoles: ['policies', 'inlinePolicies', 'boundary'],
    profileRoles: ['policies', 'inlinePolicies', 'boundary'],
    policies: ['defaultVersion', 'versions'],
  },
  covers: undefined,
  evaluate(version, { related }) {
    const { httpEndpoint, hopLimit } = version.state;
    const fed = nodesFedBy(version, related);
    if (fed.answer === 'no') return notApplicable('no nodes are known to be started from it');
    if (httpEndpoint === 'disabled') return pass;
    if (hopLimit === undefined) return indeterminate('hopLimit');
    if (hopLimit === null) return indeterminate("hopLimit: the AMI or the account's default decides");
    if (hopLimit <= 1) return pass;
    if (fed.answer === 'unknown') return indeterminate(...fed.missing);
    const extra = extraRights(rolesOfNodes(fed, related.nodeRoles, related.profileRoles), related.policies);
    const name = version.key.split('/').at(-2);
    return fail(`Version ${version.state.version} of ${name} starts nodes with a hop limit of ${hopLimit}`, {
      evidence: [
        { path: 'metadataOptions.hopLimit', value: hopLimit },
        { path: 'usedBy', value: fed.by },
      ],
      ...(extra === null ? {} : { graded: { severity: 'medium', because: extra } }),
    });
  },
  mend: {
    cli: lines(
      '# first give the add-ons that lean on the node role a role of their own: pods do not reach it by one hop',
      '# MetadataOptions of the new version: with what the source version sets besides',
      "aws ec2 create-launch-template-version --launch-template-id {templateId} --source-version {templateVersion} --launch-template-data 'MetadataOptions={HttpTokens=required,HttpPutResponseHopLimit=1}' --region {region}",
      '# for the instances of a node group, which are replaced:',
      '# aws eks update-nodegroup-version --cluster-name CLUSTER --nodegroup-name NODE_GROUP --launch-template id={templateId},version=VERSION --region {region}',
    ),
    terraform: lines(
      '# first give the add-ons that lean on the node role a role of their own: pods do not reach it by one hop',
      'resource "aws_launch_template" "nodes" {',
      '  metadata_options {',
      '    http_tokens                 = "required"',
      '    http_put_response_hop_limit = 1',
      '  }',
      '}',
    ),
    cloudformation: lines(
      '# first give the add-ons that lean on the node role a role of their own: pods do not reach it by one hop',
      'LaunchTemplateData:',
      '  MetadataOptions:',
      '    HttpTokens: required',
      '    HttpPutResponseHopLimit: 1',
    ),
  },
});
