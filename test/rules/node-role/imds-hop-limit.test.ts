import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { allow } from './node-roles.ts';
import { alone, entry, group, nodeRole, nodeTags, otherTags, plainRole, profileArn } from './nodes.ts';

const two = { httpTokens: 'required', httpEndpoint: 'enabled', hopLimit: 2, profileArn } as const;
const one = { ...two, hopLimit: 1 };
const withRights = (actions: string) =>
  nodeRole({ sets: { policies: {}, inlinePolicies: { app: allow(actions) } } });

describeRule(ruleOf(catalogue, 'imds-hop-limit'), 'ec2-instance', {
  fails: [
    {
      name: 'a node with a limit of 2, as node groups of their own making have it',
      state: two,
      sets: nodeTags,
      related: { ...alone, roles: [nodeRole()] },
      evidence: ['metadataOptions.hopLimit', 'metadataOptions.httpTokens'],
    },
    {
      name: 'an instance whose role is that of a node group',
      state: two,
      sets: otherTags,
      related: { ...alone, roles: [plainRole], nodegroups: [group] },
      evidence: ['metadataOptions.hopLimit'],
    },
    {
      name: 'an instance whose role has an access entry for nodes',
      state: two,
      sets: otherTags,
      related: { ...alone, roles: [plainRole], accessEntries: [entry('EC2_LINUX')] },
      evidence: ['metadataOptions.hopLimit'],
    },
    {
      name: 'the same where of the role only its key is known',
      state: two,
      sets: otherTags,
      related: { ...alone, roles: [{ missing: plainRole.key }], accessEntries: [entry('EC2')] },
      evidence: ['metadataOptions.hopLimit'],
    },
    {
      name: 'an instance whose role the configuration names',
      state: two,
      sets: otherTags,
      related: { ...alone, roles: [{ missing: plainRole.key }] },
      config: { nodeRoles: ['node'] },
      evidence: ['metadataOptions.hopLimit'],
    },
    {
      name: 'a node whose role has rights beyond those of nodes',
      state: two,
      sets: nodeTags,
      related: { ...alone, roles: [withRights('s3:GetObject')] },
      severity: 'medium',
      evidence: ['metadataOptions.hopLimit'],
    },
    {
      name: 'a node whose role may assume others',
      state: two,
      sets: nodeTags,
      related: { ...alone, roles: [withRights('sts:AssumeRole')] },
      severity: 'medium',
      evidence: ['metadataOptions.hopLimit'],
    },
    {
      name: 'rights of an add-on only',
      state: two,
      sets: nodeTags,
      related: { ...alone, roles: [withRights('autoscaling:SetDesiredCapacity')] },
      evidence: ['metadataOptions.hopLimit'],
    },
    {
      name: 'a node whose role was deleted, or is not known',
      state: two,
      sets: nodeTags,
      related: { ...alone, roles: [{ ...withRights('*'), present: false }, { missing: 'arn:x' }] },
      evidence: ['metadataOptions.hopLimit'],
    },
    {
      name: 'itself is all that the role may assume',
      state: two,
      sets: nodeTags,
      related: {
        ...alone,
        roles: [
          nodeRole({
            state: { arn: plainRole.key, boundary: null },
            sets: { policies: {}, inlinePolicies: { own: allow('sts:AssumeRole', plainRole.key) } },
          }),
        ],
      },
      evidence: ['metadataOptions.hopLimit'],
    },
    {
      name: 'a change raised it',
      before: [one],
      state: two,
      sets: nodeTags,
      related: alone,
      severity: 'high',
      evidence: ['metadataOptions.hopLimit before'],
    },
    {
      name: 'raised, and lowered half of the way',
      before: [one, { ...two, hopLimit: 5 }],
      state: two,
      sets: nodeTags,
      related: alone,
      severity: 'high',
      evidence: ['metadataOptions.hopLimit before'],
    },
  ],
  passes: [
    { name: 'a limit of 1', state: one, sets: nodeTags, related: { ...alone, roles: [nodeRole()] } },
    {
      name: 'raised, and as low as before again',
      before: [one, two],
      state: one,
      sets: nodeTags,
      related: alone,
    },
    {
      name: 'the endpoint is off',
      state: { ...two, httpEndpoint: 'disabled' },
      sets: nodeTags,
      related: alone,
    },
  ],
  indeterminate: [
    {
      name: 'the limit is not known',
      state: { ...two, hopLimit: undefined },
      sets: nodeTags,
      related: alone,
      missing: 'hopLimit',
    },
    {
      name: 'whether tokens are required is not known',
      state: { ...two, httpTokens: undefined },
      sets: nodeTags,
      related: alone,
      missing: 'httpTokens',
    },
    {
      name: 'nothing tells whether it is a node',
      state: two,
      sets: otherTags,
      related: { ...alone, roles: [plainRole] },
      missing: 'whether it is a cluster node',
    },
    {
      name: 'the access entry is for people',
      state: two,
      sets: otherTags,
      related: { ...alone, roles: [plainRole], accessEntries: [entry('STANDARD')] },
      missing: 'whether it is a cluster node',
    },
    {
      name: 'the access entry was deleted',
      state: two,
      sets: otherTags,
      related: { ...alone, roles: [plainRole], accessEntries: [entry('EC2_LINUX', true)] },
      missing: 'whether it is a cluster node',
    },
  ],
  notApplicable: [
    {
      name: 'an instance without a profile and without a cluster tag',
      state: { ...two, profileArn: null },
      sets: otherTags,
      related: alone,
    },
    {
      name: 'a node that answers IMDSv1',
      state: { ...two, httpTokens: 'optional' },
      sets: nodeTags,
      related: alone,
    },
  ],
});
