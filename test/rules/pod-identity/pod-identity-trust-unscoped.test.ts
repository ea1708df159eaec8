import { catalogue } from '@podguard/rules';
import { describe, expect, it } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';
import { aws, beyondBound, CLUSTER_ARN, irsa, podIdentity, trust } from '../../support/trusts.ts';

const rule = ruleOf(catalogue, 'pod-identity-trust-unscoped');
const both = ['sts:AssumeRole', 'sts:TagSession'];
const scoped = (condition?: unknown) => ({ trust: trust(podIdentity(both, condition)), boundary: null });
const namespace = (operator: string) => ({ [operator]: { 'aws:RequestTag/kubernetes-namespace': 'shop' } });
const association = (disableSessionTags: boolean, gone = false) =>
  resourceOf('pod-identity-association', { state: { disableSessionTags }, gone });
const related = { associations: [], policies: [], namedRoles: [] };
const sets = { policies: {}, inlinePolicies: {} };
const administrator = { 'arn:aws:iam::aws:policy/AdministratorAccess': true };
const passRole = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'],
      Resource: '*',
    },
  ],
});
const environments = { prod: { clusters: ['prod'] }, test: { clusters: ['test'] } };

describeRule(rule, 'iam-role', {
  fails: [
    {
      name: 'as the guide has it, without a condition',
      state: scoped(),
      sets,
      related,
      evidence: ['Statement[0]'],
    },
    {
      name: 'the role is an administrator',
      state: scoped(),
      sets: { ...sets, policies: administrator },
      related,
      severity: 'medium',
      evidence: ['Statement[0]'],
    },
    {
      name: 'the role can make itself one',
      state: scoped(),
      sets: { ...sets, inlinePolicies: { own: passRole } },
      related,
      severity: 'medium',
      evidence: ['Statement[0]'],
    },
    {
      name: 'clusters are kept apart',
      state: scoped(),
      sets,
      related,
      config: { environments },
      severity: 'medium',
      evidence: ['Statement[0]'],
    },
    {
      name: 'one environment only',
      state: scoped(),
      sets,
      related,
      config: { environments: { prod: { clusters: ['prod'] } } },
      evidence: ['Statement[0]'],
    },
    {
      name: 'any namespace',
      state: scoped({ StringLike: { 'aws:RequestTag/kubernetes-namespace': '*' } }),
      sets,
      related,
      evidence: ['Statement[0].Condition.StringLike["aws:RequestTag/kubernetes-namespace"]'],
    },
    {
      name: 'scoped by a tag if there is one, and an association has none',
      state: scoped(namespace('StringEqualsIfExists')),
      sets,
      related: { ...related, associations: [association(true)] },
      evidence: ['Statement[0].Condition.StringEqualsIfExists["aws:RequestTag/kubernetes-namespace"]'],
    },
    {
      name: 'for untagged sessions only',
      state: { trust: trust(podIdentity(['sts:AssumeRole'])), boundary: null },
      sets,
      related,
      evidence: ['Statement[0]'],
    },
  ],
  passes: [
    {
      name: 'scoped by the account',
      state: scoped({ StringEquals: { 'aws:SourceAccount': '111122223333' } }),
      sets,
      related,
    },
    {
      name: 'scoped by the cluster',
      state: scoped({ ArnEquals: { 'aws:SourceArn': CLUSTER_ARN } }),
      sets,
      related,
      config: { environments },
    },
    { name: 'scoped by the namespace', state: scoped(namespace('StringEquals')), sets, related },
    {
      name: 'scoped by a tag if there is one, and all associations have them',
      state: scoped(namespace('StringEqualsIfExists')),
      sets,
      related: { ...related, associations: [association(false), association(true, true)] },
    },
    {
      name: 'scoped by a Deny',
      state: {
        trust: trust(podIdentity(both), {
          Effect: 'Deny',
          Principal: '*',
          Action: '*',
          Condition: { StringNotEquals: { 'aws:SourceAccount': '111122223333' } },
        }),
      },
      sets,
      related,
    },
  ],
  indeterminate: [
    {
      name: 'scoped by a tag if there is one, and whether an association has them is not known',
      state: scoped(namespace('StringEqualsIfExists')),
      sets,
      related: { ...related, associations: [resourceOf('pod-identity-association', {})] },
      missing: 'disableSessionTags',
    },
    {
      name: 'it is beyond the bound',
      state: { trust: beyondBound.pods() },
      related,
      missing: 'within the bound',
    },
    { name: 'the trust policy is not known', related, missing: 'trust policy' },
    {
      name: 'it hangs on a variable',
      state: scoped({ StringEquals: { 'aws:SourceAccount': '${aws:ResourceAccount}' } }),
      sets,
      related,
      missing: 'aws:SourceAccount',
    },
  ],
  notApplicable: [
    { name: 'IRSA', state: { trust: trust(irsa()) }, related },
    { name: 'everybody', state: { trust: trust(aws('*')) }, related },
    { name: 'nothing but tagging', state: { trust: trust(podIdentity(['sts:TagSession'])) }, related },
  ],
});

describe('pod-identity-trust-unscoped witnesses', () => {
  const judge = (text: string, disabled: boolean) =>
    rule.evaluate(resourceOf('iam-role', { state: { trust: text, boundary: null }, sets }) as never, {
      config: configOf(),
      related: { ...related, associations: disabled ? [association(true)] : [] } as never,
    });
  it('is a pod that nobody meant', () => {
    expect(judge(trust(podIdentity(both)), false)).toMatchObject({
      witness: {
        text: 'A pod in namespace unrelated-namespace using service account unrelated-app of cluster arn:aws:eks:us-east-1:111122223333:cluster/unrelated-cluster gets arn:aws:iam::111122223333:role/app by an association',
      },
    });
  });
  it('is any pod where tags are what scopes the rest', () => {
    expect(judge(trust(podIdentity(both, namespace('StringEqualsIfExists'))), true)).toMatchObject({
      witness: {
        text: 'Any pod of cluster arn:aws:eks:us-east-1:111122223333:cluster/unrelated-cluster gets arn:aws:iam::111122223333:role/app by an association without session tags',
      },
    });
  });
  it('is any pod where only those without tags get in', () => {
    expect(judge(trust(podIdentity(['sts:AssumeRole'])), false)).toMatchObject({
      witness: { request: { sessionTags: false } },
    });
  });
  it('is no worse by another witness', () => {
    const witness = { text: '', request: {} };
    expect(rule.covers?.(witness, witness)).toBe(true);
  });
});
