import type { Resource } from '@podguard/core';
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
  otherRole,
  ownPolicy,
  ROLE,
} from '../../support/role-rights.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';
import { ISSUER, irsa, trust } from '../../support/trusts.ts';

const none = { associations: [], targetAssociations: [], policies: [], namedRoles: [] };
const token = trust(
  irsa({
    StringEquals: {
      [`${ISSUER}:sub`]: 'system:serviceaccount:shop:cart',
      [`${ISSUER}:aud`]: 'sts.amazonaws.com',
    },
  }),
);
const trusting = (arn: string) => trust({ Principal: { AWS: arn }, Action: 'sts:AssumeRole' });
const anybodyOf = (arn: string) => {
  const Condition = { ArnEquals: { 'aws:PrincipalArn': arn } };
  return trust({ Principal: { AWS: '*' }, Action: 'sts:AssumeRole', Condition });
};
const nodes = trust({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
const irsaRole = { arn: ROLE, trust: token, boundary: null };
const administrator = { sets: attached('AdministratorAccess') };
const runInstances = { Action: 'ec2:RunInstances' };
const passOther = { Action: 'iam:PassRole', Resource: OTHER };

describeRule(ruleOf(catalogue, 'pod-role-privileged'), 'iam-role', {
  fails: [
    {
      name: 'it may write a policy of its own',
      state: irsaRole,
      sets: inline({ Action: 'iam:PutRolePolicy', Resource: ROLE }),
      related: none,
      evidence: ['escalation', 'policyName', 'Statement[0]'],
    },
    {
      name: "it may rewrite a customer's policy that it has",
      state: irsaRole,
      sets: {
        policies: { [OWN_POLICY]: true },
        inlinePolicies: { app: allow({ Action: 'iam:CreatePolicyVersion', Resource: OWN_POLICY }) },
      },
      related: { ...none, policies: [ownPolicy(allow({ Action: 's3:GetObject' }))] },
      evidence: ['escalation'],
    },
    {
      name: 'it may pass any role to an instance',
      state: irsaRole,
      sets: inline(runInstances, { Action: 'iam:PassRole' }),
      related: none,
      evidence: ['escalation', 'Statement[0]', 'Statement[1]'],
    },
    {
      name: 'it may pass an administrator role to an instance',
      state: irsaRole,
      sets: inline(runInstances, passOther),
      related: { ...none, namedRoles: [otherRole(administrator)] },
      evidence: ['escalation'],
    },
    {
      name: "it may pass a role that is an administrator by a customer's policy",
      state: irsaRole,
      sets: inline(runInstances, passOther),
      related: {
        ...none,
        namedRoles: [otherRole({ sets: { policies: { [OWN_POLICY]: true }, inlinePolicies: {} } })],
        policies: [ownPolicy(allow({ Action: '*' }))],
      },
      evidence: ['escalation'],
    },
    {
      name: 'it may assume an administrator role that trusts it',
      state: irsaRole,
      sets: inline({ Action: 'sts:AssumeRole', Resource: OTHER }),
      related: { ...none, namedRoles: [otherRole({ ...administrator, state: { trust: trusting(ROLE) } })] },
      evidence: ['escalation'],
    },
    {
      name: 'an administrator role of its account names it, whatever its own policies allow',
      state: irsaRole,
      sets: inline({ Action: 's3:GetObject' }),
      related: { ...none, namedRoles: [otherRole({ ...administrator, state: { trust: trusting(ROLE) } })] },
      evidence: ['escalation', 'trustingRole'],
    },
    {
      name: 'an administrator role of its account names it by a condition, of everybody',
      state: irsaRole,
      sets: inline({ Action: 's3:GetObject' }),
      related: { ...none, namedRoles: [otherRole({ ...administrator, state: { trust: anybodyOf(ROLE) } })] },
      evidence: ['escalation', 'trustingRole'],
    },
    ...['*', 'arn:aws:iam::111122223333:role/o*'].map((roles) => ({
      name: `it may assume ${roles}, and an administrator role that trusts its account is known`,
      state: irsaRole,
      sets: inline({ Action: 'sts:AssumeRole', Resource: roles }),
      related: {
        ...none,
        namedRoles: [otherRole({ ...administrator, state: { trust: trusting('111122223333') } })],
      },
      evidence: ['escalation', 'Statement[0]'],
    })),
    {
      name: 'it may rewrite a role and whom that trusts',
      state: irsaRole,
      sets: inline({ Action: ['iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy'], Resource: OTHER }),
      related: { ...none, namedRoles: [{ missing: OTHER }] },
      evidence: ['escalation'],
    },
  ],
  passes: [
    {
      name: 'an administrator role of its account trusts the account, and it may assume none',
      state: irsaRole,
      sets: inline({ Action: 's3:GetObject' }),
      related: {
        ...none,
        namedRoles: [otherRole({ ...administrator, state: { trust: trusting('111122223333') } })],
      },
    },
    {
      name: 'an administrator role of its account names another by a condition, of everybody',
      state: irsaRole,
      sets: inline({ Action: 's3:GetObject' }),
      related: {
        ...none,
        namedRoles: [otherRole({ ...administrator, state: { trust: anybodyOf(`${ROLE}-2`) } })],
      },
    },
    {
      name: 'an administrator role of its account names it, and it is denied to assume that',
      state: irsaRole,
      sets: inline({ Effect: 'Deny', Action: 'sts:AssumeRole', Resource: OTHER }),
      related: { ...none, namedRoles: [otherRole({ ...administrator, state: { trust: trusting(ROLE) } })] },
    },
    {
      name: 'an administrator role names it for every action, of which it is denied to assume the role',
      state: irsaRole,
      sets: inline({ Effect: 'Deny', Action: 'sts:AssumeRole' }),
      related: {
        ...none,
        namedRoles: [
          otherRole({ ...administrator, state: { trust: trust({ Principal: { AWS: ROLE }, Action: '*' }) } }),
        ],
      },
    },
    {
      name: 'a role of its account that is no administrator names it',
      state: irsaRole,
      sets: inline({ Action: 's3:GetObject' }),
      related: {
        ...none,
        namedRoles: [
          otherRole({ sets: inline({ Action: 's3:GetObject' }), state: { trust: trusting(ROLE) } }),
        ],
      },
    },
    {
      name: "Karpenter's controller, which may pass the node role only",
      state: irsaRole,
      sets: inline(
        {
          Action: ['ec2:RunInstances', 'ec2:CreateFleet', 'ec2:CreateLaunchTemplate'],
          Resource: ['arn:aws:ec2:eu-central-1:*:instance/*', 'arn:aws:ec2:eu-central-1:*:launch-template/*'],
          Condition: { StringEquals: { 'aws:RequestTag/kubernetes.io/cluster/prod': 'owned' } },
        },
        { ...passOther, Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } } },
        { Action: 'iam:AddRoleToInstanceProfile', Resource: 'arn:aws:iam::111122223333:instance-profile/*' },
      ),
      related: {
        ...none,
        namedRoles: [
          otherRole({
            sets: attached(
              'AmazonEKSWorkerNodePolicy',
              'AmazonEKS_CNI_Policy',
              'AmazonEC2ContainerRegistryPullOnly',
              'AmazonSSMManagedInstanceCore',
            ),
          }),
        ],
      },
    },
    {
      name: "it may write another role's policy, and not assume it",
      state: irsaRole,
      sets: inline({ Action: 'iam:PutRolePolicy', Resource: OTHER }),
      related: none,
    },
    {
      name: 'it may assume an administrator role that does not trust it',
      state: irsaRole,
      sets: inline({ Action: 'sts:AssumeRole', Resource: OTHER }),
      related: { ...none, namedRoles: [otherRole({ ...administrator, state: { trust: nodes } })] },
    },
    {
      name: 'it may assume a role that may assume others: role-chain-to-admin has those',
      state: irsaRole,
      sets: inline({ Action: 'sts:AssumeRole', Resource: OTHER }),
      related: {
        ...none,
        namedRoles: [
          otherRole({
            state: { trust: trusting(ROLE), boundary: null },
            sets: inline({ Action: 'sts:AssumeRole', Resource: `${OTHER}2` }),
          }),
        ],
      },
    },
    {
      name: 'it may pass itself only',
      state: irsaRole,
      sets: inline(runInstances, { Action: 'iam:PassRole', Resource: ROLE }),
      related: none,
    },
    {
      name: 'it may pass a role that was deleted',
      state: irsaRole,
      sets: inline(runInstances, passOther),
      related: { ...none, namedRoles: [otherRole({ gone: true })] },
    },
    {
      name: "it may rewrite a customer's policy that it does not have",
      state: irsaRole,
      sets: inline({ Action: 'iam:CreatePolicyVersion', Resource: OWN_POLICY }),
      related: none,
    },
    { name: 'no rights, its trust policy unknown', sets: inline({ Action: 's3:*' }), related: none },
  ],
  indeterminate: [
    {
      name: 'it may pass roles by a pattern',
      state: irsaRole,
      sets: inline(runInstances, {
        Action: 'iam:PassRole',
        Resource: 'arn:aws:iam::111122223333:role/Karp*',
      }),
      related: none,
      missing: 'role/Karp*',
    },
    {
      name: 'it may pass a role with a policy that was not read',
      state: irsaRole,
      sets: inline(runInstances, passOther),
      related: {
        ...none,
        namedRoles: [otherRole({ some: { policies: { [managed('ReadOnlyAccess')]: true } } })],
      },
      missing: `the rights of ${OTHER}`,
    },
    {
      name: 'it may pass a role that may assume others',
      state: irsaRole,
      sets: inline(runInstances, passOther),
      related: {
        ...none,
        namedRoles: [otherRole({ sets: inline({ Action: 'sts:AssumeRole', Resource: `${OTHER}2` }) })],
      },
      missing: `the rights of ${OTHER}`,
    },
    {
      name: 'it may assume any role',
      state: irsaRole,
      sets: inline({ Action: 'sts:AssumeRole' }),
      related: none,
      missing: 'trusts it',
    },
    {
      name: 'it may write the policies of all roles but itself',
      state: irsaRole,
      sets: inline({ Action: 'iam:PutRolePolicy' }, { Effect: 'Deny', Action: 'iam:*', Resource: ROLE }),
      related: none,
      missing: 'any other role',
    },
    {
      name: "it may go back to an older version of a customer's policy that it has",
      state: irsaRole,
      sets: {
        policies: { [OWN_POLICY]: true },
        inlinePolicies: { app: allow({ Action: 'iam:SetDefaultPolicyVersion', Resource: OWN_POLICY }) },
      },
      related: { ...none, policies: [ownPolicy(allow({ Action: 's3:GetObject' }))] },
      missing: `the other versions of ${OWN_POLICY}`,
    },
    {
      name: 'it may run commands on instances',
      state: irsaRole,
      sets: inline({ Action: 'ssm:SendCommand' }),
      related: none,
      missing: 'ssm:SendCommand',
    },
    {
      name: 'a harmless role to pass surely, and any by a tag of its own',
      state: irsaRole,
      sets: inline(runInstances, passOther, {
        Action: 'iam:PassRole',
        Condition: { StringEquals: { 'aws:PrincipalTag/team': 'platform' } },
      }),
      related: { ...none, namedRoles: [otherRole({ sets: attached('AmazonEKS_CNI_Policy') })] },
      missing: 'aws:PrincipalTag/team',
    },
  ],
});

const rule = ruleOf(catalogue, 'pod-role-privileged');

describe('a role whose account is not known', () => {
  const passing = (...roles: readonly string[]): string => {
    const role = {
      ...resourceOf('iam-role', {
        state: { trust: token },
        sets: inline(runInstances, { Action: 'iam:PassRole', Resource: roles }),
      }),
      key: 'arn:aws:iam:::role/app',
      account: '',
    };
    return rule.evaluate(role as never, { config: configOf(), related: none as never }).status;
  };

  test('has that which its policies name', () => {
    expect(passing('arn:aws:iam::444455556666:role/*')).toBe('fail');
    expect(passing('arn:aws:iam::444455556666:role/app')).toBe('pass');
  });

  test('has a partition of AWS, whatever its key says', () => {
    const key = 'arn:s:iam::111122223333:role/app';
    const role = { ...resourceOf('iam-role', { state: { trust: token }, sets: inline(runInstances) }), key };
    expect(rule.evaluate(role as never, { config: configOf(), related: none as never }).status).toBe('pass');
  });

  test('is not judged by one of several', () => {
    expect(passing('arn:aws:iam::444455556666:role/app', `${OTHER}*`)).toBe('indeterminate');
  });
});

test('a role that only a document describes may be the one that it may rewrite', () => {
  const role = {
    ...resourceOf('iam-role', {
      state: { trust: token },
      sets: inline({ Action: 'iam:PutRolePolicy', Resource: OTHER }),
    }),
    key: 'roles/cart.json',
    account: '',
  };
  const verdict = rule.evaluate(role as never, { config: configOf(), related: none as never });
  expect(verdict).toEqual({ status: 'indeterminate', missing: [`whether it is ${OTHER} itself`] });
});

test('a policy that was deleted gives nothing any more', () => {
  const role = resourceOf('iam-role', {
    state: irsaRole,
    sets: { policies: { [OWN_POLICY]: true }, inlinePolicies: {} },
  });
  const judged = (policy: Resource<'iam-policy'>): string => {
    const related = { ...none, policies: [policy] };
    return rule.evaluate(role as never, { config: configOf(), related: related as never }).status;
  };
  const everything = ownPolicy(allow({ Action: '*' }));
  expect(judged(everything)).toBe('fail');
  expect(judged({ ...everything, present: false })).toBe('pass');
});
