import {
  defineRule,
  type Evidence,
  fail,
  indeterminate,
  notApplicable,
  pass,
  type Resource,
} from '@podguard/core';
import { lines } from '../shared/mend-steps.ts';
import { instanceScope } from '../shared/node.ts';

export const imdsWeakened = defineRule({
  id: 'imds-weakened',
  title: 'A change made the instance metadata options weaker than they were',
  method: 'node-role',
  resource: 'ec2-instance',
  severity: 'high',
  broken: false,
  family: 'imds',
  description:
    'Reports metadata options that are weaker than this instance had them before: tokens, endpoint, hop limit, tags.',
  rationale:
    'Somebody opened a way to the node role that was closed. It stays open until the options are as good as before.',
  references: [
    'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceMetadataOptions.html',
  ],
  mappings: {},
  falsePositives: ['An add-on in a pod that needs the node role and, with it, a hop limit of 2.'],
  needs: {},
  covers: undefined,
  evaluate(instance, { config }) {
    const { state } = instance;
    const scope = instanceScope(instance, config);
    if (scope === 'skip') return notApplicable('no cluster node: it has no instance profile');
    if (state.httpEndpoint === 'disabled') return pass;
    const evidence = OPTIONS.flatMap((option) => weaker(instance, option));
    if (evidence.length === 0) {
      if (state.profileArn === undefined) return indeterminate('metadata options before');
      const unknown = OPTIONS.filter(
        (option) => state[option] === undefined && (instance.former[option] ?? []).length > 0,
      );
      return unknown.length > 0 ? indeterminate(...unknown) : pass;
    }
    return fail(
      `The metadata options of ${instance.key.slice(instance.key.lastIndexOf('/') + 1)} were weakened`,
      {
        evidence,
        ...(scope === 'low' ? { graded: { severity: 'low', because: 'no cluster node' } } : {}),
      },
    );
  },
  mend: {
    cli: lines(
      '# back to what the finding has as before; leave out what it does not have',
      'aws ec2 modify-instance-metadata-options --instance-id {instanceId} --region {region} --http-tokens {httpTokensBefore}',
      'aws ec2 modify-instance-metadata-options --instance-id {instanceId} --region {region} --http-put-response-hop-limit {hopLimitBefore}',
      'aws ec2 modify-instance-metadata-options --instance-id {instanceId} --region {region} --http-endpoint {httpEndpointBefore}',
      'aws ec2 modify-instance-metadata-options --instance-id {instanceId} --region {region} --http-protocol-ipv6 {httpProtocolIpv6Before}',
      'aws ec2 modify-instance-metadata-options --instance-id {instanceId} --region {region} --instance-metadata-tags {metadataTagsBefore}',
    ),
    terraform: lines(
      '# back to what the finding has as before; leave out what it does not have',
      'metadata_options {',
      '  http_tokens                 = "{httpTokensBefore}"',
      '  http_put_response_hop_limit = "{hopLimitBefore}"',
      '  http_endpoint               = "{httpEndpointBefore}"',
      '  http_protocol_ipv6          = "{httpProtocolIpv6Before}"',
      '  instance_metadata_tags      = "{metadataTagsBefore}"',
      '}',
    ),
    cloudformation: lines(
      '# back to what the finding has as before; leave out what it does not have',
      'LaunchTemplateData:',
      '  MetadataOptions:',
      '    HttpTokens: {httpTokensBefore}',
      '    HttpPutResponseHopLimit: {hopLimitBefore}',
      '    HttpEndpoint: {httpEndpointBefore}',
      '    HttpProtocolIpv6: {httpProtocolIpv6Before}',
      '    InstanceMetadataTags: {metadataTagsBefore}',
    ),
  },
  remediation: 'require-imdsv2',
});

type Value = string | number;

const switchedOn = (before: Value, now: Value): boolean => before === 'disabled' && now === 'enabled';

/** Whether a change of the option opened something. */
const IS_WEAKER = {
  httpTokens: (before: Value, now: Value) => before === 'required' && now === 'optional',
  httpEndpoint: switchedOn,
  hopLimit: (before: Value, now: Value) =>
    typeof before === 'number' && typeof now === 'number' && before < now,
  httpProtocolIpv6: switchedOn,
  metadataTags: switchedOn,
};
type Option = keyof typeof IS_WEAKER;
const OPTIONS = Object.keys(IS_WEAKER) as readonly Option[];

function weaker(instance: Resource<'ec2-instance'>, option: Option): readonly Evidence[] {
  const now = instance.state[option];
  if (now === undefined || now === null) return [];
  const before = (instance.former[option] ?? []).find(({ value }) => IS_WEAKER[option](value as Value, now));
  if (before === undefined) return [];
  return [
    // One plain word, by which the mend finds it.
    { path: `${option}Before`, value: String(before.value) },
    { path: `metadataOptions.${option}`, value: now },
  ];
}
