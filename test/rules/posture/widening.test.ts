import { accessKeyKey, type Change, type Posture, roleKey, useOf } from '@podguard/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ACCOUNT } from '../../support/states.ts';
import { aws, ISSUER, irsa, trust } from '../../support/trusts.ts';
import { cluster, key, lines, nodegroup, postureWith, provider, role, used } from './account.ts';

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const S3 = 'arn:aws:iam::aws:policy/AmazonS3FullAccess';
const EC2 = trust({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
const PROD = [cluster('prod', ISSUER), provider()];
const KEY = 'AKIAIOSFODNN7EXAMPLE';

/** Each lets in all that the one before does, and more. */
const WIDER: readonly (readonly string[])[] = [
  ['shop:a'],
  ['shop:a', 'shop:b', 'shop:c', 'shop:d', 'shop:e'],
  ['shop:a', 'shop:b', 'shop:c', 'shop:d', 'shop:e', 'web:*'],
  ['shop:*', 'web:*'],
  ['*:*'],
];
const ANY_PROVIDER = trust({ Principal: { Federated: '*' }, Action: 'sts:AssumeRoleWithWebIdentity' });

function letsIn(subjects: readonly string[]): string {
  return trust(
    irsa({
      StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' },
      StringLike: { [`${ISSUER}:sub`]: subjects.map((subject) => `system:serviceaccount:${subject}`) },
    }),
  );
}

/** What else a cluster may have, good and bad. */
const AROUND: readonly (readonly Change[])[] = [
  [role('nodes', EC2, ['arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy', S3]), nodegroup('prod', 'nodes')],
  [
    key(KEY),
    used('access-key', accessKeyKey(ACCOUNT, KEY), useOf('from-cluster', 'external-secrets')),
    role('behind', trust(aws({ AWS: roleKey('aws', ACCOUNT, 'nodes') }))),
  ],
  [role('good', letsIn(['shop:b', 'web:x']))],
  [role('bad', letsIn(['shop:a', 'ops:z']), [ADMIN])],
  [role('some', letsIn(['shop:a*']), [S3])],
  [role('most', letsIn(['web:*']), [ADMIN])],
];

const scores = ({ accounts, clusters }: Posture) =>
  new Map(
    [
      ...accounts.map(({ account, score }) => [account, score] as const),
      ...clusters.map((one) => [one.cluster, one.score] as const),
    ].flatMap(([name, score]) => (score === null ? [] : [[name, score] as const])),
  );

test.for([
  ['critical', [ADMIN]],
  ['high or nothing', []],
] as const)(
  'no score rises while the trust of a role gets wider, whatever else there is: %s',
  { timeout: 120_000 },
  async ([, policies]) => {
    await fc.assert(
      fc.asyncProperty(fc.subarray([...AROUND]), async (around) => {
        const trusts = [...WIDER.map(letsIn), ANY_PROVIDER];
        let former: Posture | undefined;
        for (const wider of trusts) {
          const posture = await postureWith([...PROD, ...around.flat(), role('wide', wider, policies)]);
          for (const [name, score] of former === undefined ? [] : scores(former))
            expect(scores(posture).get(name)).toBeLessThanOrEqual(score);
          former = posture;
        }
      }),
      { numRuns: 25 },
    );
  },
);

test('thirty names in one trust policy make nothing else of the cluster better', async () => {
  const nodes = AROUND[0] as readonly Change[];
  const names = Array.from({ length: 30 }, (_, index) => `shop:cart-${index}`);
  const one = await postureWith([...PROD, ...nodes, role('cart', letsIn(['shop:cart-0']))]);
  const thirty = await postureWith([...PROD, ...nodes, role('cart', letsIn(names))]);
  // The nodes' role has 16, the other 100 and, once it is shared by so many, 90: 116 / 2 and 106 / 2.
  expect(one.clusters).toMatchObject([{ sum: 116, grants: 2, score: 58 }]);
  expect(thirty.clusters).toMatchObject([{ sum: 106, grants: 2, score: 53, identities: 31 }]);
});

test.for([
  ['*:*', 'critical 10 = 10'],
  ['shop:*', 'critical 10 = 10'],
  ['shop:ca*', 'critical 10 = 10'],
  ['*:cart', 'critical 10 = 10'],
  ['web:*', 'none 100 = 100'],
  ['shop:*-blue', 'none 100 = 100'],
  ['*:web', 'none 100 = 100'],
] as const)(
  'an account that an administrator role takes in by %s counts as %s',
  async ([pattern, result]) => {
    const posture = await postureWith([
      ...PROD,
      role('cart', letsIn(['shop:cart'])),
      role('admin', letsIn([pattern]), [ADMIN]),
    ]);
    expect(lines(posture)).toContain(`cluster/prod shop/cart irsa 100 × ${result}`);
  },
);

test('the accounts of a pattern count with the role of a wider one', async () => {
  const posture = await postureWith([
    ...PROD,
    role('some', letsIn(['shop:ca*'])),
    role('admin', letsIn(['shop:*']), [ADMIN]),
  ]);
  expect(lines(posture)).toContain('cluster/prod shop/ca* irsa 100 × critical 10 = 10');
});

test('a pattern of one cluster takes in nobody of another', async () => {
  const posture = await postureWith([
    ...PROD,
    cluster('other', 'oidc.eks.eu-central-1.amazonaws.com/id/00000000000000000000000000000000'),
    role('admin', letsIn(['*:*']), [ADMIN]),
    nodegroup('other', 'nodes'),
    role('nodes', EC2, [S3]),
  ]);
  expect(posture.identities.map(({ name, score }) => [name, score])).toEqual([
    ['nodes', 16],
    ['*/*', 10],
  ]);
});
