import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { lines } from '../shared/mend-steps.ts';
import { instanceScope } from '../shared/node.ts';

export const imdsV1Allowed = defineRule({
  id: 'imds-v1-allowed',
  title: 'The instance still answers IMDSv1',
  method: 'node-role',
  resource: 'ec2-instance',
  severity: 'high',
  broken: false,
  family: 'imds',
  description:
    'Reports an instance whose metadata service does not require session tokens. An instance that is no node is graded low.',
  rationale:
    "Any pod, or anything that can make a pod fetch a URL, can then read the node role's credentials.",
  references: [
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html',
  ],
  mappings: {
    fsbp: ['EC2.8'],
    cisAws: ['5.7'],
    nist80053: ['AC-3', 'AC-3(7)', 'AC-3(15)', 'AC-6'],
    pciDss: ['2.2.6'],
  },
  falsePositives: ['An agent on the node that has no IMDSv2 support yet.'],
  needs: {},
  covers: undefined,
  evaluate(instance, { config }) {
    const { httpTokens, httpEndpoint } = instance.state;
    const scope = instanceScope(instance, config);
    if (scope === 'skip') return notApplicable('no cluster node: it has no instance profile');
    if (httpEndpoint === 'disabled') return pass;
    if (httpTokens === undefined || httpTokens === null) return indeterminate('httpTokens');
    if (httpTokens === 'required') return pass;
    return fail(`${instanceId(instance.key)} answers metadata requests without a session token`, {
      evidence: [
        { path: 'metadataOptions.httpTokens', value: httpTokens },
        { path: 'metadataOptions.httpEndpoint', value: httpEndpoint ?? 'not known' },
      ],
      ...(scope === 'low' ? { graded: { severity: 'low', because: 'no cluster node' } } : {}),
    });
  },
  mend: {
    cli: lines(
      '# first see that nothing on it asks without a token: the CloudWatch metric MetadataNoToken is 0',
      'aws ec2 modify-instance-metadata-options --instance-id {instanceId} --region {region} --http-tokens required',
    ),
    terraform: lines(
      '# first see that nothing on it asks without a token: the CloudWatch metric MetadataNoToken is 0',
      'metadata_options {',
      '  http_tokens = "required"',
      '}',
    ),
    cloudformation: lines(
      '# first see that nothing on it asks without a token: the CloudWatch metric MetadataNoToken is 0',
      'LaunchTemplateData:',
      '  MetadataOptions:',
      '    HttpTokens: required',
    ),
  },
  remediation: 'require-imdsv2',
});

function instanceId(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}
