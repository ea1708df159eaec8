import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf } from '../../support/states.ts';
import { CLUSTER_ARN, irsa, podIdentity, trust } from '../../support/trusts.ts';

const association = (disableSessionTags: boolean | undefined) =>
  resourceOf('pod-identity-association', {
    state: {
      namespace: 'shop',
      serviceAccount: 'cart',
      clusterName: 'prod',
      roleArn: 'arn:aws:iam::111122223333:role/app',
      disableSessionTags,
    },
  });
const none = { associations: [] };
const forNamespace = (namespace: string) => ({
  StringEquals: { 'aws:RequestTag/kubernetes-namespace': namespace },
});

describeRule(ruleOf(catalogue, 'pod-identity-tag-session-missing'), 'iam-role', {
  fails: [
    {
      name: 'only sts:AssumeRole, no association known',
      state: { trust: trust(podIdentity(['sts:AssumeRole'])) },
      related: none,
      evidence: ['Statement[0].Action'],
    },
    {
      name: 'only sts:AssumeRole, and an association tags',
      state: { trust: trust(podIdentity(['sts:AssumeRole'])) },
      related: { associations: [association(false)] },
      evidence: ['Statement[0].Action'],
    },
    {
      name: 'only sts:AssumeRole, scoped by a tag that is not known',
      state: { trust: trust(podIdentity(['sts:AssumeRole'], forNamespace('shop'))) },
      related: none,
      evidence: ['Statement[0].Action'],
    },
    {
      name: 'every association disables session tags',
      state: { trust: trust(podIdentity(['sts:AssumeRole'])) },
      related: { associations: [association(true), association(true)] },
      severity: 'low',
      evidence: ['Statement[0].Action'],
    },
    {
      name: 'one association of two disables session tags',
      state: { trust: trust(podIdentity(['sts:AssumeRole'])) },
      related: { associations: [association(true), association(false)] },
      evidence: ['Statement[0].Action'],
    },
    {
      name: 'the two actions for different namespaces',
      state: {
        trust: trust(
          podIdentity(['sts:AssumeRole'], forNamespace('shop')),
          podIdentity(['sts:TagSession'], forNamespace('till')),
        ),
      },
      related: none,
      evidence: ['Statement[0].Action'],
    },
    {
      name: 'tagging is denied',
      state: {
        trust: trust(podIdentity(['sts:AssumeRole', 'sts:TagSession']), {
          Effect: 'Deny',
          Principal: '*',
          Action: 'sts:TagSession',
        }),
      },
      related: none,
      evidence: ['Statement[1]'],
    },
  ],
  passes: [
    {
      name: 'both actions',
      state: { trust: trust(podIdentity(['sts:AssumeRole', 'sts:TagSession'])) },
      related: none,
    },
    { name: 'every action of STS', state: { trust: trust(podIdentity(['sts:*'])) }, related: none },
    {
      name: 'the second in a statement of its own',
      state: { trust: trust(podIdentity(['sts:AssumeRole']), podIdentity(['sts:TagSession'])) },
      related: { associations: [association(false)] },
    },
    {
      name: 'the two actions for one namespace',
      state: {
        trust: trust(
          podIdentity(['sts:AssumeRole'], forNamespace('shop')),
          podIdentity(['sts:TagSession'], forNamespace('shop')),
        ),
      },
      related: none,
    },
    {
      name: 'both, scoped by a tag that is not known',
      state: { trust: trust(podIdentity(['sts:AssumeRole', 'sts:TagSession'], forNamespace('shop'))) },
      related: none,
    },
    {
      name: 'both, scoped to the cluster',
      state: {
        trust: trust(
          podIdentity(['sts:AssumeRole', 'sts:TagSession'], { ArnEquals: { 'aws:SourceArn': CLUSTER_ARN } }),
        ),
      },
      related: { associations: [association(false)] },
    },
  ],
  indeterminate: [
    { name: 'the trust policy is not known', related: none, missing: 'trust policy' },
    {
      name: 'tagging hangs on what is not known',
      state: {
        trust: trust(
          podIdentity(['sts:AssumeRole']),
          podIdentity(['sts:TagSession'], { StringEquals: { 'aws:SourceOrgId': 'o-1' } }),
        ),
      },
      related: none,
      missing: 'aws:SourceOrgId',
    },
  ],
  notApplicable: [
    {
      name: 'everybody may assume it',
      state: { trust: trust({ Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }) },
      related: none,
    },
    {
      name: 'everybody of an organisation may assume it',
      state: {
        trust: trust({
          Principal: '*',
          Action: 'sts:AssumeRole',
          Condition: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-1/*' } },
        }),
      },
      related: none,
    },
    { name: 'EKS Pod Identity is not trusted', state: { trust: trust(irsa()) }, related: none },
    {
      name: 'it may only tag',
      state: { trust: trust(podIdentity(['sts:TagSession'])) },
      related: none,
    },
  ],
});
