import { clusterObjectKey, type Relation, relationsOf } from '@podguard/core';
import { expect, test } from 'vitest';
import { ACCOUNT, resourceOf } from '../support/states.ts';
import { CLUSTER_ARN } from '../support/trusts.ts';

const role = relationsOf('k8s-service-account').role as Extract<Relation, { readonly key: unknown }>;
const inCluster = clusterObjectKey(CLUSTER_ARN, 'ServiceAccount', 'web', 'app');

test.for([
  [
    'of a cluster that was read is the one that its annotation names',
    inCluster,
    `arn:aws:iam::${ACCOUNT}:role/team/app`,
    `arn:aws:iam::${ACCOUNT}:role/app`,
  ],
  ['without an annotation there is none', inCluster, null, null],
  ['whose annotation is not known is not known', inCluster, undefined, undefined],
  ['is none where the annotation names something else', inCluster, 'no role', null],
  [
    'of one in a file there is none',
    'app.yaml#ServiceAccount/web/app',
    `arn:aws:iam::${ACCOUNT}:role/app`,
    null,
  ],
] as const)('the role of a service account %s', ([, key, roleArn, found]) => {
  const account = { ...resourceOf('k8s-service-account', { state: { roleArn } }), key };
  expect(role.key(account as never)).toBe(found);
});
