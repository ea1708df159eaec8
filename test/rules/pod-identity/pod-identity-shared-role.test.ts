import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

import { resourceOf } from '../../support/states.ts';

const association = (cluster: string, index: number) => ({
  ...resourceOf('pod-identity-association', { state: { roleArn: 'arn:aws:iam::111122223333:role/app' } }),
  key: `arn:aws:eks:eu-central-1:111122223333:podidentityassociation/${cluster}/a-${index}`,
});
const sharedBy = (...clusters: readonly string[]) => ({ associations: clusters.map(association) });
const limits = { associationsPerRole: 2 };
const environments = { production: { clusters: ['prod'] }, testing: { clusters: ['test', 'stage'] } };

describeRule(ruleOf(catalogue, 'pod-identity-shared-role'), 'iam-role', {
  fails: [
    {
      name: 'three associations where two may share it',
      related: sharedBy('prod', 'prod', 'prod'),
      config: { limits },
      evidence: ['associations', 'limits.associationsPerRole'],
    },
    {
      name: 'two clusters where one may have it',
      related: sharedBy('prod', 'test'),
      config: { limits: { clustersPerRole: 1 } },
      evidence: ['clusters', 'limits.clustersPerRole'],
    },
    {
      name: 'clusters of two environments',
      related: sharedBy('prod', 'test'),
      config: { environments },
      severity: 'medium',
      evidence: ['environments'],
    },
  ],
  passes: [
    {
      name: 'two associations where two may share it',
      related: sharedBy('prod', 'prod'),
      config: { limits },
    },
    {
      name: 'one cluster where one may have it',
      related: sharedBy('prod', 'prod'),
      config: { limits: { clustersPerRole: 1 } },
    },
    { name: 'clusters of one environment', related: sharedBy('test', 'stage'), config: { environments } },
    {
      name: 'a cluster of no environment',
      related: sharedBy('prod', 'sandbox'),
      config: { environments },
    },
    {
      name: 'one of three was deleted',
      related: {
        associations: [
          association('prod', 1),
          association('prod', 2),
          { ...association('prod', 3), present: false },
        ],
      },
      config: { limits },
    },
  ],
  notApplicable: [
    { name: 'no association has it', related: { associations: [] }, config: { environments } },
    {
      name: 'all were deleted',
      related: {
        associations: sharedBy('prod', 'test').associations.map((one) => ({ ...one, present: false })),
      },
      config: { environments },
    },
  ],
});
