import type { Verdict } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { describe, expect, test } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import {
  allow,
  attached,
  inline,
  managed,
  OTHER,
  OWN_POLICY,
  ownPolicy,
  ROLE,
} from '../../support/role-rights.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf, type StateInput } from '../../support/states.ts';
import { ISSUER, irsa, podIdentity, trust } from '../../support/trusts.ts';

const none = { associations: [], targetAssociations: [], policies: [], namedRoles: [] };
const association = resourceOf('pod-identity-association', {});
const token = trust(
  irsa({
    StringEquals: {
      [`${ISSUER}:sub`]: 'system:serviceaccount:shop:cart',
      [`${ISSUER}:aud`]: 'sts.amazonaws.com',
    },
  }),
);
const service = trust(podIdentity(['sts:AssumeRole', 'sts:TagSession']));
const trusting = (arn: string) => trust({ Principal: { AWS: arn }, Action: 'sts:AssumeRole' });
const nodes = trust({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
const irsaRole = { arn: ROLE, trust: token, boundary: null };
const administrator = { sets: attached('AdministratorAccess') };

describeRule(ruleOf(catalogue, 'pod-role-privileged'), 'iam-role', {
  fails: [
    {
      name: "an administrator by a cluster's token",
      state: irsaRole,
      ...administrator,
      related: none,
      evidence: ['policyArn', 'trust.Statement[0].Principal.Federated'],
    },
    {
      name: 'an administrator that an association chains to',
      state: { trust: trusting(OTHER) },
      ...administrator,
      related: { ...none, targetAssociations: [association] },
      evidence: ['targetAssociation'],
    },
    {
      name: "an administrator by an association and by a cluster's token",
      state: irsaRole,
      ...administrator,
      related: { ...none, associations: [association] },
      evidence: ['association', 'trust.Statement[0].Principal.Federated'],
    },
    {
      name: 'an administrator by the word of the configuration, its trust policy unknown',
      ...administrator,
      related: none,
      config: { podRoles: ['app'] },
      evidence: ['config.podRoles'],
    },
    {
      name: 'an administrator, whatever else is attached',
      state: irsaRole,
      some: { policies: { [managed('AdministratorAccess')]: true } },
      related: none,
      evidence: ['policyArn'],
    },
  ],
  passes: [
    { name: 'the policy of the CNI', state: irsaRole, sets: attached('AmazonEKS_CNI_Policy'), related: none },
    {
      name: 'the policy of the EBS CSI driver',
      state: irsaRole,
      sets: attached('service-role/AmazonEBSCSIDriverPolicy'),
      related: none,
    },
    {
      name: 'the documented policy of the cluster autoscaler',
      state: irsaRole,
      sets: inline(
        {
          Action: ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
          Condition: { StringEquals: { 'aws:ResourceTag/k8s.io/cluster-autoscaler/enabled': 'true' } },
        },
        { Action: ['autoscaling:Describe*', 'ec2:DescribeLaunchTemplateVersions', 'eks:DescribeNodegroup'] },
      ),
      related: none,
    },
    {
      name: 'the documented policy of external-dns',
      state: irsaRole,
      sets: inline(
        { Action: 'route53:ChangeResourceRecordSets', Resource: 'arn:aws:route53:::hostedzone/*' },
        { Action: ['route53:ListHostedZones', 'route53:ListResourceRecordSets'] },
      ),
      related: none,
    },
    {
      name: 'the load balancer controller, in short',
      state: irsaRole,
      sets: inline(
        {
          Action: 'iam:CreateServiceLinkedRole',
          Condition: { StringEquals: { 'iam:AWSServiceName': 'elasticloadbalancing.amazonaws.com' } },
        },
        { Action: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:CreateSecurityGroup', 'ec2:Describe*'] },
        {
          Action: ['elasticloadbalancing:*', 'wafv2:AssociateWebACL', 'shield:CreateProtection'],
          Condition: { Null: { 'aws:ResourceTag/elbv2.k8s.aws/cluster': 'false' } },
        },
      ),
      related: none,
    },
    {
      name: 'an administrator policy that its boundary takes back',
      state: { ...irsaRole, boundary: OWN_POLICY },
      ...administrator,
      related: { ...none, policies: [ownPolicy(allow({ Action: 's3:*' }))] },
    },
  ],
  indeterminate: [
    { name: 'its trust policy is not known', ...administrator, related: none, missing: 'trust policy' },
    { name: 'its policies are not known', state: irsaRole, related: none, missing: '(any other)' },
    {
      name: 'an AWS managed policy of which nothing is known',
      state: irsaRole,
      sets: attached('AmazonSageMakerFullAccess'),
      related: none,
      missing: 'AmazonSageMakerFullAccess',
    },
    {
      name: 'an inline policy whose text is not known',
      state: irsaRole,
      sets: { policies: {}, inlinePolicies: { app: true } },
      related: none,
      missing: 'policy app',
    },
    {
      name: 'a boundary that was not read',
      state: { ...irsaRole, boundary: OWN_POLICY },
      ...administrator,
      related: { ...none, policies: [{ missing: OWN_POLICY }] },
      missing: OWN_POLICY,
    },
  ],
  notApplicable: [
    { name: 'no pod gets it', state: { trust: nodes }, ...administrator, related: none },
    {
      name: 'only EKS Pod Identity may get it, and no association is known yet',
      state: { trust: service },
      ...administrator,
      related: none,
    },
    {
      name: 'an association is the only way to it',
      state: { trust: service },
      ...administrator,
      related: { ...none, associations: [association] },
    },
    {
      name: 'the only pods meant by its conditions cannot be',
      state: { trust: trust(irsa({ StringEquals: { [`${ISSUER}:sub`]: 'system:serviceaccount:shop:*' } })) },
      ...administrator,
      related: none,
    },
  ],
});

const rule = ruleOf(catalogue, 'pod-role-privileged');

function judge(sets: StateInput<'iam-role'>['sets']): Verdict {
  const role = resourceOf('iam-role', { state: irsaRole, ...(sets === undefined ? {} : { sets }) });
  return rule.evaluate(role as never, { config: configOf(), related: none as never });
}

test('names a pod that gets the role, and a wider right is not covered by a narrower one', () => {
  const administers = judge(attached('AdministratorAccess'));
  const escalates = judge(attached('IAMFullAccess'));
  if (administers.status !== 'fail' || escalates.status !== 'fail') throw new Error('both fail');
  expect(administers.witness?.text).toBe(
    `A pod in namespace shop using service account cart of cluster ${ISSUER} gets ${ROLE}, an administrator`,
  );
  expect(rule.covers?.(administers.witness!, escalates.witness!)).toBe(true);
  expect(rule.covers?.(escalates.witness!, administers.witness!)).toBe(false);
  expect(escalates.summary).toContain('iam:PutRolePolicy (on any role)');
});

test('names what the policy asks for besides', () => {
  const condition = {
    [`${ISSUER}:sub`]: 'system:serviceaccount:shop:cart',
    'aws:SourceVpc': 'vpc-1',
  };
  const state = { trust: trust(irsa({ StringEquals: condition })), boundary: null };
  const role = resourceOf('iam-role', { state, sets: attached('AdministratorAccess') });
  expect(rule.evaluate(role as never, { config: configOf(), related: none as never })).toMatchObject({
    witness: { text: expect.stringContaining('with aws:SourceVpc "vpc-1", gets') },
  });
});

test.each([undefined, ['000011112222', '444455556666']])(
  'by EKS Pod Identity is of a cluster of the role’s own account, of %s',
  (accounts) => {
    const asked = accounts && { StringEquals: { 'aws:SourceAccount': accounts } };
    const state = { trust: trust(podIdentity(['sts:AssumeRole', 'sts:TagSession'], asked)), boundary: null };
    const role = {
      ...resourceOf('iam-role', { state, sets: attached('AdministratorAccess') }),
      account: '444455556666',
    };
    expect(
      rule.evaluate(role as never, { config: configOf({ podRoles: [ROLE] }), related: none as never }),
    ).toMatchObject({
      witness: { request: { cluster: expect.stringContaining(':444455556666:cluster/') } },
    });
  },
);

test('counts what else there is as a person would', () => {
  const after = (verdict: Verdict) => ('summary' in verdict ? /; (.*)$/.exec(verdict.summary)?.[1] : '');
  const [attach, put] = [{ Action: 'iam:AttachRolePolicy' }, { Action: 'iam:PutRolePolicy' }];
  expect(after(judge(inline(put)))).toBeUndefined();
  expect(after(judge(inline(put, attach)))).toBe('there is 1 more way');
  expect(after(judge(attached('IAMFullAccess')))).toMatch(/^there are \d+ more ways$/);
});

describe('a role that only a document describes', () => {
  const verdict = rule.evaluate(
    { ...resourceOf('iam-role', { sets: inline({ Action: '*' }) }), key: 'policies/app.json' } as never,
    { config: configOf({ podRoles: ['policies/app.json'] }), related: none as never },
  );

  test('is not said to be in the configuration', () => {
    if (verdict.status !== 'fail') throw new Error('it fails');
    expect(verdict.evidence.map(({ path }) => path)).not.toContain('config.podRoles');
  });
  test('is proved by what it may call', () =>
    expect(verdict).toMatchObject({
      witness: {
        text: 'A pod that gets the role of policies/app.json, an administrator, may call iam:CreateRole',
        request: { action: 'iam:CreateRole' },
        extent: 'administrator',
      },
    }));
});
