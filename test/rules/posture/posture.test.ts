import { accessKeyKey, associationKey, clusterKey, roleKey, useOf } from '@podguard/core';
import { describe, expect, test } from 'vitest';
import { ACCOUNT, REGION } from '../../support/states.ts';
import { aws, CLUSTER_ARN, ISSUER, irsa, PROVIDER, podIdentity, trust } from '../../support/trusts.ts';
import {
  association,
  attached,
  cluster,
  forgetTrust,
  gone,
  key,
  lines,
  moved,
  nodeEntry,
  nodegroup,
  postureWith,
  provider,
  role,
  used,
} from './account.ts';

const PODS = trust(
  podIdentity(['sts:AssumeRole', 'sts:TagSession'], {
    StringEquals: { 'aws:SourceAccount': ACCOUNT },
    ArnEquals: { 'aws:SourceArn': CLUSTER_ARN },
  }),
);
const EC2 = trust({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
const NODE_POLICY = 'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy';
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const ASSOCIATION = associationKey('aws', REGION, ACCOUNT, 'prod', 'a-prod-shop-cart');
const KEY = accessKeyKey(ACCOUNT, 'AKIAIOSFODNN7EXAMPLE');

/** A trust policy for service accounts of a cluster. */
function irsaFor(subjects: readonly string[], operator = 'StringEquals'): string {
  return trust(
    irsa({
      StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' },
      [operator]: {
        ...(operator === 'StringEquals' ? { [`${ISSUER}:aud`]: 'sts.amazonaws.com' } : {}),
        [`${ISSUER}:sub`]: subjects.map((subject) => `system:serviceaccount:${subject}`),
      },
    }),
  );
}

const PROD = [cluster('prod', ISSUER), provider()];

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

  test('with an association and a role for IRSA is one, by IRSA, which the SDKs ask first', async () => {
    const both = [
      role('cart', PODS),
      association('prod', 'shop/cart', 'cart'),
      role('cart-old', irsaFor(['shop:cart'])),
    ];
    const known = await postureWith([...PROD, ...both]);
    expect(lines(known)).toEqual(['cluster/prod shop/cart irsa 100 × none 100 = 100']);
    expect(known.identities[0]?.also).toEqual(['pod-identity']);

    const unknown = await postureWith([cluster('prod'), provider(), ...both]);
    expect(lines(unknown)).toEqual([
      'cluster/prod shop/cart pod-identity 100 × none 100 = 100',
      'issuer shop/cart irsa 100 × undecided 70 = 70',
    ]);

    const told = await postureWith([cluster('prod'), provider(), ...both], {
      environments: { production: { clusters: ['prod'], issuers: [ISSUER] } },
    });
    expect(lines(told)).toEqual(['cluster/prod shop/cart irsa 100 × none 100 = 100']);
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

function later<S extends { readonly time: string }>(stamp: S): S {
  return { ...stamp, time: '2026-01-02T04:00:00Z' };
}

function byRole(principal: string) {
  const cause = { eventId: 'use', eventName: 'AssumeRole', eventSource: 'sts', at: '2026-01-02T03:04:05Z' };
  return { cause: { ...cause, actor: { principal, type: 'role' as const } } };
}
