import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { ACCOUNT } from '../../support/states.ts';
import { irsa, trust } from '../../support/trusts.ts';
import {
  allow,
  cni,
  deny,
  ec2,
  entry,
  nodegroup,
  none,
  own,
  policy,
  pull,
  ssm,
  standard,
  worker,
} from './node-roles.ts';

const rule = ruleOf(catalogue, 'node-role-app-permissions');
const state = { trust: ec2, boundary: null };
const s3 = 'arn:aws:iam::aws:policy/AmazonS3FullAccess';
const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';
const bucket = allow('s3:GetObject', 'arn:aws:s3:::reports/*');

describeRule(rule, 'iam-role', {
  fails: [
    {
      name: 'an AWS managed policy for something else',
      state,
      sets: { policies: { ...standard, [s3]: true }, inlinePolicies: {} },
      related: none,
      evidence: ['policyArn', 'nodeRole'],
    },
    {
      name: 'an action that no node needs, in an inline policy',
      state,
      sets: { policies: standard, inlinePolicies: { reports: bucket } },
      related: none,
      evidence: ['policyName', 'Statement[0].Action'],
    },
    {
      name: 'the same in a customer managed policy',
      state,
      sets: { policies: { ...standard, [own]: true }, inlinePolicies: {} },
      related: { nodegroups: [], customerPolicies: [policy(bucket)] },
      evidence: ['policyArn', 'Statement[0].Action'],
    },
    {
      name: 'a pattern that takes in more than the standard actions',
      state,
      sets: { policies: standard, inlinePolicies: { describe: allow('ec2:Describe*') } },
      related: none,
      evidence: ['policyName', 'Statement[0].Action'],
    },
    {
      name: 'everything but',
      state,
      sets: {
        policies: standard,
        inlinePolicies: {
          most: JSON.stringify({ Statement: { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' } }),
        },
      },
      related: none,
      evidence: ['policyName', 'Statement.NotAction'],
    },
    {
      name: 'an administrator',
      state,
      sets: { policies: { ...standard, [administrator]: true }, inlinePolicies: {} },
      related: none,
      severity: 'critical',
      evidence: ['policyArn'],
    },
    {
      name: 'an administrator by its inline policy, of a node group',
      state,
      sets: { policies: {}, inlinePolicies: { all: allow('*') } },
      related: { nodegroups: [nodegroup(`arn:aws:iam::${ACCOUNT}:role/eks/app`)], customerPolicies: [] },
      severity: 'critical',
      evidence: ['policyName', 'Statement[0].Action'],
    },
    {
      name: 'of nodes by an access entry',
      state,
      sets: { policies: {}, inlinePolicies: { reports: bucket } },
      related: { ...none, accessEntries: [entry('EC2_LINUX', `arn:aws:iam::${ACCOUNT}:role/eks/app`)] },
      evidence: ['policyName', 'nodeRole'],
    },
    {
      name: 'rights seen in a set that is not whole, of a role that the configuration names',
      state,
      some: { policies: { [s3]: true } },
      config: { nodeRoles: ['app'] },
      related: none,
      evidence: ['policyArn'],
    },
    {
      name: 'many actions',
      state,
      sets: {
        policies: standard,
        inlinePolicies: { table: allow(['a', 'b', 'c', 'd', 'e'].map((name) => `dynamodb:${name}`)) },
      },
      related: none,
      evidence: ['Statement[0].Action[4]'],
    },
    {
      name: 'a Deny that takes something else',
      state,
      sets: { policies: standard, inlinePolicies: { reports: bucket, no: deny('s3:PutObject') } },
      related: none,
      evidence: ['policyName', 'Statement[0].Action'],
    },
    {
      name: 'a pattern of which a Deny leaves something',
      state,
      sets: { policies: standard, inlinePolicies: { all: allow('s3:*'), no: deny('s3:Put*') } },
      related: none,
      evidence: ['policyName', 'Statement[0].Action'],
    },
    {
      name: 'a condition that whoever calls chooses',
      state,
      sets: {
        policies: standard,
        inlinePolicies: {
          here: allow('s3:GetObject', '*', {
            Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-central-1' } },
          }),
        },
      },
      related: none,
      evidence: ['policyName', 'Statement[0].Action'],
    },
    {
      name: 'a boundary that lets a part of a pattern through',
      state: { trust: ec2, boundary: own },
      sets: { policies: standard, inlinePolicies: { all: allow('s3:*') } },
      related: { nodegroups: [], customerPolicies: [policy(allow(['ec2:*', 's3:GetObject']))] },
      evidence: ['policyName', 'Statement[0].Action'],
    },
  ],
  passes: [
    {
      name: 'the standard policies, as eksctl and the guide have them',
      state,
      sets: { policies: { ...standard, [cni]: true }, inlinePolicies: {} },
      related: none,
    },
    {
      name: "the standard policies' actions by hand",
      state,
      sets: {
        policies: { [worker]: true },
        inlinePolicies: { pull: allow(['ecr:getauthorizationtoken', 'ecr:BatchGetImage']) },
      },
      related: none,
    },
    {
      name: "an add-on's actions, a Deny that names nothing else beside them",
      state,
      sets: {
        policies: standard,
        inlinePolicies: {
          scale: allow(['autoscaling:SetDesiredCapacity', 'autoscaling:DescribeTags']),
          no: deny('s3:*'),
        },
      },
      related: none,
    },
    {
      name: 'sts:AssumeRole, which has a rule of its own',
      state,
      sets: { policies: standard, inlinePolicies: { kube2iam: allow('sts:AssumeRole') } },
      related: none,
    },
    {
      name: 'what a Deny takes away',
      state,
      sets: { policies: standard, inlinePolicies: { reports: bucket, no: deny('s3:*') } },
      related: none,
    },
    {
      name: 'a pattern that a Deny takes away as a whole',
      state,
      sets: { policies: standard, inlinePolicies: { all: allow('s3:*'), no: deny('s3:*') } },
      related: none,
    },
    {
      name: 'what the boundary does not have',
      state: { trust: ec2, boundary: own },
      sets: { policies: standard, inlinePolicies: { reports: bucket } },
      related: { nodegroups: [], customerPolicies: [policy(allow(['ec2:*', 'ecr:*']))] },
    },
    {
      name: 'a pattern of which the boundary leaves what nodes need',
      state: { trust: ec2, boundary: own },
      sets: { policies: standard, inlinePolicies: { all: allow('ec2:*') } },
      related: { nodegroups: [], customerPolicies: [policy(allow('ec2:DescribeInstances'))] },
    },
    {
      name: 'a policy that denies only',
      state,
      sets: { policies: { ...standard, 'arn:aws:iam::aws:policy/AWSDenyAll': true }, inlinePolicies: {} },
      related: none,
    },
    {
      name: 'everything but everything',
      state,
      sets: {
        policies: standard,
        inlinePolicies: {
          none: JSON.stringify({ Statement: { Effect: 'Allow', NotAction: '*', Resource: '*' } }),
        },
      },
      related: none,
    },
  ],
  indeterminate: [
    {
      name: 'an EC2 role of which nothing tells what instances have it',
      state,
      sets: { policies: { [s3]: true }, inlinePolicies: {} },
      related: none,
      missing: 'whether nodes have',
    },
    {
      name: 'an access entry of people',
      state,
      sets: { policies: {}, inlinePolicies: { reports: bucket } },
      related: { ...none, accessEntries: [entry('STANDARD', `arn:aws:iam::${ACCOUNT}:role/app`)] },
      missing: 'whether nodes have',
    },
    {
      name: 'the node group was deleted',
      state,
      sets: { policies: { [s3]: true }, inlinePolicies: {} },
      related: { nodegroups: [nodegroup(`arn:aws:iam::${ACCOUNT}:role/app`, true)], customerPolicies: [] },
      missing: 'whether nodes have',
    },
    {
      name: 'the trust policy is not known',
      sets: { policies: { [s3]: true }, inlinePolicies: {} },
      related: none,
      missing: 'whether nodes have',
    },
    {
      name: 'its policies are not all known',
      state,
      some: { policies: standard },
      related: none,
      missing: 'any other',
    },
    {
      name: 'a customer managed policy that was not read',
      state,
      sets: { policies: { ...standard, [own]: true }, inlinePolicies: {} },
      related: { nodegroups: [], customerPolicies: [{ missing: own }] },
      missing: own,
    },
    {
      name: 'an inline policy whose text is not known',
      state,
      sets: { policies: standard, inlinePolicies: { reports: true } },
      related: none,
      missing: 'reports',
    },
    {
      name: 'a condition on what is not known',
      state,
      sets: {
        policies: standard,
        inlinePolicies: {
          home: allow('s3:GetObject', '*', { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }),
        },
      },
      related: none,
      missing: 'aws:SourceVpc',
    },
    {
      name: 'a boundary that may cut a managed policy down',
      state: { trust: ec2, boundary: own },
      sets: { policies: { ...standard, [s3]: true }, inlinePolicies: {} },
      related: { nodegroups: [], customerPolicies: [policy(allow('ec2:*'))] },
      missing: 'boundary',
    },
    {
      name: 'a pattern that the boundary overlaps in part',
      state: { trust: ec2, boundary: own },
      sets: { policies: standard, inlinePolicies: { all: allow('s3:Get*') } },
      related: { nodegroups: [], customerPolicies: [policy(allow('s3:*Object'))] },
      missing: 'which of s3:Get* is left',
    },
    {
      name: 'more conditioned actions than are gone through',
      state,
      sets: {
        policies: standard,
        inlinePolicies: {
          many: allow(
            Array.from({ length: 80 }, (_, index) => `s3:Act${index}`),
            '*',
            { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } },
          ),
        },
      },
      related: none,
      missing: 'more actions than are gone through',
    },
    {
      name: 'a node group that may have another role',
      state,
      sets: { policies: { [s3]: true }, inlinePolicies: {} },
      related: { nodegroups: [nodegroup(undefined)], customerPolicies: [] },
      missing: 'whether nodes have',
    },
    {
      name: 'everything but, within a boundary',
      state: { trust: ec2, boundary: own },
      sets: {
        policies: standard,
        inlinePolicies: {
          most: JSON.stringify({ Statement: { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' } }),
        },
      },
      related: { nodegroups: [], customerPolicies: [policy(allow(['ec2:DescribeInstances', 'iam:*']))] },
      missing: 'everything but',
    },
  ],
  notApplicable: [
    {
      name: 'a role for pods',
      state: { trust: trust(irsa()), boundary: null },
      sets: { policies: { [s3]: true, [pull]: true, [ssm]: true }, inlinePolicies: {} },
      related: none,
    },
  ],
});
