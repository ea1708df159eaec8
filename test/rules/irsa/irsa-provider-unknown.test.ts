import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf } from '../../support/states.ts';
import {
  EXACT,
  ISSUER,
  irsa,
  NOT_APPLICABLE,
  OTHER_EXACT,
  OTHER_ISSUER,
  PROVIDER,
  role,
} from './policies.ts';

const provider = (gone = false) => ({
  ...resourceOf('oidc-provider', { state: { arn: PROVIDER }, gone }),
  key: PROVIDER,
});
const cluster = (issuer: string | undefined, gone = false) =>
  resourceOf('eks-cluster', { state: { issuer }, gone });
const here = { providers: [provider()], clustersEver: [cluster(`https://${ISSUER}`)] };
const state = role(irsa(EXACT));

describeRule(ruleOf(catalogue, 'irsa-provider-unknown'), 'iam-role', {
  fails: [
    {
      name: 'the provider was deleted',
      state,
      related: { ...here, providers: [provider(true)] },
      evidence: ['provider', 'issuer'],
    },
    {
      name: 'no known cluster has the issuer',
      state,
      related: { ...here, clustersEver: [cluster(OTHER_ISSUER)] },
      evidence: ['issuer'],
    },
    {
      name: 'the configuration knows another issuer only',
      state,
      related: { providers: [{ missing: PROVIDER }], clustersEver: [] },
      config: { issuers: [OTHER_ISSUER] },
      evidence: ['issuer'],
    },
    {
      name: 'its cluster was deleted',
      state,
      related: { ...here, clustersEver: [cluster(ISSUER, true)] },
      evidence: ['issuer'],
    },
  ],
  passes: [
    { name: 'the issuer of a known cluster', state, related: here },
    {
      name: 'an issuer of the configuration',
      state,
      related: { ...here, clustersEver: [] },
      config: { issuers: [ISSUER] },
    },
    {
      name: "an environment's issuer",
      state,
      related: { ...here, clustersEver: [cluster(undefined)] },
      config: { environments: { prod: { issuers: [ISSUER] } } },
    },
  ],
  indeterminate: [
    { name: 'the trust policy is not known', related: here, missing: 'trust policy' },
    {
      name: 'nothing is known of the provider',
      state,
      related: { ...here, providers: [{ missing: PROVIDER }] },
      missing: PROVIDER,
    },
    {
      name: 'the provider was never looked for',
      state,
      related: { ...here, providers: [] },
      missing: PROVIDER,
    },
    {
      name: 'no cluster is known',
      state,
      related: { ...here, clustersEver: [] },
      missing: 'issuers of known clusters',
    },
    {
      name: 'the issuer of a known cluster is not known',
      state,
      related: { ...here, clustersEver: [cluster(undefined)] },
      config: { issuers: [OTHER_ISSUER] },
      missing: 'issuer of arn:aws:eks:eu-central-1:111122223333:cluster/prod',
    },
  ],
  notApplicable: [
    ...NOT_APPLICABLE.map((one) => ({ ...one, related: here })),
    { name: 'nobody gets it', state: role(irsa(OTHER_EXACT)), related: here },
    {
      name: 'a provider of another account, which another rule reports',
      state: role(irsa(EXACT, PROVIDER.replace('111122223333', '444455556666'))),
      related: here,
    },
  ],
});
