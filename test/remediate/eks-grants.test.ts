import type { RemediatorId } from '@podguard/core';
import { evaluate, type Policy, parsePolicy } from '@podguard/policy';
import { ALL_REMEDIATORS } from '@podguard/remediate';
import { expect, test } from 'vitest';
import { ACCOUNT, REGION, roleArn } from '../inventory/account.ts';

/** What a role may do that has the grants of one remediator, and nothing else. */
function policyOf(id: RemediatorId): Policy {
  const grants = ALL_REMEDIATORS.find((one) => one.id === id)?.grants ?? [];
  const Statement = grants.map(({ actions, resources, condition }) => ({
    Effect: 'Allow',
    Action: actions,
    Resource: resources({ partition: 'aws', account: ACCOUNT, ownParts: ['podguard-'] }),
    ...(condition === undefined ? {} : { Condition: condition }),
  }));
  const parsed = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement }));
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.policy;
}

const arn = (service: string, resource: string, account = ACCOUNT) =>
  `arn:aws:${service}:${REGION}:${account}:${resource}`;
const ENTRY = arn('eks', `access-entry/prod/role/${ACCOUNT}/mallory/1`);
const CLUSTER = arn('eks', 'cluster/prod');
const ASSOCIATION = arn('eks', 'podidentityassociation/prod/a-1');
const accessPolicy = (name: string) => `arn:aws:eks::aws:cluster-access-policy/${name}`;
const ADMIN = { 'eks:policyArn': [accessPolicy('AmazonEKSClusterAdminPolicy')] };
const VIEW = { 'eks:policyArn': [accessPolicy('AmazonEKSViewPolicy')] };
const TO_PODS = { 'iam:PassedToService': ['pods.eks.amazonaws.com'] };

const BY = { 'aws:PrincipalAccount': [ACCOUNT] };

type Case = [RemediatorId, action: string, resource: string, context: Record<string, string[]>, boolean];

test.for<Case>([
  ['revoke-cluster-admin', 'eks:DisassociateAccessPolicy', ENTRY, ADMIN, true],
  ['revoke-cluster-admin', 'eks:DisassociateAccessPolicy', ENTRY, VIEW, false],
  [
    'revoke-cluster-admin',
    'eks:AssociateAccessPolicy',
    ENTRY,
    { ...ADMIN, 'eks:accessScope': ['cluster'] },
    true,
  ],
  [
    'revoke-cluster-admin',
    'eks:AssociateAccessPolicy',
    ENTRY,
    { ...VIEW, 'eks:accessScope': ['cluster'] },
    false,
  ],
  [
    'revoke-cluster-admin',
    'eks:AssociateAccessPolicy',
    ENTRY,
    { ...ADMIN, 'eks:accessScope': ['namespace'] },
    false,
  ],
  ['revoke-cluster-admin', 'eks:CreateAccessEntry', CLUSTER, {}, false],
  ['restore-audit-logging', 'eks:UpdateClusterConfig', CLUSTER, { 'eks:loggingType/audit': ['true'] }, true],
  [
    'restore-audit-logging',
    'eks:UpdateClusterConfig',
    CLUSTER,
    { 'eks:endpointPublicAccess': ['true'] },
    false,
  ],
  ['restore-audit-logging', 'eks:UpdateClusterConfig', CLUSTER, { 'eks:authenticationMode': ['API'] }, false],
  ...['controlPlaneEgressMode', 'controlPlaneScalingTier', 'supportType', 'kubeApiServerConfig'].map(
    (key): Case => [
      'restore-audit-logging',
      'eks:UpdateClusterConfig',
      CLUSTER,
      { [`eks:${key}`]: ['x'] },
      false,
    ],
  ),
  [
    'restore-audit-logging',
    'eks:UpdateClusterConfig',
    CLUSTER,
    { 'eks:loggingType/audit': ['true'], 'eks:loggingType/api': ['false'] },
    false,
  ],
  [
    'reenable-event-rule',
    'events:PutTargets',
    arn('events', 'rule/podguard-iam'),
    { ...BY, 'events:TargetArn': [arn('sqs', 'podguard-evaluate')] },
    true,
  ],
  [
    'reenable-event-rule',
    'events:PutTargets',
    arn('events', 'rule/podguard-iam'),
    { ...BY, 'events:TargetArn': [arn('sqs', 'theirs', '999988887777')] },
    false,
  ],
  [
    'reenable-event-rule',
    'events:PutTargets',
    arn('events', 'rule/podguard-iam'),
    { ...BY, 'events:TargetArn': [arn('lambda', 'function:theirs')] },
    false,
  ],
  ['reenable-event-rule', 'events:EnableRule', arn('events', 'rule/podguard-iam'), {}, true],
  ['reenable-event-rule', 'events:PutRule', arn('events', 'rule/podguard-dev/podguard-dev-iam'), {}, true],
  ['reenable-event-rule', 'events:PutTargets', arn('events', 'rule/shop'), {}, false],
  ['reenable-event-rule', 'events:DeleteRule', arn('events', 'rule/podguard-iam'), {}, false],
  ['remove-target-role', 'eks:UpdatePodIdentityAssociation', ASSOCIATION, {}, true],
  ['remove-target-role', 'eks:DeletePodIdentityAssociation', ASSOCIATION, {}, false],
  ['remove-target-role', 'iam:PassRole', roleArn('cart'), TO_PODS, false],
  ['revert-association', 'eks:CreatePodIdentityAssociation', CLUSTER, {}, true],
  ['revert-association', 'eks:DeletePodIdentityAssociation', ASSOCIATION, {}, true],
  ['revert-association', 'iam:PassRole', roleArn('cart'), TO_PODS, true],
  [
    'revert-association',
    'iam:PassRole',
    roleArn('cart'),
    { 'iam:PassedToService': ['ec2.amazonaws.com'] },
    false,
  ],
  ['revert-association', 'eks:DeleteCluster', CLUSTER, {}, false],
])('%s: %s of %s with %j is allowed: %s', ([id, action, resource, context, isAllowed]) => {
  const own = roleArn('podguard-remediate');
  const { decision } = evaluate(policyOf(id), {
    principal: { type: 'AWS', arn: own, account: ACCOUNT },
    action,
    resource,
    context,
  });
  expect(decision === 'allow').toBe(isAllowed);
});
