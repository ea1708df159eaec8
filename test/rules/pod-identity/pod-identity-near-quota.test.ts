import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

import { resourceOf } from '../../support/states.ts';

const associations = (count: number) =>
  Array.from({ length: count }, () => resourceOf('pod-identity-association', {}));
const config = { limits: { associationsPerCluster: 10 } };
const region = (associationsPerCluster: number | null) => [
  resourceOf('account-region', { state: { associationsPerCluster } }),
];

describeRule(ruleOf(catalogue, 'pod-identity-near-quota'), 'eks-cluster', {
  fails: [
    {
      name: 'nine of ten',
      related: { associations: associations(9), accountRegions: [] },
      config,
      evidence: ['associations', 'limits.associationsPerCluster'],
    },
    {
      name: '850 of the 1,000 that were read',
      related: { associations: associations(850), accountRegions: region(1000) },
      evidence: ['associations', 'accountRegions.associationsPerCluster'],
    },
    {
      name: 'nine of the ten that are configured, whatever was read',
      related: { associations: associations(9), accountRegions: region(5000) },
      config,
      evidence: ['limits.associationsPerCluster'],
    },
  ],
  passes: [
    {
      name: '800 of the 1,000 that were read',
      related: { associations: associations(800), accountRegions: region(1000) },
    },
    {
      name: 'more than 800 of the 5,000 that were read',
      related: { associations: associations(801), accountRegions: region(5000) },
    },
    { name: 'eight of ten', related: { associations: associations(8), accountRegions: [] }, config },
    { name: 'none', related: { associations: [], accountRegions: [] } },
    {
      name: 'few of a quota that is not known',
      related: { associations: associations(800), accountRegions: [] },
    },
    {
      name: 'nine of ten, of which one was deleted',
      related: {
        associations: [...associations(8), resourceOf('pod-identity-association', { gone: true })],
        accountRegions: [],
      },
      config,
    },
  ],
  indeterminate: [
    {
      name: 'the quota is not known',
      related: { associations: associations(801), accountRegions: [] },
      missing: 'associationsPerCluster',
    },
    {
      name: 'Service Quotas has none',
      related: { associations: associations(801), accountRegions: region(null) },
      missing: 'associationsPerCluster',
    },
  ],
});
