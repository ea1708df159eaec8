import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

import { resourceOf } from '../../support/states.ts';
import { ISSUER } from '../../support/trusts.ts';

const OTHER_ISSUER = `${ISSUER}012`;
const cluster = (issuer: string | undefined, gone = false) =>
  resourceOf('eks-cluster', { state: { issuer }, gone });

describeRule(ruleOf(catalogue, 'oidc-provider-unknown-issuer'), 'oidc-provider', {
  fails: [
    {
      name: "another cluster's issuer is known",
      related: { clusters: [cluster(OTHER_ISSUER)] },
      evidence: ['url'],
    },
    {
      name: 'the configuration knows another',
      related: { clusters: [] },
      config: { issuers: [OTHER_ISSUER] },
      evidence: ['url'],
    },
  ],
  passes: [
    { name: "it is a known cluster's", related: { clusters: [cluster(`https://${ISSUER}`)] } },
    { name: 'the configuration knows it', related: { clusters: [] }, config: { issuers: [ISSUER] } },
  ],
  indeterminate: [
    { name: 'no cluster is known', related: { clusters: [] }, missing: 'issuers of known clusters' },
    {
      name: "one cluster's issuer is not known",
      related: { clusters: [cluster(OTHER_ISSUER), cluster(undefined)] },
      missing: 'issuer of',
    },
    {
      name: "a deleted cluster's issuer is not known",
      related: { clusters: [cluster(OTHER_ISSUER), cluster(undefined, true)] },
      missing: 'issuer of',
    },
  ],
  notApplicable: [
    {
      name: 'its cluster was deleted',
      related: { clusters: [cluster(OTHER_ISSUER), cluster(ISSUER, true)] },
    },
  ],
});
