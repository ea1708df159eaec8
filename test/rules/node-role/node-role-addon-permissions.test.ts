import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { irsa, trust } from '../../support/trusts.ts';
import { allow, cni, deny, ec2, none, standard, worker } from './node-roles.ts';

const rule = ruleOf(catalogue, 'node-role-addon-permissions');
const state = { trust: ec2, boundary: null };

describeRule(rule, 'iam-role', {
  fails: [
    {
      name: "the VPC CNI's policy, as eksctl attaches it",
      state,
      sets: { policies: { ...standard, [cni]: true }, inlinePolicies: {} },
      related: none,
      evidence: ['policyArn'],
    },
    {
      name: "a driver's policy with a path",
      state,
      sets: {
        policies: { ...standard, 'arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy': true },
        inlinePolicies: {},
      },
      related: none,
      evidence: ['policyArn'],
    },
    {
      name: "the cluster autoscaler's actions by hand",
      state,
      sets: {
        policies: standard,
        inlinePolicies: { scale: allow(['autoscaling:SetDesiredCapacity', 'ec2:DescribeInstances']) },
      },
      related: none,
      evidence: ['policyName', 'Statement[0].Action[0]'],
    },
  ],
  passes: [
    {
      name: 'the standard policies only',
      state,
      sets: { policies: standard, inlinePolicies: {} },
      related: none,
    },
    {
      name: 'actions of both, standard ones',
      state,
      sets: { policies: { [worker]: true }, inlinePolicies: { own: allow('ec2:DescribeInstances') } },
      related: none,
    },
    {
      name: 'what a Deny takes away',
      state,
      sets: {
        policies: standard,
        inlinePolicies: { scale: allow('autoscaling:SetDesiredCapacity'), no: deny('autoscaling:*') },
      },
      related: none,
    },
  ],
  indeterminate: [
    {
      name: 'its policies are not known',
      state,
      config: { nodeRoles: ['app'] },
      related: none,
      missing: 'any other',
    },
    {
      name: 'an EC2 role that may be no node',
      state,
      sets: { policies: { [cni]: true }, inlinePolicies: {} },
      related: none,
      missing: 'whether nodes have',
    },
    {
      name: 'a condition on what is not known',
      state,
      sets: {
        policies: standard,
        inlinePolicies: {
          scale: allow('autoscaling:SetDesiredCapacity', '*', {
            Condition: { StringEquals: { 'autoscaling:ResourceTag/owner': 'us' } },
          }),
        },
      },
      related: none,
      missing: 'autoscaling:ResourceTag/owner',
    },
  ],
  notApplicable: [
    {
      name: "the add-on's own role",
      state: { trust: trust(irsa()), boundary: null },
      sets: { policies: { [cni]: true }, inlinePolicies: {} },
      related: none,
    },
  ],
});
