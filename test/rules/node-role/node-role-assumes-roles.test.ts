import { catalogue } from '@podguard/rules';
import { describe, expect, it } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';
import { irsa, trust } from '../../support/trusts.ts';
import { allow, deny, ec2, none, own, policy, standard } from './node-roles.ts';

const rule = ruleOf(catalogue, 'node-role-assumes-roles');
const state = { trust: ec2, boundary: null };
const named = 'arn:aws:iam::111122223333:role/k8s-*';

describeRule(rule, 'iam-role', {
  fails: [
    {
      name: 'any role, as kube2iam has it',
      state,
      sets: { policies: standard, inlinePolicies: { kube2iam: allow('sts:AssumeRole') } },
      related: none,
      evidence: ['policyName', 'Statement[0]'],
    },
    {
      name: 'roles by a pattern',
      state,
      sets: { policies: standard, inlinePolicies: { kiam: allow('sts:*', named) } },
      related: none,
      evidence: ['policyName', 'Statement[0]'],
    },
    {
      name: "any role, by a customer's policy",
      state,
      sets: { policies: { ...standard, [own]: true }, inlinePolicies: {} },
      related: { ...none, customerPolicies: [policy(allow('sts:AssumeRole'))] },
      evidence: ['policyArn', 'Statement[0]'],
    },
    {
      name: 'two roles, one of them in another account',
      state,
      sets: {
        policies: standard,
        inlinePolicies: {
          own: allow('sts:AssumeRole', [
            'arn:aws:iam::444455556666:role/x',
            'arn:aws:iam::111122223333:role/y',
          ]),
        },
      },
      related: none,
      evidence: ['policyName', 'Statement[0]'],
    },
  ],
  passes: [
    { name: 'standard policies', state, sets: { policies: standard, inlinePolicies: {} }, related: none },
    {
      name: 'a Deny takes it away',
      state,
      sets: {
        policies: standard,
        inlinePolicies: { kiam: allow('sts:*', named), no: deny('sts:AssumeRole') },
      },
      related: none,
    },
    {
      name: 'itself only',
      state,
      sets: {
        policies: standard,
        inlinePolicies: { own: allow('sts:AssumeRole', 'arn:aws:iam::111122223333:role/app') },
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
      missing: 'policy',
    },
    {
      name: 'an EC2 role that may be no node',
      state,
      sets: { policies: {}, inlinePolicies: { all: allow('sts:AssumeRole') } },
      related: none,
      missing: 'whether nodes have',
    },
    {
      name: 'a condition on what is not known',
      state,
      sets: {
        policies: standard,
        inlinePolicies: {
          kiam: allow('sts:AssumeRole', named, { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }),
        },
      },
      related: none,
      missing: 'aws:SourceVpc',
    },
    {
      name: 'a policy that was not read',
      state,
      sets: { policies: { ...standard, [own]: true }, inlinePolicies: {} },
      related: none,
      missing: own,
    },
  ],
  notApplicable: [
    {
      name: 'a role for pods',
      state: { trust: trust(irsa()), boundary: null },
      sets: { policies: {}, inlinePolicies: { all: allow('sts:AssumeRole') } },
      related: none,
    },
  ],
});

describe('node-role-assumes-roles witnesses', () => {
  const judge = (resources: unknown) => {
    const verdict = rule.evaluate(
      resourceOf('iam-role', {
        state,
        sets: { policies: standard, inlinePolicies: { own: allow('sts:AssumeRole', resources) } },
      }) as never,
      { config: configOf(), related: none as never },
    );
    return verdict.status === 'fail' ? verdict.witness : null;
  };

  it('names a request that is allowed', () => {
    expect(judge('arn:aws:iam::111122223333:role/shop')).toMatchObject({
      text: expect.stringContaining('may call sts:AssumeRole for arn:aws:iam::111122223333:role/shop'),
      request: { action: 'sts:AssumeRole' },
      extent: ['arn:aws:iam::111122223333:role/shop'],
    });
  });
  it('is no worse where no further role is reached', () => {
    const [any, pattern, one] = [judge('*')!, judge(named)!, judge('arn:aws:iam::111122223333:role/k8s-a')!];
    expect(rule.covers?.(any, pattern)).toBe(true);
    expect(rule.covers?.(pattern, one)).toBe(true);
    expect(rule.covers?.(one, pattern)).toBe(false);
    expect(rule.covers?.({ text: '', request: {} }, one)).toBe(false);
  });
});
