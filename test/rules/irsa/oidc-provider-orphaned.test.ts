import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

import { resourceOf } from '../../support/states.ts';
import { ISSUER } from '../../support/trusts.ts';

const OTHER_ISSUER = `${ISSUER}012`;
const cluster = (issuer: string | undefined, gone = false) =>
  resourceOf('eks-cluster', { state: { issuer }, gone });
const left = { clusters: [cluster(ISSUER, true)] };

describeRule(ruleOf(catalogue, 'oidc-provider-orphaned'), 'oidc-provider', {
  fails: [{ name: 'its cluster was deleted', related: left, evidence: ['url', 'cluster'] }],
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
    { name: 'no cluster is known', related: { clusters: [] } },
    { name: 'another cluster was deleted', related: { ...left, clusters: [cluster(OTHER_ISSUER, true)] } },
  ],
});
