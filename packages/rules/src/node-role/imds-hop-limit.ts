import {
  defineRule,
  type Evidence,
  type Fail,
  fail,
  indeterminate,
  notApplicable,
  pass,
  type Resource,
} from '@podguard/core';
import { lines } from '../shared/mend-steps.ts';
import { isNode } from '../shared/node.ts';
import { extraRights } from '../shared/node-extra-rights.ts';
import type { Policies } from '../shared/permissions.ts';

export const imdsHopLimit = defineRule({
  id: 'imds-hop-limit',
  title: 'Pods reach the metadata service of their node: its hop limit is above 1',
  method: 'node-role',
  resource: 'ec2-instance',
  severity: 'low',
  broken: false,
  family: 'imds',
  description:
    'Reports a cluster node that requires session tokens and lets them travel more than one hop. Medium where the node role has rights beyond the standard node policies (documented rights of add-ons apart) or may assume roles; high where a change raised the limit.',
  rationale:
    "A pod with a network of its own is one hop further away than its node. With a limit of 1 it gets no token, and so no credentials of the node role; a pod on the host's network still does.",
  references: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html',
  ],
  mappings: {},
  falsePositives: [
    'Add-ons that still lean on the node role, or read the region and the zone there: give them a role and these settings first.',
  ],
  needs: {
    roles: ['policies', 'inlinePolicies', 'boundary', 'trust'],
    policies: ['defaultVersion', 'versions'],
    nodegroups: ['nodeRole'],
    accessEntries: ['principalArn', 'type'],
  },
  covers: undefined,
  evaluate(instance, { config, related }) {
    const { httpEndpoint, httpTokens, hopLimit } = instance.state;
    if (httpEndpoint === 'disabled') return pass;
    const node = isNode(instance, related, config);
    if (node === 'no') return notApplicable('no cluster node: it has no instance profile');
    if (typeof hopLimit !== 'number') return indeterminate('hopLimit');
    if (hopLimit <= 1) return pass;
    if (node === 'unknown') return indeterminate('whether it is a cluster node');
    if (httpTokens === 'optional') return notApplicable('IMDSv1, which it allows, needs no token');
    if (httpTokens !== 'required') return indeterminate('httpTokens');
    const before = lowerLimit(instance, hopLimit);
    const evidence: Evidence[] = [
      { path: 'metadataOptions.hopLimit', value: hopLimit },
      { path: 'metadataOptions.httpTokens', value: httpTokens },
      ...(before === null ? [] : [{ path: 'metadataOptions.hopLimit before', value: before }]),
    ];
    const id = instance.key.slice(instance.key.lastIndexOf('/') + 1);
    return fail(`Pods on ${id} get session tokens of its metadata service: the hop limit is ${hopLimit}`, {
      evidence,
      ...gradeOf(before, related),
    });
  },
  mend: {
    cli: '# first give the add-ons that lean on the node role a role of their own\naws ec2 modify-instance-metadata-options --instance-id {instanceId} --region {region} --http-put-response-hop-limit 1',
    terraform: lines(
      '# first give the add-ons that lean on the node role a role of their own: pods do not reach it by one hop',
      'metadata_options {',
      '  http_tokens                 = "required"',
      '  http_put_response_hop_limit = 1',
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
  remediation: 'limit-imds-hops',
});

function lowerLimit({ former }: Resource<'ec2-instance'>, now: number): number | null {
  const lower = (former.hopLimit ?? []).map(({ value }) => Number(value)).filter((value) => value < now);
  return lower.length === 0 ? null : Math.min(...lower);
}

function gradeOf(
  before: number | null,
  { roles, policies }: { readonly roles: Parameters<typeof extraRights>[0]; readonly policies: Policies },
): Pick<Fail, 'graded'> {
  if (before !== null) return { graded: { severity: 'high', because: `a change raised it from ${before}` } };
  const extra = extraRights(roles, policies);
  return extra === null ? {} : { graded: { severity: 'medium', because: extra } };
}
