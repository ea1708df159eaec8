import { clusterKey, roleKey } from '@podguard/core';
import { describe, expect, test } from 'vitest';
import { ACCOUNT, REGION } from '../../support/states.ts';
import { aws, ISSUER, PROVIDER, trust } from '../../support/trusts.ts';
import {
  ADMIN,
  ASSOCIATION,
  association,
  cluster,
  gone,
  irsaFor,
  later,
  lines,
  PODS,
  PROD,
  postureWith,
  provider,
  role,
} from './account.ts';

describe('a service account', () => {
  test('with an association is one identity of its cluster', async () => {
    const posture = await postureWith([
      ...PROD,
      role('cart', PODS),
      association('prod', 'shop/cart', 'cart'),
    ]);
    expect(lines(posture)).toEqual(['cluster/prod shop/cart pod-identity 100 × none 100 = 100']);
    expect(posture.identities[0]?.resources).toEqual([ASSOCIATION, roleKey('aws', ACCOUNT, 'cart')]);
  });

  test('of an association with a target role counts as chained, by what is open on either role', async () => {
    const posture = await postureWith([
      ...PROD,
      role('cart', PODS),
      role('data', trust(aws({ AWS: roleKey('aws', ACCOUNT, 'cart') }))),
      association('prod', 'shop/cart', 'cart', { targetRoleArn: roleKey('aws', ACCOUNT, 'data') }),
    ]);
    // The target's trust lacks sts:TagSession, a medium on that role, so 90 × 70 % = 63.
    expect(lines(posture)).toEqual(['cluster/prod shop/cart assume-role 90 × medium 70 = 63']);
    expect(posture.identities[0]?.worst?.rule).toBe('trust-tag-session-missing');
  });

  test('is one identity for each that a role for IRSA names', async () => {
    const subjects = Array.from({ length: 40 }, (_, index) => `shop:cart-${index}`);
    const posture = await postureWith([...PROD, role('cart', irsaFor(subjects))], {
      limits: { serviceAccountsPerRole: 100, trustPolicyLength: 4096 },
    });
    expect(posture.identities).toHaveLength(40);
    expect(lines(posture)[0]).toBe('cluster/prod shop/cart-0 irsa 100 × none 100 = 100');
    expect(posture.clusters).toMatchObject([
      { score: 100, sum: 100, grants: 1, identities: 40, methods: { irsa: 40 } },
    ]);
  });

  test('that two roles trust is one, and the worse role counts', async () => {
    const posture = await postureWith([
      ...PROD,
      role('old', irsaFor(['shop:cart']), [ADMIN]),
      role('new', irsaFor(['shop:cart'])),
    ]);
    expect(lines(posture)).toEqual(['cluster/prod shop/cart irsa 100 × critical 10 = 10']);
  });

  test('with an association and a role for IRSA is one, by the association, which is all that the webhook gives a new pod', async () => {
    const both = [
      role('cart', PODS),
      association('prod', 'shop/cart', 'cart'),
      role('cart-old', irsaFor(['shop:cart'])),
    ];
    const known = await postureWith([...PROD, ...both]);
    expect(lines(known)).toEqual(['cluster/prod shop/cart pod-identity 100 × none 100 = 100']);
    expect(known.identities[0]?.also).toEqual(['irsa']);

    const unknown = await postureWith([cluster('prod'), provider(), ...both]);
    expect(lines(unknown)).toEqual([
      'cluster/prod shop/cart pod-identity 100 × none 100 = 100',
      'issuer shop/cart irsa 100 × undecided 70 = 70',
    ]);

    const told = await postureWith([cluster('prod'), provider(), ...both], {
      environments: { production: { clusters: ['prod'], issuers: [ISSUER] } },
    });
    expect(lines(told)).toEqual(['cluster/prod shop/cart pod-identity 100 × none 100 = 100']);
  });

  test('with an association keeps what is open on the role of IRSA, which pods have until they restart', async () => {
    const posture = await postureWith([
      ...PROD,
      role('cart', PODS),
      association('prod', 'shop/cart', 'cart'),
      role('cart-old', irsaFor(['shop:cart']), [ADMIN]),
    ]);
    expect(lines(posture)).toEqual(['cluster/prod shop/cart pod-identity 100 × critical 10 = 10']);
  });

  test('is not taken for a cluster of an environment that has several', async () => {
    const posture = await postureWith(
      [cluster('prod'), cluster('other'), provider(), role('cart', irsaFor(['shop:cart']))],
      { environments: { production: { clusters: ['prod', 'other'], issuers: [ISSUER] } } },
    );
    expect(posture.identities).toMatchObject([{ cluster: null, issuer: ISSUER }]);
  });

  test('of a secrets operator counts as what reads for many, whichever way it gets its credentials', async () => {
    const posture = await postureWith([
      ...PROD,
      role('eso', PODS),
      association('prod', 'external-secrets/external-secrets', 'eso'),
    ]);
    expect(lines(posture)).toEqual([
      'cluster/prod external-secrets/external-secrets external-secrets 80 × none 100 = 80',
    ]);
    expect(posture.identities[0]?.also).toEqual(['pod-identity']);
  });

  test('whose association was deleted, by itself or with its cluster, is none', async () => {
    const changes = [...PROD, role('cart', PODS), association('prod', 'shop/cart', 'cart')];
    const own = gone('pod-identity-association', ASSOCIATION);
    expect(lines(await postureWith([...changes, { ...own, stamp: later(own.stamp) }]))).toEqual([]);
    const whole = gone('eks-cluster', clusterKey('aws', REGION, ACCOUNT, 'prod'));
    expect(lines(await postureWith([...changes, { ...whole, stamp: later(whole.stamp) }]))).toEqual([]);
  });

  test.for([
    ['provider', () => gone('oidc-provider', PROVIDER)],
    ['cluster', () => gone('eks-cluster', clusterKey('aws', REGION, ACCOUNT, 'prod'))],
  ] as const)('gets in by no %s that is gone', async ([, end]) => {
    const change = end();
    const posture = await postureWith([
      ...PROD,
      role('cart', irsaFor(['shop:cart'])),
      { ...change, stamp: later(change.stamp) },
    ]);
    expect(lines(posture)).toEqual([]);
  });
});

describe('service accounts of a pattern', () => {
  test.for([
    [['shop:*'], 'shop/*', 'high 40 = 40'],
    [['shop:cart-*'], 'shop/cart-*', 'low 90 = 90'],
    [['*:*'], '*/*', 'critical 10 = 10'],
    [['team-*:*'], 'team-*/*', 'high 40 = 40'],
  ] as const)('%s are one identity', async ([subjects, name, result]) => {
    const posture = await postureWith([...PROD, role('cart', irsaFor(subjects, 'StringLike'))]);
    expect(posture.identities).toMatchObject([{ kind: 'pattern', name }]);
    expect(lines(posture)).toEqual([`cluster/prod ${name} irsa 100 × ${result}`]);
  });

  test('beside names of another namespace are one more identity each', async () => {
    const subjects = ['shop:cart-*', 'billing:export', 'billing:retry'];
    const posture = await postureWith([...PROD, role('cart', irsaFor(subjects, 'StringLike'))]);
    expect(posture.identities.map(({ name, kind }) => [name, kind])).toEqual([
      ['billing/export', 'service-account'],
      ['billing/retry', 'service-account'],
      ['shop/cart-*', 'pattern'],
    ]);
  });

  test('in a comparison that knows no patterns are nobody', async () => {
    const posture = await postureWith([...PROD, role('cart', irsaFor(['shop:*']))]);
    expect(posture.identities).toEqual([]);
    expect(posture.unknown).toEqual([]);
  });

  test('beside one that is named are two, and what is open on the pattern counts for both', async () => {
    const posture = await postureWith([
      ...PROD,
      role('all', irsaFor(['shop:*'], 'StringLike')),
      role('cart', irsaFor(['shop:cart'])),
    ]);
    expect(lines(posture)).toEqual([
      'cluster/prod shop/* irsa 100 × high 40 = 40',
      'cluster/prod shop/cart irsa 100 × high 40 = 40',
    ]);
  });

  test('that any provider lets in are of no cluster', async () => {
    const open = trust({ Principal: { Federated: '*' }, Action: 'sts:AssumeRoleWithWebIdentity' });
    const posture = await postureWith([role('open', open)]);
    expect(lines(posture)).toEqual(['nowhere */* irsa 100 × critical 10 = 10']);
  });
});
