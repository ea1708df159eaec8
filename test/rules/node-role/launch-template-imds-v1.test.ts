import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { groupOf, scalingOf, unused } from './launch-templates.ts';

const open = { version: 3, httpTokens: 'optional', httpEndpoint: null } as const;
const evidence = ['metadataOptions.httpTokens', 'usedBy'];

describeRule(ruleOf(catalogue, 'launch-template-imds-v1'), 'launch-template-version', {
  fails: [
    {
      name: 'optional tokens in the version of a node group',
      state: open,
      related: { ...unused, nodegroups: [groupOf('3')] },
      evidence,
    },
    {
      name: "the newest version, which a cluster's Auto Scaling group follows",
      state: open,
      related: { ...unused, autoScalingGroups: [scalingOf('$Latest')] },
      evidence,
    },
    {
      name: 'the default version, of a group of which the version is not known besides',
      state: { ...open, httpEndpoint: 'enabled' },
      related: { ...unused, autoScalingGroups: [scalingOf('$Default')], nodegroups: [groupOf(undefined)] },
      evidence,
    },
  ],
  passes: [
    {
      name: 'required tokens',
      state: { ...open, httpTokens: 'required' },
      related: { ...unused, nodegroups: [groupOf('3')] },
    },
    {
      name: 'no endpoint',
      state: { ...open, httpEndpoint: 'disabled' },
      related: { ...unused, nodegroups: [groupOf('3')] },
    },
  ],
  indeterminate: [
    {
      name: 'it says nothing of tokens',
      state: { ...open, httpTokens: null },
      related: { ...unused, nodegroups: [groupOf('3')] },
      missing: 'the AMI',
    },
    {
      name: 'what it says is not known',
      state: { ...open, httpTokens: undefined },
      related: { ...unused, nodegroups: [groupOf('3')] },
      missing: 'httpTokens',
    },
    {
      name: 'the version that the node group uses is not known',
      state: open,
      related: { ...unused, nodegroups: [groupOf(undefined)] },
      missing: 'template version of',
    },
    {
      name: 'which version is the newest is not known',
      state: open,
      related: {
        ...unused,
        template: null,
        autoScalingGroups: [scalingOf('$Latest'), scalingOf('$Default')],
      },
      missing: 'template version of',
    },
  ],
  notApplicable: [
    { name: 'nobody uses it', state: open, related: unused },
    {
      name: 'a node group of another version',
      state: open,
      related: { ...unused, nodegroups: [groupOf('2')] },
    },
    {
      name: 'a node group that was deleted',
      state: open,
      related: { ...unused, nodegroups: [groupOf('3', true)] },
    },
    {
      name: "a managed node group's own Auto Scaling group, with EKS's copy of the template",
      state: open,
      related: {
        ...unused,
        autoScalingGroups: [scalingOf('3', 'kubernetes.io/cluster/prod', 'eks:nodegroup-name')],
      },
    },
    {
      name: 'an Auto Scaling group of something else',
      state: open,
      related: { ...unused, autoScalingGroups: [scalingOf('3', 'Name')] },
    },
  ],
});
