import { USERS_LIMIT } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { ACCOUNT, resourceOf, type StateInput } from '../../support/states.ts';
import { podIdentity, trust } from '../../support/trusts.ts';

const rule = ruleOf(catalogue, 'legacy-node-session-assumes');
const arnOf = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const other = (name: string, input: StateInput<'iam-role'>) => ({
  ...resourceOf('iam-role', input),
  key: arnOf(name),
});
const trusting = (principal: string) => trust({ Principal: { AWS: principal }, Action: 'sts:AssumeRole' });
const ec2 = trust({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
const worker = { 'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy': true };
const node = other('node', { state: { trust: ec2 }, sets: { policies: worker, inlinePolicies: {} } });
const bastion = other('bastion', { state: { trust: ec2 }, sets: { policies: {}, inlinePolicies: {} } });
const group = resourceOf('eks-nodegroup', { state: { nodeRole: arnOf('node') } });
const seen = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [`node-session ${arnOf(name)}`, '2026-02-01T08:00:00Z']));
const config = { events: ['activity' as const] };
const nobody = { instanceCallers: [], callerNodegroups: [] };
const byPods = trust(podIdentity(['sts:AssumeRole', 'sts:TagSession']));
const many = Array.from({ length: USERS_LIMIT }, (_, index) => `gone-${index}`);

describeRule(rule, 'iam-role', {
  fails: [
    {
      name: 'nodes were seen assuming it, and its trust policy lets them',
      uses: seen('node'),
      state: { trust: trusting(arnOf('node')) },
      related: { instanceCallers: [node], callerNodegroups: [] },
      config,
      evidence: [`activity node-session ${arnOf('node')}`, 'nodeRole'],
    },
    {
      name: "by a node group's role that the trust policy lets in",
      uses: seen('bastion', 'node'),
      state: { trust: trusting(arnOf('node')) },
      related: { instanceCallers: [bastion, { missing: arnOf('node') }], callerNodegroups: [group] },
      config,
      evidence: [`activity node-session ${arnOf('node')}`],
    },
    {
      name: 'by two roles that the configuration names',
      uses: seen('node', 'workers'),
      related: nobody,
      config: { nodeRoles: ['node', 'workers'] },
      evidence: [`activity node-session ${arnOf('workers')}`],
    },
    {
      name: "by a role with the policy of worker nodes, whatever the trust policy's state",
      uses: seen('node'),
      related: { instanceCallers: [node], callerNodegroups: [] },
      evidence: [`activity node-session ${arnOf('node')}`, 'nodeRole'],
    },
  ],
  passes: [
    {
      name: 'the trust policy keeps the nodes out since',
      uses: seen('node'),
      state: { trust: byPods },
      related: { instanceCallers: [node], callerNodegroups: [] },
      config,
    },
    {
      name: 'by instances that are no nodes: their role is not for EC2',
      uses: seen('batch'),
      related: { ...nobody, instanceCallers: [other('batch', { state: { trust: byPods } })] },
      config,
    },
    {
      name: 'the node role is gone',
      uses: seen('node'),
      related: {
        instanceCallers: [other('node', { state: { trust: ec2 }, sets: { policies: worker }, gone: true })],
        callerNodegroups: [],
      },
      config,
    },
    { name: 'no instance was seen', related: nobody, config },
    {
      name: 'before it was made',
      uses: { [`node-session ${arnOf('node')}`]: '2026-01-01T08:00:00Z' },
      related: { instanceCallers: [node], callerNodegroups: [] },
      config,
    },
  ],
  indeterminate: [
    {
      name: 'whether the instances are nodes is not known',
      uses: seen('bastion'),
      related: { instanceCallers: [bastion], callerNodegroups: [] },
      missing: 'whether nodes have',
    },
    {
      name: 'more callers than are kept',
      uses: seen(...many),
      related: {
        instanceCallers: many.map((name) => other(name, { gone: true })),
        callerNodegroups: [],
      },
      missing: 'other instances',
    },
  ],
  notApplicable: [{ name: 'the events are not judged', related: nobody }],
});
