import {
  defineRule,
  type Evidence,
  fail,
  indeterminate,
  notApplicable,
  pass,
  type Resource,
} from '@podguard/core';
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
    const evidence = [
      ...weaker(instance, 'httpTokens', (before, now) => before === 'required' && now === 'optional'),
      ...weaker(instance, 'httpEndpoint', switchedOn),
      ...weaker(
        instance,
        'hopLimit',
        (before, now) => typeof before === 'number' && typeof now === 'number' && before < now,
      ),
      ...weaker(instance, 'httpProtocolIpv6', switchedOn),
      ...weaker(instance, 'metadataTags', switchedOn),
    ];
    if (evidence.length === 0)
      return state.profileArn === undefined ? indeterminate('metadata options before') : pass;
    return fail(
      `The metadata options of ${instance.key.slice(instance.key.lastIndexOf('/') + 1)} were weakened`,
      {
        evidence,
        ...(scope === 'low' ? { graded: { severity: 'low', because: 'no cluster node' } } : {}),
      },
    );
  },
  mend: {
    cli: 'aws ec2 modify-instance-metadata-options --instance-id {instanceId} --region {region} --http-tokens required --http-put-response-hop-limit 1',
    terraform:
      'metadata_options {\n  http_tokens                 = "required"\n  http_put_response_hop_limit = 1\n}',
    cloudformation:
      'LaunchTemplateData:\n  MetadataOptions:\n    HttpTokens: required\n    HttpPutResponseHopLimit: 1',
  },
});

type Option = 'httpTokens' | 'httpEndpoint' | 'hopLimit' | 'httpProtocolIpv6' | 'metadataTags';
type Value = string | number;

function switchedOn(before: Value, now: Value): boolean {
  return before === 'disabled' && now === 'enabled';
}

function weaker(
  instance: Resource<'ec2-instance'>,
  option: Option,
  isWeaker: (before: Value, now: Value) => boolean,
): readonly Evidence[] {
  const now = instance.state[option];
  if (now === undefined || now === null) return [];
  const before = (instance.former[option] ?? []).find(({ value }) => isWeaker(value as Value, now));
  if (before === undefined) return [];
  return [
    { path: `metadataOptions.${option} before`, value: before.value },
    { path: `metadataOptions.${option}`, value: now },
  ];
}
