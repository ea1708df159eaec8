import {
  findingId,
  type Judged,
  METHOD_WEIGHTS,
  type Posture,
  scorePosture,
  type UnknownIdentity,
  type WorkloadIdentity,
} from '@podguard/core';
import {
  postureGroups,
  postureJson,
  renderJson,
  renderPosture,
  renderPostureMarkdown,
  type Style,
  unstyled,
} from '@podguard/report';
import { html, posturePlace } from '@podguard/report/html';
import { describe, expect, test } from 'vitest';

const ACCOUNT = '111122223333';
const PLACE = {
  account: ACCOUNT,
  cluster: `arn:aws:eks:eu-central-1:${ACCOUNT}:cluster/prod`,
  issuer: null,
};
const NOWHERE = { account: ACCOUNT, cluster: null, issuer: null };

function identity(name: string, more: Partial<WorkloadIdentity> = {}): WorkloadIdentity {
  const { resources = [name], unknown = [] } = more;
  return {
    ...PLACE,
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

function posture(
  identities: readonly WorkloadIdentity[],
  verdicts: Readonly<Record<string, Judged>> = {},
  unknown: readonly UnknownIdentity[] = [],
): Posture {
  return scorePosture({ clusters: [], identities, unknown, judged: new Map(Object.entries(verdicts)) });
}

const HIGH: Judged = {
  worst: { severity: 'high', rule: 'irsa-subject-wildcard', finding: 'pg-1' },
  undecided: ['pod-role-privileged'],
};
const SOME = posture(
  [
    identity('shop/cart'),
    identity('*/*', { kind: 'pattern', method: 'irsa' }),
    identity('eso/external-secrets', { method: 'external-secrets', also: ['irsa'] }),
    identity('shop/web', { method: 'irsa', also: ['pod-identity'] }),
    identity('nodes', { kind: 'role', method: 'node-role' }),
    identity('AKIAIOSFODNN7EXAMPLE', { ...NOWHERE, kind: 'key', method: 'static-key' }),
  ],
  { '*/*': HIGH, 'shop/web': { worst: null, undecided: ['a', 'b'] } },
  [{ ...NOWHERE, name: 'legacy-app', because: 'trust policy of legacy-app' }],
);

describe('in what people read', () => {
  const OTHER = { ...PLACE, cluster: `arn:aws:eks:eu-central-1:${ACCOUNT}:cluster/zeta` };
  const ROLES = [`arn:aws:iam::${ACCOUNT}:role/billing`, `arn:aws:iam::${ACCOUNT}:role/metrics`] as const;
  const RULE = 'irsa-subject-unrestricted';
  const both = posture([identity('shop/cart'), identity('billing/export', { ...OTHER, resources: ROLES })], {
    [ROLES[1]]: {
      worst: { severity: 'critical', rule: RULE, finding: findingId(RULE, ROLES[1]) },
      undecided: [],
    },
  });
  const told = () => [
    renderPosture(both, unstyled),
    renderPostureMarkdown(both),
    postureGroups(both)
      .map((group) => String(posturePlace(group, { most: 5, whole: html`` })).replace(/<[^>]*>/g, ''))
      .join('\n'),
  ];

  test('the worst open is told with what it is open on', () => {
    for (const text of told()) expect(text).toContain(`${RULE} on role/metrics`);
  });

  test('what lets it in is named, of many the first three', () => {
    const keys = [
      ...ROLES,
      `arn:aws:eks:eu-central-1:${ACCOUNT}:podidentityassociation/prod/a-1`,
      `${ACCOUNT}/AKIAIOSFODNN7EXAMPLE`,
    ];
    const grants = keys.map((key) => ({ key, resources: [key], unknown: [] }));
    const by = (some: typeof grants) =>
      renderPosture(posture([identity('shop/cart', { grants: some })]), unstyled);
    expect(by(grants)).toContain('  role/billing, role/metrics, association a-1 and 1 more  ');
    expect(by(grants.slice(3))).toContain('  access key AKIAIOSFODNN7EXAMPLE  ');
    for (const text of told()) expect(text).toMatch(/ \/ 1 grant\b(?!s)/);
  });

  test('clusters come worst first', () => {
    for (const text of told()) {
      expect(text).toContain('zeta');
      expect(text.indexOf('zeta')).toBeLessThan(text.indexOf('prod'));
    }
  });
});

describe('on a terminal', () => {
  test('each line has the arithmetic of an identity, each heading that of a mean', () => {
    // 40 + 40 + 70 + 80 + 100 = 330, and 10 of no cluster: 340.
    expect(
      renderPosture(SOME, unstyled),
    ).toBe(`Posture of account ${ACCOUNT}: 56.7 of 100 = 340 / 6 grants (2 with a rule undecided, 1 not scored)
  no cluster that is known: 10 of 100 = 10 / 1 grant (1 not scored)
    score  weight × factor  method      identity                         granted by            worst open
       10  10 × 100 %       static-key  access key AKIAIOSFODNN7EXAMPLE  AKIAIOSFODNN7EXAMPLE  nothing open
    not scored  legacy-app  trust policy of legacy-app
  cluster prod, eu-central-1: 66 of 100 = 330 / 5 grants (2 with a rule undecided)
    score  weight × factor  method                    identity                      granted by            worst open
       40  100 × 40 %       irsa                      any service account (*/*)     */*                   high irsa-subject-wildcard, 1 rule undecided
       40  40 × 100 %       node-role                 pods on nodes, by role nodes  nodes                 nothing open
       70  100 × 70 %       irsa, also pod-identity   shop/web                      shop/web              2 rules undecided
       80  80 × 100 %       external-secrets by irsa  eso/external-secrets          eso/external-secrets  nothing open
      100  100 × 100 %      pod-identity              shop/cart                     shop/cart             nothing open
`);
  });

  test('without anything known it says so', () => {
    expect(renderPosture(posture([]), unstyled)).toBe('Posture: no workload identity is known yet\n');
  });

  test('a long list ends after the worst, and says how many more there are', () => {
    const many = Array.from({ length: 5000 }, (_, index) => identity(`shop/app-${index}`));
    const unknown = Array.from({ length: 40 }, (_, index) => ({
      ...PLACE,
      name: `r-${index}`,
      because: 'x',
    }));
    const lines = renderPosture(posture(many, { 'shop/app-4711': HIGH }, unknown), unstyled).split('\n');
    expect(lines.length).toBeLessThan(70);
    expect(lines[3]).toContain('shop/app-4711');
    expect(lines).toContain('    and 4975 more, none of them worse: --format json has all');
    expect(lines).toContain('    and 15 more that are not scored: --format json has all');
  });

  test('what a record says moves no cursor and ends no line', () => {
    const bad = '\u001b[2J\nPosture: 100\u202e';
    const text = renderPosture(
      posture([identity(bad)], {}, [{ ...PLACE, name: bad, because: bad }]),
      unstyled,
    );
    for (const character of ['\u001b', '\u202e']) expect(text).not.toContain(character);
    expect(text.split('\n').filter((line) => line.startsWith('Posture: 100'))).toEqual([]);
  });

  test('severities have their colours, and a pass has its own', () => {
    const mark = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
    const style: Style = {
      ...unstyled,
      good: mark('good'),
      severity: { ...unstyled.severity, high: mark('high') },
    };
    const text = renderPosture(SOME, style);
    expect(text).toContain('<high>high irsa-subject-wildcard, 1 rule undecided</high>');
    expect(text).toContain('<good>nothing open</good>');
    expect(text).not.toContain('<good>2 rules');
  });
});

describe('as Markdown', () => {
  test('there are the means, and a table for each place', () => {
    const text = renderPostureMarkdown(SOME);
    expect(text).toContain(
      `| account ${ACCOUNT} | **56.7** | 340 / 6 grants | 2 with a rule undecided, 1 not scored |`,
    );
    expect(text).toContain(
      '| any service account (\\*/\\*) | irsa | \\*/\\* | 100 | high irsa-subject-wildcard, 1 rule undecided | 40 % | 40 |',
    );
    expect(text).toContain('| legacy-app | trust policy of legacy-app |');
    expect(text.match(/^#### /gm)).toHaveLength(2);
  });

  test('what a record says makes no cell, no markup and no link', () => {
    const bad = 'x | y\n| [a](https://example.com) <img src=x> @team `z`';
    const text = renderPostureMarkdown(posture([identity(bad)], {}, [{ ...PLACE, name: bad, because: bad }]));
    const rows = text.split('\n').filter((line) => line.startsWith('|') && line.includes('example'));
    expect(rows).toHaveLength(2);
    expect(rows.map((line) => line.split(' | ').length)).toEqual([7, 2]);
    expect(text).not.toMatch(/<img|[^\\]\]\(|@team/);
  });

  test('without anything known it says so', () => {
    expect(renderPostureMarkdown(posture([]))).toBe('### Posture\n\nNo workload identity is known yet.');
  });

  test('a long list ends after the worst', () => {
    const many = Array.from({ length: 60 }, (_, index) => identity(`shop/app-${index}`));
    expect(renderPostureMarkdown(posture(many))).toContain('And 10 more: `--format json` has all.');
  });
});

test('as JSON it has all, with the weights that it was counted with', () => {
  const json = JSON.parse(renderJson({ findings: [], summary: {}, posture: SOME }));
  expect(json.posture).toEqual(JSON.parse(JSON.stringify(postureJson(SOME))));
  expect(json.posture.weights.methods).toEqual(METHOD_WEIGHTS);
  expect(json.posture.identities).toHaveLength(6);
  expect(JSON.parse(renderJson({ findings: [], summary: {} }))).toEqual({ findings: [], summary: {} });
});
