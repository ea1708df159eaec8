import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf } from '../../support/states.ts';
import { groupOf, scalingOf, unused } from './launch-templates.ts';
import { allow, standard } from './node-roles.ts';

const two = { version: 3, hopLimit: 2, httpEndpoint: null } as const;
const used = { ...unused, nodegroups: [groupOf('3')] };
const role = (sets: Readonly<Record<string, Readonly<Record<string, string | boolean>>>>) =>
  resourceOf('iam-role', { state: { boundary: null }, sets });
const powerful = role({ policies: standard, inlinePolicies: { app: allow('s3:GetObject') } });
const evidence = ['metadataOptions.hopLimit', 'usedBy'];

describeRule(ruleOf(catalogue, 'launch-template-hop-limit'), 'launch-template-version', {
  fails: [
    {
      name: 'a limit of 2, as modules set it',
      state: two,
      related: { ...used, nodeRoles: [role({ policies: standard, inlinePolicies: {} })] },
      evidence,
    },
    {
      name: 'the node role has other rights',
      state: two,
      related: { ...used, nodeRoles: [powerful] },
      severity: 'medium',
      evidence,
    },
    {
      name: "a node group of another version has the role with other rights, and of this one's nothing is known",
      state: two,
      related: {
        ...unused,
        nodegroups: [groupOf('2')],
        autoScalingGroups: [scalingOf('3')],
        nodeRoles: [powerful, { missing: 'arn:x' }],
      },
      evidence,
    },
    {
      name: "the role of the version's own profile has other rights",
      state: two,
      related: { ...unused, autoScalingGroups: [scalingOf('3')], profileRoles: [powerful] },
      severity: 'medium',
      evidence,
    },
    {
      name: 'a node group of which the role is not known',
      state: two,
      related: {
        ...unused,
        nodegroups: [resourceOf('eks-nodegroup', { state: { templateVersion: '3' } })],
        nodeRoles: [{ missing: 'arn:x' }],
      },
      evidence,
    },
  ],
  passes: [
    {
      name: 'a limit of 1',
      state: { ...two, hopLimit: 1 },
      related: { ...used, nodeRoles: [role({ policies: standard, inlinePolicies: {} })] },
    },
    { name: 'no endpoint', state: { ...two, httpEndpoint: 'disabled' }, related: used },
  ],
  indeterminate: [
    { name: 'it sets none', state: { ...two, hopLimit: null }, related: used, missing: 'the AMI' },
    {
      name: 'what it sets is not known',
      state: { ...two, hopLimit: undefined },
      related: used,
      missing: 'hopLimit',
    },
    {
      name: 'the version that the node group uses is not known',
      state: two,
      related: { ...unused, nodegroups: [groupOf(undefined)] },
      missing: 'template version of',
    },
  ],
  notApplicable: [{ name: 'nobody uses it', state: two, related: unused }],
});
