import { catalogue } from '@podguard/rules';
import { describe, expect, it } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { ACCOUNT, configOf, resourceOf } from '../../support/states.ts';
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
      name: 'everything denied by AWSDenyAll',
      state,
      sets: {
        policies: { ...standard, [s3]: true, 'arn:aws:iam::aws:policy/AWSDenyAll': true },
        inlinePolicies: { reports: bucket },
      },
      related: none,
    },
    {
      name: 'a policy by its name where an inline Deny takes everything',
      state,
      sets: { policies: { ...standard, [s3]: true }, inlinePolicies: { nothing: deny('*') } },
      related: none,
    },
    {
      name: 'the policies of the Systems Manager set-ups',
      state,
      sets: {
        policies: {
          ...standard,
          'arn:aws:iam::aws:policy/AmazonSSMManagedEC2InstanceDefaultPolicy': true,
          'arn:aws:iam::aws:policy/AmazonSSMPatchAssociation': true,
        },
        inlinePolicies: {},
      },
      related: none,
    },
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

describe('node-role-app-permissions witnesses', () => {
  type Sets = NonNullable<Parameters<typeof resourceOf<'iam-role'>>[1]['sets']>;
  const witness = (
    inlinePolicies: Readonly<Record<string, string>>,
    more: Sets[string] = {},
    boundary?: string,
  ) => {
    const verdict = rule.evaluate(
      resourceOf('iam-role', {
        state: { trust: ec2, boundary: boundary ?? null },
        sets: { policies: { ...standard, ...more }, inlinePolicies },
      }) as never,
      { config: configOf({ nodeRoles: ['app'] }), related: none as never },
    );
    return verdict.status === 'fail' ? verdict.witness! : null;
  };
  const powerUser = 'arn:aws:iam::aws:policy/PowerUserAccess';
  const managed = (name: string) => ({ [`arn:aws:iam::aws:policy/${name}`]: true });
  const of = (...statements: readonly object[]) => ({
    own: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
  });
  const get = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::reports/*' };
  const objects = { Effect: 'Allow', Action: 's3:*Object', Resource: '*' };
  const within = (...regions: readonly string[]) => ({
    ...objects,
    Condition: { StringEquals: { 'aws:RequestedRegion': regions } },
  });
  const denied = (Action: unknown, Resource: unknown = '*') => ({ Effect: 'Deny', Action, Resource });
  const guard = { Effect: 'Deny', NotAction: 's3:GetObject', Resource: '*' };
  const but = (NotAction: unknown) => ({ Effect: 'Allow', NotAction, Resource: '*' });

  it.for([
    ['a named action', of(get), {}, 'may call s3:GetObject for arn:aws:s3:::reports/'],
    [
      'an administrator',
      of(get),
      managed('AdministratorAccess'),
      'may call iam:CreateRole for arn:aws:iam::',
    ],
    ['a pattern', of(objects), {}, 'may call s3:GetObject for arn:aws:s3:::'],
    ['all but', of(but('s3:*')), {}, 'may call iam:CreateRole'],
    [
      'a policy by its name',
      {},
      managed('AmazonS3FullAccess'),
      'has the rights that arn:aws:iam::aws:policy/AmazonS3FullAccess gives',
    ],
  ] as const)('proves %s', ([, inlinePolicies, more, text]) =>
    expect(witness(inlinePolicies, more)?.text).toContain(text),
  );

  it.for([
    ['another policy', witness(of(get)), witness(of(get), managed('IAMFullAccess'))],
    ['another action', witness(of(get)), witness(of(get, { ...get, Action: 's3:PutObject' }))],
    ['another resource', witness(of(get)), witness(of({ ...get, Resource: '*' }))],
    [
      'a resource named apart',
      witness(of(get)),
      witness(of({ ...get, NotResource: 'arn:aws:s3:::reports/*', Resource: undefined })),
    ],
    ['a pattern in place of an action', witness(of(get)), witness(of(objects))],
    ['all but', witness(of(objects)), witness(of(but('iam:*')))],
    ['fewer exceptions', witness(of(but(['iam:*', 's3:*']))), witness(of(but('iam:*')))],
    ['a Deny gone', witness(of(objects, denied('s3:*', 'arn:aws:s3:::own/*'))), witness(of(objects))],
    ['a Deny of all but gone', witness(of(get, guard)), witness(of(get))],
    ['the boundary gone', witness(of(get), {}, powerUser), witness(of(get))],
  ] as const)('is worse by %s', ([, before, now]) => {
    expect(rule.covers?.(before!, now!)).toBe(false);
    expect(rule.covers?.(now!, now!)).toBe(true);
  });

  it.for([
    ['a policy less', witness(of(get), managed('IAMFullAccess')), witness(of(get))],
    ['an action of a pattern', witness(of(objects)), witness(of(get))],
    [
      'a named policy of an administrator',
      witness({}, managed('AdministratorAccess')),
      witness(of(get), managed('IAMFullAccess')),
    ],
    ['a Deny of something', witness(of(objects)), witness(of(objects, denied('s3:*', 'arn:aws:s3:::own/*')))],
    [
      'a wider Deny',
      witness(of(objects, denied('s3:*', 'arn:aws:s3:::own/*'))),
      witness(of(objects, denied(['s3:*', 'ec2:*'], ['arn:aws:s3:::own/*', 'arn:aws:s3:::more/*']))),
    ],
    ['a Deny of something else gone', witness(of(objects, denied('sqs:*'))), witness(of(objects))],
    ['more exceptions', witness(of(but('iam:*'))), witness(of(but(['iam:*', 's3:*'])))],
    ['an action that was not excepted', witness(of(but('iam:*'))), witness(of(get))],
  ] as const)('is no worse by %s', ([, before, now]) => expect(rule.covers?.(before!, now!)).toBe(true));

  it('compares conditions', () => {
    const [none, one, two] = [objects, within('eu-west-1'), within('eu-west-1', 'eu-west-2')].map(
      (statement) => witness(of(statement))!,
    ) as [never, never, never];
    expect(rule.covers?.(one, none)).toBe(false);
    expect(rule.covers?.(none, one)).toBe(true);
    expect(rule.covers?.(one, two)).toBe(false);
    expect(rule.covers?.(two, one)).toBe(true);
    expect(rule.covers?.({ text: '', request: {} }, one)).toBe(false);
  });
});
