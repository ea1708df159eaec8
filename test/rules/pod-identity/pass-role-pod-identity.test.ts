import { catalogue } from '@podguard/rules';
import { expect, it } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { allow, attached, inline, OWN_POLICY, ownPolicy } from '../../support/role-rights.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';

const related = { customerPolicies: [] };
const create = { Action: 'eks:CreatePodIdentityAssociation' };
const update = { Action: 'eks:UpdatePodIdentityAssociation' };
const passAny = { Action: 'iam:PassRole' };
const passedTo = (service: string) => ({
  ...passAny,
  Condition: { StringEquals: { 'iam:PassedToService': service } },
});

describeRule(ruleOf(catalogue, 'pass-role-pod-identity'), 'iam-role', {
  fails: [
    {
      name: 'any role, and new associations',
      sets: inline(create, passAny),
      related,
      evidence: ['policyName', 'Statement[0]', 'Statement[1]'],
    },
    {
      name: 'any role, and changes of associations',
      sets: inline(update, passAny),
      related,
      evidence: ['policyName', 'Statement[0]'],
    },
    {
      name: 'any role to EKS Pod Identity only',
      sets: inline(create, passedTo('pods.eks.amazonaws.com')),
      related,
      evidence: ['Statement[1]'],
    },
    {
      name: "by a customer's policy",
      sets: { policies: { [OWN_POLICY]: true }, inlinePolicies: {} },
      related: { customerPolicies: [ownPolicy(allow(create, passAny))] },
      evidence: ['policyArn'],
    },
    {
      name: 'whatever else may be attached',
      some: { inlinePolicies: { app: allow(create, passAny) } },
      related,
      evidence: ['policyName'],
    },
  ],
  passes: [
    { name: 'new associations only', sets: inline(create), related },
    { name: 'any role to be passed only', sets: inline(passAny), related },
    {
      name: 'roles of a path only',
      sets: inline(create, { ...passAny, Resource: 'arn:aws:iam::111122223333:role/pods/*' }),
      related,
    },
    { name: 'any role to instances only', sets: inline(create, passedTo('ec2.amazonaws.com')), related },
    {
      name: 'associations denied',
      sets: inline({ Action: ['eks:*', 'iam:PassRole'] }, { Effect: 'Deny', Action: 'eks:*PodIdentity*' }),
      related,
    },
    { name: 'no policy', sets: { policies: {}, inlinePolicies: {} }, related },
  ],
  indeterminate: [
    { name: 'no policy is known', related, missing: '(any other)' },
    {
      name: "a customer's policy that was not read",
      sets: { policies: { [OWN_POLICY]: true }, inlinePolicies: {} },
      related: { customerPolicies: [{ missing: OWN_POLICY }] },
      missing: OWN_POLICY,
    },
    {
      name: 'roles with a tag',
      sets: inline(create, { ...passAny, Condition: { StringEquals: { 'aws:ResourceTag/for': 'pods' } } }),
      related,
      missing: 'aws:ResourceTag/for',
    },
  ],
  notApplicable: [{ name: 'an administrator', sets: attached('AdministratorAccess'), related }],
});

it('names what it passes and how, and is worse where it may change associations too', () => {
  const rule = ruleOf(catalogue, 'pass-role-pod-identity');
  const witness = (...actions: readonly string[]) => {
    const verdict = rule.evaluate(
      resourceOf('iam-role', { sets: inline({ Action: ['iam:PassRole', ...actions] }) }) as never,
      { config: configOf(), related: related as never },
    );
    return verdict.status === 'fail' ? verdict.witness! : null;
  };
  const make = witness('eks:CreatePodIdentityAssociation')!;
  const both = witness('eks:CreatePodIdentityAssociation', 'eks:UpdatePodIdentityAssociation')!;
  expect(make).toMatchObject({
    text: expect.stringMatching(/may call eks:CreatePodIdentityAssociation with arn:aws:iam::\d+:role\//),
    request: { action: 'eks:CreatePodIdentityAssociation' },
  });
  expect(rule.covers?.(make, both)).toBe(false);
  expect(rule.covers?.(both, make)).toBe(true);
});
