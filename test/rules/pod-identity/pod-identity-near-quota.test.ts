import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

import { resourceOf } from '../../support/states.ts';

const associations = (count: number) =>
  Array.from({ length: count }, () => resourceOf('pod-identity-association', {}));
const config = { limits: { associationsPerCluster: 10 } };

describeRule(ruleOf(catalogue, 'pod-identity-near-quota'), 'eks-cluster', {
  fails: [
    {
      name: 'nine of ten',
      related: { associations: associations(9) },
      config,
      evidence: ['associations', 'limits.associationsPerCluster'],
    },
  ],
  passes: [
    { name: 'eight of ten', related: { associations: associations(8) }, config },
    { name: 'none', related: { associations: [] } },
    { name: 'few of a quota that is not known', related: { associations: associations(800) } },
    {
      name: 'nine of ten, of which one was deleted',
      related: {
        associations: [...associations(8), resourceOf('pod-identity-association', { gone: true })],
      },
      config,
    },
  ],
  indeterminate: [
    {
      name: 'the quota is not known',
      related: { associations: associations(801) },
      missing: 'associationsPerCluster',
    },
  ],
});
