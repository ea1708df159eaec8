import { clusterKey, roleKey, useOf } from '@podguard/core';
import { describe, expect, test } from 'vitest';
import { ACCOUNT, REGION } from '../../support/states.ts';
import { aws, ISSUER, irsa, trust } from '../../support/trusts.ts';
import {
  ADMIN,
  ASSOCIATION,
  association,
  attached,
  forgetTrust,
  gone,
  irsaFor,
  later,
  lines,
  moved,
  PODS,
  PROD,
  postureWith,
  role,
  used,
} from './account.ts';

describe('what is not known', () => {
  test('a role whose trust policy is not known is counted apart, and never as good', async () => {
    const posture = await postureWith([...PROD, role('cart', irsaFor(['shop:cart'])), forgetTrust('cart')]);
    expect(posture.identities).toEqual([]);
    expect(posture.unknown).toEqual([
      {
        account: ACCOUNT,
        cluster: null,
        issuer: null,
        name: 'cart',
        because: `trust policy of ${roleKey('aws', ACCOUNT, 'cart')}`,
      },
    ]);
    expect(posture.accounts).toMatchObject([{ score: null, identities: 0, unknown: 1 }]);
  });

  test('a role of which nothing ever told the trust policy, and that nothing ties to pods, is not there', async () => {
    const posture = await postureWith([...PROD, attached('batch', ADMIN)]);
    expect(posture.identities).toEqual([]);
    expect(posture.unknown).toEqual([]);
  });

  test.for([
    ['nothing told', () => attached('cart', 'arn:aws:iam::aws:policy/ReadOnlyAccess')],
    ['was left out', () => forgetTrust('cart')],
  ] as const)(
    'a service account seen getting a role whose trust policy %s is there by its name',
    async ([, tell]) => {
      const use = useOf('web-identity', `${ISSUER} shop/cart`);
      const posture = await postureWith(
        [...PROD, tell(), used('iam-role', roleKey('aws', ACCOUNT, 'cart'), use)],
        {
          events: ['activity'],
        },
      );
      expect(posture.identities).toEqual([]);
      expect(posture.unknown).toMatchObject([
        {
          name: 'shop/cart',
          cluster: clusterKey('aws', REGION, ACCOUNT, 'prod'),
          because: expect.stringMatching(/^irsa: trust policy/),
        },
      ]);
    },
  );

  test('a token of no cluster makes nobody a workload identity', async () => {
    const use = useOf('web-identity', 'gitlab.example.com shop/cart');
    const seen = used('iam-role', roleKey('aws', ACCOUNT, 'cart'), use);
    const posture = await postureWith([...PROD, attached('cart', ADMIN), seen], { events: ['activity'] });
    expect(posture.unknown).toEqual([]);
  });

  test('an association of it is counted apart in its cluster, and the role not once more', async () => {
    const posture = await postureWith([
      ...PROD,
      role('cart', PODS),
      forgetTrust('cart'),
      association('prod', 'shop/cart', 'cart'),
    ]);
    expect(posture.identities).toEqual([]);
    expect(posture.unknown).toMatchObject([
      { name: 'shop/cart', cluster: clusterKey('aws', REGION, ACCOUNT, 'prod') },
    ]);
  });

  test('so is one whose role no record tells of', async () => {
    const posture = await postureWith([...PROD, association('prod', 'shop/cart', 'cart')]);
    expect(posture.unknown).toMatchObject([
      { name: 'shop/cart', because: `pod-identity: trust policy of ${roleKey('aws', ACCOUNT, 'cart')}` },
    ]);
    expect(posture.clusters).toMatchObject([{ score: null, unknown: 1 }]);
  });

  test.for([
    ['role', { roleArn: undefined }, 'shop/cart', /^pod-identity: role of arn:aws:eks:/],
    ['namespace', { namespace: undefined }, ASSOCIATION, /^pod-identity: its service account is not known$/],
  ] as const)('so is one of which no %s is known', async ([, left, name, because]) => {
    const posture = await postureWith([
      ...PROD,
      role('cart', PODS),
      association('prod', 'shop/cart', 'cart', left),
    ]);
    expect(posture.identities).toEqual([]);
    expect(posture.unknown).toMatchObject([{ name, because: expect.stringMatching(because) }]);
  });

  test('of two roles that an association was given in the same second the worse counts', async () => {
    const posture = await postureWith([
      ...PROD,
      role('cart', PODS),
      role('admin', PODS, [ADMIN]),
      association('prod', 'shop/cart', 'cart'),
      moved('prod', 'shop/cart', 'admin', 'move-1'),
      moved('prod', 'shop/cart', 'cart', 'move-2'),
    ]);
    expect(lines(posture)).toEqual(['cluster/prod shop/cart pod-identity 100 × critical 10 = 10']);
    expect(posture.identities[0]?.resources).toContain(roleKey('aws', ACCOUNT, 'admin'));
    expect(posture.identities[0]?.resources).toContain(roleKey('aws', ACCOUNT, 'cart'));
  });

  test('one whose role was deleted is scored by that', async () => {
    const end = gone('iam-role', roleKey('aws', ACCOUNT, 'cart'));
    const posture = await postureWith([
      ...PROD,
      role('cart', PODS),
      association('prod', 'shop/cart', 'cart'),
      { ...end, stamp: later(end.stamp) },
    ]);
    expect(posture.identities).toMatchObject([
      { worst: { rule: 'pod-identity-role-missing', severity: 'medium' }, score: 70 },
    ]);
  });

  test('a rule that could not be decided counts as a medium, and says so', async () => {
    const posture = await postureWith([
      ...PROD,
      role('cart', irsaFor(['shop:cart']), [`arn:aws:iam::${ACCOUNT}:policy/of-ours`]),
    ]);
    expect(lines(posture)).toEqual(['cluster/prod shop/cart irsa 100 × undecided 70 = 70']);
    expect(posture.identities[0]?.undecided).toContain('pod-role-privileged');
  });

  test("a role that only AWS gives is no pod's, whatever its trust policy", async () => {
    const linked = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/eks.amazonaws.com/cart`;
    const named = role('cart', PODS);
    const posture = await postureWith([
      {
        ...named,
        fields: { ...('fields' in named ? named.fields : {}), arn: { value: linked } },
      } as typeof named,
      forgetTrust('cart'),
    ]);
    expect(posture.unknown).toEqual([]);
  });

  test('a role that the configuration calls a role of pods, and nothing else does', async () => {
    const config = { podRoles: [roleKey('aws', ACCOUNT, 'batch')] };
    const lone = role('batch', trust(aws({ AWS: `arn:aws:iam::${ACCOUNT}:root` })));
    expect((await postureWith([lone], config)).unknown).toMatchObject([{ name: 'batch', cluster: null }]);
    expect((await postureWith([lone], { podRoles: ['batch'] })).unknown).toHaveLength(1);
    expect((await postureWith([lone])).unknown).toEqual([]);
  });

  test('subjects that hang on something unknown: those that surely get in are scored, the rest is apart', async () => {
    const maybe = trust(
      irsa({
        StringEquals: {
          [`${ISSUER}:aud`]: 'sts.amazonaws.com',
          [`${ISSUER}:sub`]: 'system:serviceaccount:shop:cart',
        },
      }),
      irsa({
        StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' },
        DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' },
      }),
    );
    const posture = await postureWith([...PROD, role('cart', maybe)]);
    expect(posture.identities.map(({ name }) => name)).toEqual(['shop/cart']);
    expect(posture.unknown).toMatchObject([
      { name: 'cart', because: expect.stringMatching(/^who else gets it: /) },
    ]);
  });
});
