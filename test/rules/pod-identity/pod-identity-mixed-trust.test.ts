import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf } from '../../support/states.ts';
import { beyondBound, ISSUER, irsa, podIdentity, trust } from '../../support/trusts.ts';

const both = ['sts:AssumeRole', 'sts:TagSession'];
const subject = (name: string) => ({ StringLike: { [`${ISSUER}:sub`]: `system:serviceaccount:${name}` } });
const exact = irsa(subject('shop:cart'));
const none = { associations: [], clusters: [] };
const cluster = (issuer: string | undefined) => resourceOf('eks-cluster', { state: { issuer } });
const association = (gone = false) => resourceOf('pod-identity-association', { gone });
const variable = irsa({ StringEquals: { [`${ISSUER}:sub`]: '${aws:userid}' } });

describeRule(ruleOf(catalogue, 'pod-identity-mixed-trust'), 'iam-role', {
  fails: [
    {
      name: 'an exact service account by IRSA',
      state: { trust: trust(podIdentity(both), exact) },
      related: none,
      evidence: ['Statement[1].Principal.Federated', 'Statement[0]'],
    },
    {
      name: 'a namespace by IRSA',
      state: { trust: trust(podIdentity(both), irsa(subject('shop:*'))) },
      related: none,
      severity: 'medium',
      evidence: ['Statement[1].Principal.Federated'],
    },
    {
      name: 'an association in the same cluster',
      state: { trust: trust(podIdentity(both), exact) },
      related: { associations: [association()], clusters: [cluster(ISSUER)] },
      severity: 'medium',
      evidence: ['Statement[1].Principal.Federated'],
    },
    {
      name: 'an association in another cluster',
      state: { trust: trust(podIdentity(both), exact) },
      related: { associations: [association()], clusters: [cluster(`${ISSUER}0`)] },
      evidence: ['Statement[1].Principal.Federated'],
    },
    {
      name: 'an association in a cluster whose issuer is not known',
      state: { trust: trust(podIdentity(both), exact) },
      related: { associations: [association()], clusters: [cluster(undefined)] },
      evidence: ['Statement[1].Principal.Federated'],
    },
    {
      name: 'an association that was deleted',
      state: { trust: trust(podIdentity(both), exact) },
      related: { associations: [association(true)], clusters: [cluster(ISSUER)] },
      evidence: ['Statement[1].Principal.Federated'],
    },
  ],
  passes: [
    {
      name: 'no token gets in by IRSA',
      state: {
        trust: trust(
          podIdentity(both),
          irsa({ StringEquals: { [`${ISSUER}:sub`]: 'system:serviceaccount:*' } }),
        ),
      },
      related: none,
    },
    {
      name: 'EKS Pod Identity is denied',
      state: {
        trust: trust(podIdentity(both), exact, {
          Effect: 'Deny',
          Principal: { Service: 'pods.eks.amazonaws.com' },
          Action: '*',
        }),
      },
      related: none,
    },
  ],
  indeterminate: [
    {
      name: 'it is beyond the bound',
      state: { trust: beyondBound.pods(exact) },
      related: none,
      missing: 'within the bound',
    },
    { name: 'the trust policy is not known', related: none, missing: 'trust policy' },
    {
      name: 'who gets in by IRSA is beyond the bound',
      state: {
        trust: trust(
          podIdentity(both),
          irsa(),
          ...Array.from({ length: 49 }, (_, index) => ({
            ...irsa({
              StringLike: { [`${ISSUER}:sub`]: `*${index}*a*${index}b*` },
              StringEquals: { [`${ISSUER}:aud`]: `a${index}` },
            }),
            Effect: 'Deny' as const,
          })),
        ),
      },
      related: none,
      missing: 'within the bound',
    },
    {
      name: 'who gets in by IRSA hangs on a variable',
      state: { trust: trust(podIdentity(both), variable) },
      related: none,
      missing: ':sub',
    },
    {
      name: 'who gets in by EKS Pod Identity hangs on a variable',
      state: {
        trust: trust(
          podIdentity(both, { StringEquals: { 'aws:SourceAccount': '${aws:ResourceAccount}' } }),
          exact,
        ),
      },
      related: none,
      missing: 'aws:SourceAccount',
    },
  ],
  notApplicable: [
    { name: 'IRSA only', state: { trust: trust(exact) }, related: none },
    { name: 'EKS Pod Identity only', state: { trust: trust(podIdentity(both)) }, related: none },
    {
      name: 'the provider of something else',
      state: {
        trust: trust(
          podIdentity(both),
          irsa(undefined, 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com'),
        ),
      },
      related: none,
    },
  ],
});
