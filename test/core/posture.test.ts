import { readFileSync } from 'node:fs';
import {
  IDENTITY_METHODS,
  type IdentityMethod,
  type Judged,
  METHOD_WEIGHTS,
  type PostureInput,
  SEVERITIES,
  type Severity,
  STANDING_FACTORS,
  type Standing,
  scorePosture,
  type WorkloadIdentity,
} from '@podguard/core';
import { describe, expect, test } from 'vitest';

const ACCOUNT = '111122223333';
const OTHER = '444455556666';
const CLUSTER = `arn:aws:eks:eu-central-1:${ACCOUNT}:cluster/prod`;

function identity(name: string, more: Partial<WorkloadIdentity> = {}): WorkloadIdentity {
  const { resources = [name], unknown = [] } = more;
  return {
    account: ACCOUNT,
    cluster: CLUSTER,
    issuer: null,
    kind: 'service-account',
    name,
    method: 'pod-identity',
    also: [],
    resources,
    unknown,
    grants: [{ key: name, resources, unknown }],
    ...more,
  };
}

function judged(severity: Severity | null, undecided: readonly string[] = [], finding = 'pg-1'): Judged {
  return { worst: severity === null ? null : { severity, rule: `is-${severity}`, finding }, undecided };
}

function posture(
  identities: readonly WorkloadIdentity[],
  verdicts: Readonly<Record<string, Judged>> = {},
  more: Partial<PostureInput> = {},
) {
  return scorePosture({
    clusters: [],
    unknown: [],
    ...more,
    identities,
    judged: new Map(Object.entries(verdicts)),
  });
}

describe('the weights', () => {
  test('rank the methods: per pod and short-lived first, hardcoded keys last', () => {
    const weights = IDENTITY_METHODS.map((method) => METHOD_WEIGHTS[method].percent);
    expect(weights).toEqual(weights.toSorted((a, b) => b - a));
    expect(METHOD_WEIGHTS['pod-identity'].percent).toBe(100);
    expect(IDENTITY_METHODS.at(-1)).toBe('static-key');
    expect(METHOD_WEIGHTS['static-key'].percent).toBeLessThan(METHOD_WEIGHTS.legacy.percent);
  });

  test('leave less of it the worse the severity is, and never all where something is undecided', () => {
    const factors = SEVERITIES.map((severity) => STANDING_FACTORS[severity].percent);
    expect(factors).toEqual(factors.toSorted((a, b) => b - a));
    expect(new Set(factors).size).toBe(SEVERITIES.length);
    expect(STANDING_FACTORS.none.percent).toBe(100);
    expect(STANDING_FACTORS.undecided.percent).toBeLessThan(STANDING_FACTORS.low.percent);
  });

  test('are those of docs/posture.md, with their reasons', () => {
    const rows = tables(/^\| `?([a-z-]+)`? \| (\d+)(?: %)? \| (.+) \|$/);
    const written = [...Object.entries(METHOD_WEIGHTS), ...Object.entries(STANDING_FACTORS)];
    expect(rows).toEqual(written.map(([name, { percent, because }]) => [name, `${percent}`, because]));
  });
});

test('the worked example of docs/posture.md is what the weights make of it', () => {
  const rows = tables(/^\| (\S+) \| ([a-z-]+) \| ([a-z]+) \| (\d+) \| (\d+) % \| (\d+) \|$/);
  expect(rows).toHaveLength(7);
  const identities = rows.map(([name = '', method]) => identity(name, { method: method as IdentityMethod }));
  const verdicts = rows.map(([name = '', , worst]): [string, Judged] => [name, judgedAs(worst as Standing)]);
  const { identities: scored, clusters } = posture(identities, Object.fromEntries(verdicts));
  for (const [name, method, standing, weight, factor, score] of rows) {
    expect(scored.find((one) => one.name === name)).toMatchObject({
      method,
      standing,
      weight: Number(weight),
      factor: Number(factor),
      score: Number(score),
    });
  }
  expect(docs()).toContain(`The sum is ${clusters[0]?.sum}, the mean of the seven ${clusters[0]?.score}.`);
});

describe('the score of an identity', () => {
  test('takes the worst that is open on any of what it consists of', () => {
    const { identities } = posture([identity('shop/cart', { resources: ['association', 'role'] })], {
      association: judged('low', [], 'pg-a'),
      role: judged('critical', [], 'pg-b'),
      stranger: judged('critical', [], 'pg-c'),
    });
    expect(identities[0]).toMatchObject({
      worst: { severity: 'critical', rule: 'is-critical', finding: 'pg-b' },
      standing: 'critical',
      score: 10,
    });
  });

  test.for([
    [null, 'undecided', 70],
    ['low', 'undecided', 70],
    ['medium', 'medium', 70],
    ['high', 'high', 40],
  ] as const)('with %s open and a rule undecided it stands as %s', ([severity, standing, score]) => {
    const { identities, clusters } = posture([identity('shop/cart')], {
      'shop/cart': judged(severity, ['pod-role-privileged']),
    });
    expect(identities[0]).toMatchObject({ standing, score, undecided: ['pod-role-privileged'] });
    expect(clusters[0]).toMatchObject({ identities: 1, undecided: 1 });
  });

  test('is not there while nothing is known of what it consists of, and that lowers no mean', () => {
    const unknown = ['trust policy of role'];
    const {
      identities,
      unknown: apart,
      clusters,
    } = posture([identity('shop/cart', { unknown }), identity('shop/web')]);
    expect(identities.map(({ name }) => name)).toEqual(['shop/web']);
    expect(apart).toEqual([
      {
        account: ACCOUNT,
        cluster: CLUSTER,
        issuer: null,
        name: 'shop/cart',
        because: 'pod-identity: trust policy of role',
      },
    ]);
    expect(clusters).toMatchObject([{ score: 100, identities: 1, unknown: 1 }]);
  });

  test.for([
    ['low', []],
    ['medium', [70]],
    ['critical', [10]],
  ] as const)('is there all the same where what is open weighs as much: %s', ([severity, scores]) => {
    const { identities, unknown } = posture([identity('shop/cart', { unknown: ['role'] })], {
      'shop/cart': judged(severity),
    });
    expect(identities.map(({ score }) => score)).toEqual(scores);
    expect(unknown).toHaveLength(1 - scores.length);
  });
});

describe('the means', () => {
  test('of a cluster and of an account are over identities, to one decimal', () => {
    const nowhere = { cluster: null, issuer: null };
    const { accounts, clusters } = posture(
      [
        identity('a'),
        identity('b'),
        identity('c'),
        identity('d', { ...nowhere, kind: 'key', method: 'static-key' }),
        identity('e', { ...nowhere, account: OTHER, method: 'legacy', kind: 'role' }),
      ],
      { a: judged('high'), b: judged('high') },
    );
    // (40 + 40 + 100) / 3 = 60, 10 / 1, (40 + 40 + 100 + 10) / 4 = 47.5, 30 / 1
    expect(clusters.map(({ cluster, score, sum }) => [cluster, score, sum])).toEqual([
      [CLUSTER, 60, 180],
      [null, 10, 10],
      [null, 30, 30],
    ]);
    expect(accounts).toMatchObject([
      { account: ACCOUNT, score: 47.5, identities: 4, methods: { 'pod-identity': 3, 'static-key': 1 } },
      { account: OTHER, score: 30, identities: 1, methods: { legacy: 1 } },
    ]);
  });

  test('are rounded: 100, 100 and 90 are 96.7', () => {
    const { clusters } = posture([identity('a'), identity('b'), identity('c')], { c: judged('low') });
    expect(clusters[0]).toMatchObject({ sum: 290, score: 96.7 });
  });

  test('of a cluster without identities is none', () => {
    const place = { account: ACCOUNT, cluster: CLUSTER, issuer: null };
    const { accounts, clusters } = posture([], {}, { clusters: [place] });
    expect(clusters).toEqual([
      { ...place, score: null, sum: 0, grants: 0, identities: 0, undecided: 0, unknown: 0, methods: {} },
    ]);
    expect(accounts).toMatchObject([{ account: ACCOUNT, score: null }]);
  });
});

test('the order is that of the places, then of the scores, then of the names, whatever came first', () => {
  const issuer = 'oidc.eks.eu-central-1.amazonaws.com/id/ABCDEF';
  const all = [
    identity('z', { cluster: null }),
    identity('y', { cluster: null, issuer }),
    identity('b'),
    identity('a'),
    identity('worst'),
    identity('x', { account: '000000000001' }),
  ];
  const verdicts = { worst: judged('critical') };
  const expected = posture(all, verdicts);
  expect(expected.identities.map(({ name }) => name)).toEqual(['x', 'worst', 'a', 'b', 'y', 'z']);
  expect(posture(all.toReversed(), verdicts)).toEqual(expected);
});

function judgedAs(standing: Standing): Judged {
  if (standing === 'undecided') return judged(null, ['pod-role-privileged']);
  return judged(standing === 'none' ? null : standing);
}

function tables(row: RegExp): readonly (readonly string[])[] {
  return docs()
    .split('\n')
    .flatMap((line) => {
      const found = row.exec(line);
      return found === null ? [] : [found.slice(1)];
    });
}

function docs(): string {
  return readFileSync(new URL('../../docs/posture.md', import.meta.url), 'utf8');
}
