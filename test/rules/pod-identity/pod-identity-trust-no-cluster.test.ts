import { catalogue } from '@podguard/rules';
import { describe, expect, it } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';
import { beyondBound, CLUSTER_ARN, irsa, podIdentity, trust } from '../../support/trusts.ts';

const rule = ruleOf(catalogue, 'pod-identity-trust-no-cluster');
const both = ['sts:AssumeRole', 'sts:TagSession'];
const scoped = (condition?: unknown) => ({ trust: trust(podIdentity(both, condition)) });
const namespace = { 'aws:RequestTag/kubernetes-namespace': 'shop' };
const account = { 'aws:SourceAccount': '111122223333' };
const related = { associations: [] };
const untagged = {
  associations: [resourceOf('pod-identity-association', { state: { disableSessionTags: true } })],
};
const environments = { prod: { clusters: ['prod'] }, test: { clusters: ['test'] } };
const cluster = (operator: string) => ({ [operator]: { 'aws:RequestTag/eks-cluster-name': 'prod' } });

describeRule(rule, 'iam-role', {
  fails: [
    {
      name: 'held to a namespace of any cluster',
      state: scoped({ StringEquals: namespace }),
      related,
      evidence: ['Statement[0].Condition.StringEquals["aws:RequestTag/kubernetes-namespace"]'],
    },
    {
      name: 'a namespace of the account, clusters being kept apart',
      state: scoped({ StringEquals: { ...namespace, ...account } }),
      related,
      config: { environments },
      severity: 'medium',
      evidence: ['Statement[0].Condition.StringEquals["aws:SourceAccount"]'],
    },
    {
      name: 'the account',
      state: scoped({ StringEquals: account }),
      related,
      evidence: ['Statement[0].Condition.StringEquals["aws:SourceAccount"]'],
    },
    {
      name: 'any cluster of a region',
      state: scoped({ ArnLike: { 'aws:SourceArn': 'arn:aws:eks:eu-central-1:111122223333:cluster/*' } }),
      related,
      evidence: ['Statement[0].Condition.ArnLike["aws:SourceArn"]'],
    },
    {
      name: 'a cluster by a tag if there is one, and an association has none',
      state: scoped(cluster('StringEqualsIfExists')),
      related: untagged,
      evidence: ['Statement[0].Condition.StringEqualsIfExists["aws:RequestTag/eks-cluster-name"]'],
    },
  ],
  passes: [
    { name: 'a cluster', state: scoped({ ArnEquals: { 'aws:SourceArn': CLUSTER_ARN } }), related },
    { name: 'a cluster by its tag', state: scoped(cluster('StringEquals')), related: untagged },
    {
      name: 'clusters by how their names begin',
      state: scoped({ ArnLike: { 'aws:SourceArn': `${CLUSTER_ARN}-*` } }),
      related,
      config: { environments },
    },
    {
      name: 'held to a namespace of one cluster',
      state: scoped({ StringEquals: { ...namespace, 'aws:RequestTag/eks-cluster-arn': CLUSTER_ARN } }),
      related,
    },
  ],
  indeterminate: [
    {
      name: 'a cluster by a tag if there is one, and whether an association has them is not known',
      state: scoped(cluster('StringEqualsIfExists')),
      related: { associations: [resourceOf('pod-identity-association', {})] },
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
      state: scoped({ StringEquals: { 'aws:RequestTag/eks-cluster-name': '${aws:ResourceTag/cluster}' } }),
      related,
      missing: 'eks-cluster-name',
    },
  ],
  notApplicable: [
    { name: 'IRSA', state: { trust: trust(irsa()) }, related },
    {
      name: 'clusters of another account only, whose associations cannot have the role',
      state: scoped({ StringEquals: { 'aws:SourceAccount': '444455556666' } }),
      related,
    },
    { name: 'nothing but tagging', state: { trust: trust(podIdentity(['sts:TagSession'])) }, related },
  ],
});

describe('pod-identity-trust-no-cluster witnesses', () => {
  it('is no worse by another witness', () => {
    const witness = { text: '', request: {} };
    expect(rule.covers?.(witness, witness)).toBe(true);
  });

  const judge = (text: string, account = '111122223333') =>
    rule.evaluate({ ...resourceOf('iam-role', { state: { trust: text } }), account } as never, {
      config: configOf(),
      related: untagged as never,
    });
  const not = { ArnNotLike: { 'aws:SourceArn': 'arn:*:eks:*:*:cluster/unrelated-*' } };
  it('is another cluster where the one that nobody meant is shut out', () => {
    const verdict = judge(trust(podIdentity(both, not)));
    expect(verdict).toMatchObject({ witness: { request: { namespace: 'unrelated-namespace' } } });
    expect(JSON.stringify(verdict)).not.toContain('unrelated-cluster');
  });
  it('is of any account where the role’s is not known', () => {
    const verdict = judge(trust(podIdentity(both)), '');
    expect(verdict).toMatchObject({ witness: { request: { namespace: 'unrelated-namespace' } } });
  });
  it('is any pod of another cluster where none may tag its session', () => {
    const verdict = judge(trust(podIdentity(['sts:AssumeRole'], not)));
    expect(verdict).toMatchObject({ witness: { request: { sessionTags: false } } });
    expect(JSON.stringify(verdict)).not.toContain('unrelated-cluster');
  });
  it('is a pod that may have both actions', () => {
    const shop = { StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'shop' } };
    const apart = trust(
      podIdentity(['sts:AssumeRole'], { Null: { 'aws:RequestTag/eks-cluster-name': 'false' } }),
      podIdentity(['sts:TagSession'], shop),
    );
    expect(judge(apart)).toMatchObject({ status: 'fail', witness: { request: { namespace: 'shop' } } });
  });
});
