import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf } from '../../support/states.ts';
import {
  beyondBound,
  EXACT,
  ISSUER,
  irsa,
  NOT_APPLICABLE,
  OTHER,
  OTHER_EXACT,
  OTHER_ISSUER,
  role,
  SUB,
  UNTIL,
} from './policies.ts';

const both = role(irsa(EXACT), irsa(OTHER_EXACT, OTHER));
const none = { clusters: [] };
const apart = { environments: { prod: { issuers: [ISSUER] }, stage: { issuers: [OTHER_ISSUER] } } };
const byCluster = { environments: { prod: { clusters: ['prod'] }, stage: { issuers: [OTHER_ISSUER] } } };
const cluster = (issuer: string | undefined) => ({
  clusters: [resourceOf('eks-cluster', { state: { issuer } })],
});

describeRule(ruleOf(catalogue, 'irsa-multi-cluster-role'), 'iam-role', {
  fails: [
    {
      name: 'clusters of two environments',
      state: both,
      related: none,
      config: apart,
      evidence: ['environments', 'issuer'],
    },
    {
      name: 'two environments, one known by its cluster',
      state: both,
      related: cluster(`https://${ISSUER}`),
      config: byCluster,
      evidence: ['environments'],
    },
    {
      name: 'more clusters than allowed',
      state: both,
      related: none,
      config: { limits: { clustersPerRole: 1 } },
      evidence: ['limits.clustersPerRole', 'issuer'],
    },
  ],
  passes: [
    { name: 'one cluster', state: role(irsa(EXACT)), related: none, config: apart },
    { name: 'two clusters that nothing keeps apart', state: both, related: none },
    {
      name: 'two clusters of one environment',
      state: both,
      related: none,
      config: { environments: { prod: { issuers: [ISSUER, OTHER_ISSUER] } } },
    },
    {
      name: 'one of the clusters in no environment',
      state: both,
      related: none,
      config: { environments: { prod: { issuers: [ISSUER] } } },
    },
    {
      name: 'one of them in no environment, and all clusters of environments known',
      state: both,
      related: cluster(ISSUER),
      config: { environments: { prod: { clusters: ['prod'] } } },
    },
    { name: 'as many as allowed', state: both, related: none, config: { limits: { clustersPerRole: 2 } } },
    {
      name: 'the statement for the other lets nobody in',
      state: role(irsa(EXACT), irsa(EXACT, OTHER)),
      related: none,
      config: apart,
    },
    {
      name: 'one cluster until a date',
      state: role(irsa({ ...EXACT, ...UNTIL })),
      related: none,
      config: apart,
    },
  ],
  indeterminate: [
    {
      name: 'the other cluster is beyond the bound',
      state: role(irsa(EXACT), ...beyondBound(OTHER, `${OTHER_ISSUER}:sub`)),
      related: none,
      config: apart,
      missing: 'trust policy',
    },
    { name: 'the trust policy is not known', related: none, missing: 'trust policy' },
    {
      name: 'whose issuer it is',
      state: both,
      related: cluster(undefined),
      config: byCluster,
      missing: ISSUER,
    },
    {
      name: 'the other until a date',
      state: role(irsa(EXACT), irsa({ ...OTHER_EXACT, ...UNTIL }, OTHER)),
      related: none,
      config: apart,
      missing: 'aws:CurrentTime',
    },
  ],
  notApplicable: [
    ...NOT_APPLICABLE.map((one) => ({ ...one, related: none })),
    { name: 'nobody gets it', state: role(irsa({ Null: { [SUB]: 'true' } })), related: none },
  ],
});
