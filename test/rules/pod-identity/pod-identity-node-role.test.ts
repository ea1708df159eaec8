import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { attached } from '../../support/role-rights.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf, type StateInput } from '../../support/states.ts';
import { podIdentity, trust } from '../../support/trusts.ts';

const state = { namespace: 'shop', serviceAccount: 'cart', clusterName: 'prod' };
const pods = podIdentity(['sts:AssumeRole', 'sts:TagSession']);
const forNodes = { Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
const plain: StateInput<'iam-role'> = { state: { trust: trust(pods) }, sets: attached() };
const around = (input: StateInput<'iam-role'> = plain) => ({
  role: resourceOf('iam-role', input),
  nodegroups: [],
  accessEntries: [],
});
const nodegroup = (nodeRole: string) => resourceOf('eks-nodegroup', { state: { nodeRole } });
const entry = (type: string) => resourceOf('access-entry', { state: { type } });

describeRule(ruleOf(catalogue, 'pod-identity-node-role'), 'pod-identity-association', {
  fails: [
    {
      name: 'a node group has the role',
      state,
      related: { ...around(), nodegroups: [nodegroup('arn:aws:iam::111122223333:role/eks/app')] },
      evidence: ['roleArn', 'node role by'],
    },
    {
      name: 'an access entry lets nodes of the role join',
      state,
      related: { ...around(), accessEntries: [entry('EC2_LINUX')] },
      evidence: ['node role by'],
    },
    {
      name: 'so does one of Auto Mode',
      related: { ...around(), accessEntries: [entry('EC2')] },
      evidence: ['node role by'],
    },
    {
      name: 'it has the policy for worker nodes',
      state,
      related: around({ ...plain, sets: attached('AmazonEKSWorkerNodePolicy') }),
      evidence: ['node role by'],
    },
    {
      name: 'the configuration says so',
      state,
      related: around(),
      config: { nodeRoles: ['app'] },
      evidence: ['node role by'],
    },
  ],
  passes: [
    { name: 'a role that only pods may have', state, related: around() },
    {
      name: 'a node group has another',
      state,
      related: { ...around(), nodegroups: [nodegroup('arn:aws:iam::111122223333:role/eks/node')] },
    },
    {
      name: 'an access entry that is not for nodes',
      state,
      related: { ...around(), accessEntries: [entry('STANDARD')] },
    },
  ],
  indeterminate: [
    {
      name: 'for what its access entry is, is not known',
      state,
      related: { ...around(), accessEntries: [resourceOf('access-entry', {})] },
      missing: 'type of arn:aws:eks',
    },
    { name: 'the role is not known', state, related: { ...around(), role: undefined }, missing: 'roleArn' },
    {
      name: 'EC2 may have it, and nothing tells what for',
      state,
      related: around({ ...plain, state: { trust: trust(pods, forNodes) } }),
      missing: 'node',
    },
    { name: 'the trust policy is not known', state, related: around({ sets: attached() }), missing: 'node' },
  ],
  notApplicable: [{ name: 'the role was deleted', state, related: around({ gone: true }) }],
});
