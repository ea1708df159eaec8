import { roleKey, useOf } from '@podguard/core';
import { expect, test } from 'vitest';
import { ACCOUNT } from '../../support/states.ts';
import { aws, trust } from '../../support/trusts.ts';
import {
  ADMIN,
  association,
  cluster,
  EC2,
  irsaFor,
  KEY,
  key,
  NODE_POLICY,
  nodegroup,
  PODS,
  PROD,
  postureWith,
  role,
  used,
} from './account.ts';

test('the order in which things became known does not matter', async () => {
  const changes = [
    ...PROD,
    cluster('other'),
    role('cart', PODS),
    association('prod', 'shop/cart', 'cart'),
    role('old', irsaFor(['shop:cart', 'shop:web'])),
    role('all', irsaFor(['shop:*'], 'StringLike'), [ADMIN]),
    role('nodes', EC2, [NODE_POLICY, ADMIN]),
    nodegroup('prod', 'nodes'),
    nodegroup('other', 'nodes'),
    role('app', trust(aws({ AWS: roleKey('aws', ACCOUNT, 'nodes') }))),
    association('other', 'shop/web', 'unseen'),
    key('AKIAIOSFODNN7EXAMPLE', { creator: roleKey('aws', ACCOUNT, 'cart'), creatorSession: 'eks-x' }),
  ];
  const expected = await postureWith(changes);
  expect(expected.identities).toHaveLength(8);
  expect(await postureWith(changes.toReversed())).toEqual(expected);
});

test('a rule that is switched off tells nothing of what only it finds', async () => {
  const changes = [
    ...PROD,
    key('AKIAIOSFODNN7EXAMPLE'),
    used('access-key', KEY, useOf('from-cluster', 'external-secrets')),
  ];
  const posture = await postureWith(changes, { rules: { 'static-key-used-from-cluster': 'off' } });
  expect(posture.identities).toEqual([]);
});
