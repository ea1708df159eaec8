import type { JsonObject } from '@podguard/core';
import { describeEvent } from '../describe-event.ts';
import { names, record } from '../records.ts';
import { key, principalArn, viewPolicy } from './access-entry.ts';

const request = {
  name: 'prod',
  principalArn: encodeURIComponent(principalArn),
  policyArn: viewPolicy,
  accessScope: { type: 'cluster' },
};
const response = (accessScope: JsonObject) => ({
  clusterName: 'prod',
  principalArn,
  associatedAccessPolicy: {
    policyArn: viewPolicy,
    accessScope,
    associatedAt: 1773300604.418,
    modifiedAt: 1773300604.418,
  },
});
const patch = (scope: string | boolean) =>
  ({
    op: 'patch',
    key,
    fields: {
      clusterName: 'prod',
      principalArn,
      granted: `${viewPolicy} ${scope === true ? '?' : scope}`,
    },
    sets: { policies: { [viewPolicy]: scope } },
  }) as const;
const scoped = (accessScope: JsonObject) =>
  ({ requestParameters: { ...request, accessScope }, responseElements: null }) as never;

describeEvent('AssociateAccessPolicy', {
  record: record('eks', 'AssociateAccessPolicy', request, response({ type: 'cluster', namespaces: [] })),
  gives: [patch('cluster')],
  withoutRequest: [patch('cluster')],
  omitted: [patch('cluster')],
  cases: [
    { name: 'no answer', but: { responseElements: null }, gives: [patch('cluster')] },
    {
      name: 'namespaces, each once and sorted',
      but: { responseElements: response({ type: 'namespace', namespaces: ['shop', 'carts', 'shop'] }) },
      gives: [patch('namespace:carts,shop')],
    },
    {
      name: 'no answer, one namespace',
      but: scoped({ type: 'namespace', namespaces: ['shop'] }),
      gives: [patch('namespace:shop')],
    },
    {
      name: 'namespaces that a redactor covered',
      but: scoped({ type: 'namespace', namespaces: ['***'] }),
      gives: [patch(true)],
    },
    { name: 'a scope of another type', but: scoped({ type: 'planet' }), gives: [patch(true)] },
    {
      name: 'no policy named',
      but: { requestParameters: { name: 'prod', principalArn }, responseElements: null },
      gives: names('AssociateAccessPolicy', 'access policy'),
    },
    {
      name: 'no principal named',
      but: { requestParameters: { name: 'prod', policyArn: viewPolicy }, responseElements: null },
      gives: names('AssociateAccessPolicy', 'access entry'),
    },
  ],
});
