import { catalogue } from '@podguard/rules';
import { expect, test } from 'vitest';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';

const key = 'arn:aws:eks:eu-central-1:111122223333:cluster/prod';

test.for([
  ['cluster-audit-log-off', { auditLog: false }, {}],
  ['cluster-auth-config-map', { authenticationMode: 'CONFIG_MAP' }, {}],
  ['cluster-identity-provider', {}, { identityProviders: { okta: 'https://login.example.com' } }],
  ['cluster-creator-admin', { creatorAdmin: true, creator: 'arn:aws:iam::111122223333:role/ci' }, {}],
] as const)('%s names a cluster of which nobody told the name by its key', ([id, state, some]) => {
  const cluster = { ...resourceOf('eks-cluster', { state, some }), key };
  const config = configOf({ clusterIdentityProviders: ['login.example.org'] });
  const related = { creatorEntries: [] };
  const verdict = ruleOf(catalogue, id).evaluate(cluster as never, { config, related } as never);
  expect(verdict).toMatchObject({ status: 'fail', summary: expect.stringMatching(/[Cc]luster prod/) });
});
