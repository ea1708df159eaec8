import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

import { resourceOf } from '../../support/states.ts';

const association = (namespace: string | undefined, serviceAccount: string | undefined = 'cart') =>
  resourceOf('pod-identity-association', { state: { namespace, serviceAccount } });
const profile = (selectors: Readonly<Record<string, string>> | null, gone = false) =>
  resourceOf('eks-fargate-profile', { sets: { selectors }, gone });
const around = (
  selectors: Readonly<Record<string, string>>,
  ...associations: ReturnType<typeof association>[]
) => ({ associations, fargateProfiles: [profile(selectors)] });
const ALL = '{}';

describeRule(ruleOf(catalogue, 'pod-identity-fargate'), 'eks-cluster', {
  fails: [
    {
      name: 'a profile takes the namespace',
      related: around({ shop: ALL }, association('shop')),
      evidence: ['association of shop/cart'],
    },
    {
      name: 'a profile takes it by a pattern',
      related: around({ 'sh*': ALL }, association('shop'), association('till')),
      evidence: ['association of shop/cart'],
    },
    {
      name: 'more than are named',
      related: around(
        { shop: ALL },
        ...Array.from({ length: 12 }, (_, at) => association('shop', `cart-${at}`)),
      ),
      evidence: ['association of shop/cart-0'],
    },
    {
      name: 'the service account is not known',
      related: {
        associations: [resourceOf('pod-identity-association', { state: { namespace: 'shop' } })],
        fargateProfiles: [profile({ shop: ALL })],
      },
      evidence: ['association of shop/?'],
    },
    {
      name: 'a profile whose other selectors are not known',
      related: {
        associations: [association('shop')],
        fargateProfiles: [resourceOf('eks-fargate-profile', { some: { selectors: { shop: ALL } } })],
      },
      evidence: ['association of shop/cart'],
    },
  ],
  passes: [
    { name: 'a profile takes another namespace', related: around({ till: ALL }, association('shop')) },
    {
      name: 'an agent of the nodes, in a namespace that a profile takes',
      related: around({ 'kube-system': ALL }, association('kube-system', 'aws-node')),
    },
  ],
  indeterminate: [
    {
      name: 'a profile takes the namespace by labels',
      related: around({ shop: '{"fargate":"yes"}' }, association('shop')),
      missing: 'labels',
    },
    {
      name: 'the selectors are not known',
      related: { associations: [association('shop')], fargateProfiles: [profile(null)] },
      missing: 'selectors',
    },
    {
      name: 'the namespace is not known',
      related: around({ shop: ALL }, association(undefined)),
      missing: 'namespace',
    },
    {
      name: 'by labels, and the service account is not known',
      related: {
        associations: [resourceOf('pod-identity-association', { state: { namespace: 'shop' } })],
        fargateProfiles: [profile({ shop: '{"fargate":"yes"}' })],
      },
      missing: 'shop/?',
    },
  ],
  notApplicable: [
    { name: 'there is no profile', related: { associations: [association('shop')], fargateProfiles: [] } },
    {
      name: 'the profile was deleted',
      related: { associations: [association('shop')], fargateProfiles: [profile({ shop: ALL }, true)] },
    },
    { name: 'there is no association', related: around({ shop: ALL }) },
  ],
});
