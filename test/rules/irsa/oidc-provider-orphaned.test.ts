import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

import { resourceOf } from '../../support/states.ts';
import { beyondBound, ISSUER, irsa, trust } from '../../support/trusts.ts';

const EXACT = {
  StringEquals: {
    [`${ISSUER}:sub`]: 'system:serviceaccount:shop:cart',
    [`${ISSUER}:aud`]: 'sts.amazonaws.com',
  },
};
const OTHER_ISSUER = `${ISSUER}012`;
const cluster = (issuer: string | undefined, gone = false) =>
  resourceOf('eks-cluster', { state: { issuer }, gone });
const role = (text: string | undefined, gone = false) =>
  resourceOf('iam-role', { state: { trust: text }, gone });
const left = { clusters: [cluster(ISSUER, true)], roles: [] };

describeRule(ruleOf(catalogue, 'oidc-provider-orphaned'), 'oidc-provider', {
  fails: [
    { name: 'its cluster was deleted', related: left, evidence: ['url', 'cluster'] },
    {
      name: 'a role still trusts it',
      related: { ...left, roles: [role(trust(irsa(EXACT)))] },
      severity: 'high',
      evidence: ['trusted by'],
    },
    {
      name: 'roles still trust it',
      related: { ...left, roles: [role(trust(irsa(EXACT))), role(trust(irsa(EXACT)))] },
      severity: 'high',
      evidence: ['trusted by'],
    },
    {
      name: 'a role names it, and lets nobody in',
      related: {
        ...left,
        roles: [role(trust({ ...irsa(EXACT), Effect: 'Deny' })), role(beyondBound.pods())],
      },
      evidence: ['cluster'],
    },
    {
      name: 'the role that trusted it was deleted, another is not known',
      related: { ...left, roles: [role(trust(irsa(EXACT)), true), role(undefined)] },
      evidence: ['cluster'],
    },
  ],
  passes: [
    { name: 'its cluster is there', related: { ...left, clusters: [cluster(ISSUER)] } },
    { name: 'the configuration knows the issuer', related: left, config: { issuers: [ISSUER] } },
  ],
  indeterminate: [
    {
      name: "a deleted cluster's issuer is not known",
      related: { ...left, clusters: [cluster(undefined, true)] },
      missing: 'issuer of',
    },
    {
      name: "a cluster's issuer is not known",
      related: { ...left, clusters: [cluster(undefined)] },
      missing: 'issuer of',
    },
  ],
  notApplicable: [
    { name: 'no cluster is known', related: { clusters: [], roles: [] } },
    { name: 'another cluster was deleted', related: { ...left, clusters: [cluster(OTHER_ISSUER, true)] } },
  ],
});
