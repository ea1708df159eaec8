import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { lines } from '../shared/mend-steps.ts';
import { nodesFedBy } from '../shared/node-templates.ts';

export const launchTemplateImdsV1 = defineRule({
  id: 'launch-template-imds-v1',
  title: 'Nodes are started with IMDSv1 allowed',
  method: 'node-role',
  resource: 'launch-template-version',
  severity: 'high',
  broken: false,
  family: 'launch-template',
  description:
    'Reports a launch template version that sets session tokens to optional, where a node group or an Auto Scaling group of a cluster uses it. Where it says nothing of tokens, the AMI or the default of the account decides.',
  rationale:
    'Every node that it starts answers requests without a token: a pod that can be made to fetch a URL gives away the node role.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html',
  ],
  mappings: { fsbp: ['EC2.170'], pciDss: ['2.2.6'] },
  falsePositives: ['An agent on the nodes that has no IMDSv2 support yet.'],
  needs: {
    template: ['latestVersion', 'defaultVersion'],
    nodegroups: ['templateId', 'templateVersion'],
    autoScalingGroups: ['templateId', 'templateVersion', 'tags'],
  },
  covers: undefined,
  evaluate(version, { related }) {
    const { httpEndpoint, httpTokens } = version.state;
    const fed = nodesFedBy(version, related);
    if (fed.answer === 'no') return notApplicable('no nodes are known to be started from it');
    if (httpEndpoint === 'disabled' || httpTokens === 'required') return pass;
    if (httpTokens === undefined) return indeterminate('httpTokens');
    if (httpTokens === null) return indeterminate("httpTokens: the AMI or the account's default decides");
    if (fed.answer === 'unknown') return indeterminate(...fed.missing);
    return fail(
      `Version ${version.state.version} of ${version.key.split('/').at(-2)} starts nodes that answer IMDSv1`,
      {
        evidence: [
          { path: 'metadataOptions.httpTokens', value: httpTokens },
          { path: 'metadataOptions.httpEndpoint', value: httpEndpoint ?? 'not set' },
          { path: 'usedBy', value: fed.by },
        ],
      },
    );
  },
  mend: {
    cli: lines(
      '# first see that nothing on its instances asks without a token: the CloudWatch metric MetadataNoToken is 0',
      '# MetadataOptions of the new version: with what the source version sets besides',
      "aws ec2 create-launch-template-version --launch-template-id {templateId} --source-version {templateVersion} --launch-template-data 'MetadataOptions={HttpTokens=required}' --region {region}",
      '# for the instances of a node group, which are replaced:',
      '# aws eks update-nodegroup-version --cluster-name CLUSTER --nodegroup-name NODE_GROUP --launch-template id={templateId},version=VERSION --region {region}',
    ),
    terraform: lines(
      '# first see that nothing on its instances asks without a token: the CloudWatch metric MetadataNoToken is 0',
      'resource "aws_launch_template" "nodes" {',
      '  metadata_options {',
      '    http_tokens = "required"',
      '  }',
      '}',
    ),
    cloudformation: lines(
      '# first see that nothing on its instances asks without a token: the CloudWatch metric MetadataNoToken is 0',
      'LaunchTemplateData:',
      '  MetadataOptions:',
      '    HttpTokens: required',
    ),
  },
});
