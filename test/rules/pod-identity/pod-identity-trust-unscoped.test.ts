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
      name: 'over TLS, which each call is',
      state: scoped({ Bool: { 'aws:SecureTransport': 'true' } }),
      sets,
      related,
      evidence: ['Statement[0].Condition.Bool["aws:SecureTransport"]'],
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
    ...['aws:SourceVpc', 'aws:ResourceTag/team', 'aws:RequestedRegion', 'aws:SourceOrgPaths'].map((key) => ({
      name: `it hangs on ${key}, of which EKS does not say`,
      state: scoped({ 'ForAnyValue:StringEquals': { [key]: 'x' } }),
      sets,
      related,
      missing: key,
    })),
  ],
  notApplicable: [
    { name: 'IRSA', state: { trust: trust(irsa()) }, related },
    { name: 'everybody', state: { trust: trust(aws('*')) }, related },
    {
      name: 'for sessions with a tag of a principal, which a service has not',
      state: scoped({ StringEquals: { 'aws:PrincipalTag/kubernetes-namespace': 'shop' } }),
      related,
    },
    {
      name: 'for sessions with another tag than EKS sends',
      state: scoped({ StringEquals: { 'aws:RequestTag/team': 'x' } }),
      related,
    },
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
  it('has all that the policy asks for', () => {
    const condition = {
      Null: { 'aws:SourceOrgId': 'false' },
      StringLike: { 'AWS:RequestTag/kubernetes-pod-name': '*', 'sts:RoleSessionName': 'eks-*' },
      DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' },
    };
    const brought = {
      'aws:SourceOrgId': ['o-unrelated0'],
      'AWS:RequestTag/kubernetes-pod-name': ['unrelated-pod'],
      'sts:RoleSessionName': [expect.stringMatching(/^eks-/)],
    };
    expect(judge(trust(podIdentity(both, condition)), false)).toMatchObject({
      witness: {
        text: expect.stringMatching(
          /unrelated-cluster, with .*aws:SourceOrgId "o-unrelated0".*, gets arn:aws:iam::111122223333:role\/app by an association$/,
        ),
        request: { context: { ...brought, 'aws:CurrentTime': ['2026-01-01T00:00:00Z'] } },
      },
    });
    expect(judge(trust(podIdentity(['sts:AssumeRole'], { Null: condition.Null })), false)).toMatchObject({
      witness: {
        text: expect.stringContaining('with aws:SourceOrgId "o-unrelated0", gets'),
        request: { sessionTags: false, context: { 'aws:SourceOrgId': ['o-unrelated0'] } },
      },
    });
  });
  it('is no worse by another witness', () => {
    const witness = { text: '', request: {} };
    expect(rule.covers?.(witness, witness)).toBe(true);
  });
});
