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

/** A role that nodes assume, with inline and managed policies. */
const has = (
  inlinePolicies: Readonly<Record<string, string | true>>,
  policies: Readonly<Record<string, boolean>> = standard,
  related: object = none,
) => ({ state, sets: { policies, inlinePolicies }, related });

/** The same with the standard policies, within a boundary. */
const bounded = (inlinePolicies: Readonly<Record<string, string>>, boundary: string) => ({
  state: { trust: ec2, boundary: own },
  sets: { policies: standard, inlinePolicies },
  related: { nodegroups: [], customerPolicies: [policy(boundary)] },
});
const bucket = allow('s3:GetObject', 'arn:aws:s3:::reports/*');

describeRule(rule, 'iam-role', {
  fails: [
    {
      name: 'an AWS managed policy for something else',
      ...has({}, { ...standard, [s3]: true }),
      evidence: ['policyArn', 'nodeRole'],
    },
    {
      name: 'an action that no node needs, in an inline policy',
      ...has({ reports: bucket }),
      evidence: ['policyName', 'Statement[0].Action'],
    },
    {
      name: 'the same in a customer managed policy',
      ...has({}, { ...standard, [own]: true }, { nodegroups: [], customerPolicies: [policy(bucket)] }),
      evidence: ['policyArn', 'Statement[0].Action'],
    },
    {
      name: 'a pattern that takes in more than the standard actions',
      ...has({ describe: allow('ec2:Describe*') }),
      evidence: ['policyName', 'Statement[0].Action'],
    },
    {
      name: 'everything but',
      ...has({
        most: JSON.stringify({ Statement: { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' } }),
      }),
      evidence: ['policyName', 'Statement.NotAction'],
    },
    {
      name: 'an administrator',
      ...has({}, { ...standard, [administrator]: true }),
      severity: 'critical',
      evidence: ['policyArn'],
    },
    {
      name: 'an administrator by its inline policy, of a node group',
      ...has(
        { all: allow('*') },
        {},
        { nodegroups: [nodegroup(`arn:aws:iam::${ACCOUNT}:role/eks/app`)], customerPolicies: [] },
      ),
      severity: 'critical',
      evidence: ['policyName', 'Statement[0].Action'],
    },
    {
      name: 'of nodes by an access entry',
      ...has(
        { reports: bucket },
        {},
        { ...none, accessEntries: [entry('EC2_LINUX', `arn:aws:iam::${ACCOUNT}:role/eks/app`)] },
      ),
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
      ...has({ table: allow(['a', 'b', 'c', 'd', 'e'].map((name) => `dynamodb:${name}`)) }),
      evidence: ['Statement[0].Action[4]'],
    },
    {
      name: 'a Deny that takes something else',
      ...has({ reports: bucket, no: deny('s3:PutObject') }),
      evidence: ['policyName', 'Statement[0].Action'],
    },
    {
      name: 'a pattern of which a Deny leaves something',
      ...has({ all: allow('s3:*'), no: deny('s3:Put*') }),
      evidence: ['policyName', 'Statement[0].Action'],
    },
    {
      name: 'a condition that whoever calls chooses',
      ...has({
        here: allow('s3:GetObject', '*', {
          Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-central-1' } },
        }),
      }),
      evidence: ['policyName', 'Statement[0].Action'],
    },
    {
      name: 'a boundary that lets a part of a pattern through',
      ...bounded({ all: allow('s3:*') }, allow(['ec2:*', 's3:GetObject'])),
      evidence: ['policyName', 'Statement[0].Action'],
    },
  ],
  passes: [
    {
      name: 'everything denied by AWSDenyAll',
      ...has({ reports: bucket }, { ...standard, [s3]: true, 'arn:aws:iam::aws:policy/AWSDenyAll': true }),
    },
    {
      name: 'a policy by its name where an inline Deny takes everything',
      ...has({ nothing: deny('*') }, { ...standard, [s3]: true }),
    },
    {
      name: 'the policies of the Systems Manager set-ups',
      ...has(
        {},
        {
          ...standard,
          'arn:aws:iam::aws:policy/AmazonSSMManagedEC2InstanceDefaultPolicy': true,
          'arn:aws:iam::aws:policy/AmazonSSMPatchAssociation': true,
        },
      ),
    },
    {
      name: 'the standard policies, as eksctl and the guide have them',
      ...has({}, { ...standard, [cni]: true }),
    },
    {
      name: "the standard policies' actions by hand",
      ...has({ pull: allow(['ecr:getauthorizationtoken', 'ecr:BatchGetImage']) }, { [worker]: true }),
    },
    {
      name: "an add-on's actions, a Deny that names nothing else beside them",
      ...has({
        scale: allow(['autoscaling:SetDesiredCapacity', 'autoscaling:DescribeTags']),
        no: deny('s3:*'),
      }),
    },
    { name: 'sts:AssumeRole, which has a rule of its own', ...has({ kube2iam: allow('sts:AssumeRole') }) },
    { name: 'what a Deny takes away', ...has({ reports: bucket, no: deny('s3:*') }) },
    { name: 'a pattern that a Deny takes away as a whole', ...has({ all: allow('s3:*'), no: deny('s3:*') }) },
    { name: 'what the boundary does not have', ...bounded({ reports: bucket }, allow(['ec2:*', 'ecr:*'])) },
    {
      name: 'a pattern of which the boundary leaves what nodes need',
      ...bounded({ all: allow('ec2:*') }, allow('ec2:DescribeInstances')),
    },
    {
      name: 'a policy that denies only',
      ...has({}, { ...standard, 'arn:aws:iam::aws:policy/AWSDenyAll': true }),
    },
    {
      name: 'everything but everything',
      ...has({ none: JSON.stringify({ Statement: { Effect: 'Allow', NotAction: '*', Resource: '*' } }) }),
    },
  ],
  indeterminate: [
    {
      name: 'an EC2 role of which nothing tells what instances have it',
      ...has({}, { [s3]: true }),
      missing: 'whether nodes have',
    },
    {
      name: 'an access entry of people',
      ...has(
        { reports: bucket },
        {},
        { ...none, accessEntries: [entry('STANDARD', `arn:aws:iam::${ACCOUNT}:role/app`)] },
      ),
      missing: 'whether nodes have',
    },
    {
      name: 'the node group was deleted',
      ...has(
        {},
        { [s3]: true },
        { nodegroups: [nodegroup(`arn:aws:iam::${ACCOUNT}:role/app`, true)], customerPolicies: [] },
      ),
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
      ...has({}, { ...standard, [own]: true }, { nodegroups: [], customerPolicies: [{ missing: own }] }),
      missing: own,
    },
    { name: 'an inline policy whose text is not known', ...has({ reports: true }), missing: 'reports' },
    {
      name: 'a condition on what is not known',
      ...has({
        home: allow('s3:GetObject', '*', { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }),
      }),
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
      ...bounded({ all: allow('s3:Get*') }, allow('s3:*Object')),
      missing: 'which of s3:Get* is left',
    },
    {
      name: 'more conditioned actions than are gone through',
      ...has({
        many: allow(
          Array.from({ length: 80 }, (_, index) => `s3:Act${index}`),
          '*',
          { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } },
        ),
      }),
      missing: 'more actions than are gone through',
    },
    {
      name: 'a node group that may have another role',
      ...has({}, { [s3]: true }, { nodegroups: [nodegroup(undefined)], customerPolicies: [] }),
      missing: 'whether nodes have',
    },
    {
      name: 'everything but, within a boundary',
      ...bounded(
        { most: JSON.stringify({ Statement: { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' } }) },
        allow(['ec2:DescribeInstances', 'iam:*']),
      ),
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
