import { MANAGED_POLICIES } from '@podguard/policy';
import { catalogue } from '@podguard/rules';
import { expect, it } from 'vitest';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';
import { allow, ec2, none, standard } from '../node-role/node-roles.ts';

const judge = (id: string, sets: Parameters<typeof resourceOf>[1]['sets']) =>
  ruleOf(catalogue, id).evaluate(
    resourceOf('iam-role', { state: { trust: ec2, boundary: null }, sets: sets ?? {} }) as never,
    { config: configOf({ nodeRoles: ['app'] }), related: none as never },
  );

it.for(MANAGED_POLICIES)('$name, attached to a node role, is where its kind belongs', ({ name, kind }) => {
  const sets = { policies: { [`arn:aws:iam::aws:policy/${name}`]: true }, inlinePolicies: {} };
  const app = judge('node-role-app-permissions', sets).status;
  const addon = judge('node-role-addon-permissions', sets).status;
  expect([app, addon]).toEqual([
    ['standard-node', 'add-on', 'denying'].includes(kind) ? 'pass' : 'fail',
    kind === 'add-on' ? 'fail' : 'pass',
  ]);
});

it.for([
  ['AmazonEKSWorkerNodePolicy', 'eks-auth:AssumeRoleForPodIdentity', 'pass'],
  ['AmazonEC2ContainerRegistryReadOnly', 'ecr:DescribeImageScanFindings', 'pass'],
  ['AmazonEC2ContainerRegistryPullOnly', 'ecr:BatchImportUpstreamImage', 'pass'],
  ['AmazonSSMManagedInstanceCore', 'ssmmessages:OpenDataChannel', 'pass'],
  ['AmazonSSMPatchAssociation', 'ssm:GetPatchBaseline', 'pass'],
  ['nodes of self-managed clusters', 'ec2:DescribeRegions', 'pass'],
  ['the VPC CNI', 'ec2:UnassignIpv6Addresses', 'fail'],
  ['the EBS CSI driver', 'ec2:LockSnapshot', 'fail'],
  ['the EFS CSI driver', 'elasticfilesystem:CreateAccessPoint', 'fail'],
  ['the CloudWatch agent', 'logs:PutLogEvents', 'fail'],
  ['the cluster autoscaler', 'autoscaling:SetDesiredCapacity', 'fail'],
  ['the load balancer controller', 'elasticloadbalancing:SetRulePriorities', 'fail'],
] as const)('knows the actions of %s', ([, action, addon]) => {
  const sets = { policies: standard, inlinePolicies: { own: allow(action) } };
  expect(judge('node-role-app-permissions', sets).status).toBe('pass');
  expect(judge('node-role-addon-permissions', sets).status).toBe(addon);
});

it.for(['ecr:PutImage', 'ssm:SendCommand', 'ec2:RunInstances', 'elasticfilesystem:*'])(
  'takes %s for no right of nodes or add-ons',
  (action) =>
    expect(
      judge('node-role-app-permissions', { policies: standard, inlinePolicies: { own: allow(action) } }),
    ).toMatchObject({ status: 'fail', summary: expect.stringContaining(action) }),
);
