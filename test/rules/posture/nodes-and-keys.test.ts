import { clusterKey, roleKey, useOf } from '@podguard/core';
import { describe, expect, test } from 'vitest';
import { ACCOUNT, REGION } from '../../support/states.ts';
import { aws, trust } from '../../support/trusts.ts';
import {
  association,
  cluster,
  EC2,
  KEY,
  key,
  lines,
  NODE_POLICY,
  nodeEntry,
  nodegroup,
  PODS,
  PROD,
  postureWith,
  role,
  used,
} from './account.ts';

describe('a node role', () => {
  const more = {
    s3: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
    }),
  };

  test('with more than nodes need is an identity in each cluster that has nodes with it', async () => {
    const posture = await postureWith([
      cluster('a'),
      cluster('b'),
      role('nodes', EC2, [NODE_POLICY], more),
      nodegroup('a', 'nodes'),
      nodeEntry('b', 'nodes'),
    ]);
    expect(lines(posture)).toEqual([
      'cluster/a nodes node-role 40 × high 40 = 16',
      'cluster/b nodes node-role 40 × high 40 = 16',
    ]);
  });

  test('with nothing but what nodes need is none', async () => {
    const posture = await postureWith([
      cluster('a'),
      role('nodes', EC2, [NODE_POLICY]),
      nodegroup('a', 'nodes'),
    ]);
    expect(posture.identities).toEqual([]);
    expect(posture.unknown).toEqual([]);
    expect(posture.clusters).toMatchObject([{ score: null, identities: 0 }]);
  });

  test('is no role that people or pods of a cluster have by an access entry', async () => {
    const posture = await postureWith([
      cluster('a'),
      role('nodes', EC2, [`arn:aws:iam::${ACCOUNT}:policy/of-ours`]),
      nodeEntry('a', 'nodes', 'STANDARD'),
    ]);
    expect(posture.identities).toEqual([]);
    expect(posture.unknown).toEqual([]);
  });

  test('of which nothing tells the rights is counted apart', async () => {
    const posture = await postureWith([
      cluster('a'),
      role('nodes', EC2, [`arn:aws:iam::${ACCOUNT}:policy/of-ours`]),
      nodegroup('a', 'nodes'),
    ]);
    expect(posture.identities).toEqual([]);
    expect(posture.unknown).toMatchObject([
      { name: 'nodes', cluster: clusterKey('aws', REGION, ACCOUNT, 'a') },
    ]);
  });

  test('that another role trusts makes that one an identity of its clusters, as kube2iam has it', async () => {
    const posture = await postureWith([
      cluster('a'),
      role('nodes', EC2, [NODE_POLICY]),
      nodegroup('a', 'nodes'),
      role('app', trust(aws({ AWS: roleKey('aws', ACCOUNT, 'nodes') }))),
    ]);
    expect(lines(posture)).toEqual(['cluster/a app legacy 30 × high 40 = 12']);
  });

  test('that was seen assuming a role makes it one, too, of no cluster where none has it', async () => {
    const nodes = roleKey('aws', ACCOUNT, 'nodes');
    const posture = await postureWith(
      [
        role('nodes', EC2, [NODE_POLICY]),
        role('app', trust(aws({ AWS: `arn:aws:iam::${ACCOUNT}:root` }))),
        {
          ...used('iam-role', roleKey('aws', ACCOUNT, 'app'), useOf('node-session', nodes)),
          ...byRole(nodes),
        },
      ],
      { account: ACCOUNT, events: ['activity'] },
    );
    expect(lines(posture)).toEqual(['nowhere app legacy 30 × high 40 = 12']);
  });
});

describe('an access key', () => {
  test('that nobody ties to pods is none', async () => {
    const posture = await postureWith([...PROD, key('AKIAIOSFODNN7EXAMPLE')]);
    expect(posture.identities).toEqual([]);
    expect(posture.unknown).toEqual([]);
  });

  test('that a client of a cluster uses is one, of no cluster that is known', async () => {
    const posture = await postureWith([
      ...PROD,
      key('AKIAIOSFODNN7EXAMPLE'),
      used('access-key', KEY, useOf('from-cluster', 'external-secrets')),
    ]);
    expect(lines(posture)).toEqual(['nowhere AKIAIOSFODNN7EXAMPLE static-key 10 × high 40 = 4']);
  });

  test('that is not active any more is none', async () => {
    const posture = await postureWith([
      ...PROD,
      key('AKIAIOSFODNN7EXAMPLE', { status: 'Inactive' }),
      used('access-key', KEY, useOf('from-cluster', 'external-secrets')),
    ]);
    expect(posture.identities).toEqual([]);
  });

  test('that a pod made itself is one of its cluster', async () => {
    const posture = await postureWith([
      ...PROD,
      role('cart', PODS),
      association('prod', 'shop/cart', 'cart'),
      key('AKIAIOSFODNN7EXAMPLE', {
        creator: roleKey('aws', ACCOUNT, 'cart'),
        creatorSession: 'eks-prod-cart',
      }),
    ]);
    expect(lines(posture)).toEqual([
      'cluster/prod AKIAIOSFODNN7EXAMPLE static-key 10 × critical 10 = 1',
      'cluster/prod shop/cart pod-identity 100 × none 100 = 100',
    ]);
  });

  test('that a node made is one of the cluster of the node, and of none where it has several', async () => {
    const made = [
      cluster('a'),
      role('nodes', EC2, [NODE_POLICY]),
      nodegroup('a', 'nodes'),
      key('AKIAIOSFODNN7EXAMPLE', { creator: roleKey('aws', ACCOUNT, 'nodes') }),
    ];
    const first = await postureWith(made);
    expect(lines(first)).toEqual(['cluster/a AKIAIOSFODNN7EXAMPLE static-key 10 × critical 10 = 1']);
    const second = await postureWith([...made, cluster('b'), nodegroup('b', 'nodes')]);
    expect(lines(second)).toEqual(['nowhere AKIAIOSFODNN7EXAMPLE static-key 10 × critical 10 = 1']);
  });
});

function byRole(principal: string) {
  const cause = { eventId: 'use', eventName: 'AssumeRole', eventSource: 'sts', at: '2026-01-02T03:04:05Z' };
  return { cause: { ...cause, actor: { principal, type: 'role' as const } } };
}
