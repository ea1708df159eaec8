import {
  admits,
  analyseTrust,
  awsWay,
  conditionOperators,
  evaluate,
  findWitness,
  findWitnessIn,
  isAdmittingNobody,
  isIncludedIn,
  ofAccount,
  type Policy,
  type PolicyRequest,
  podIdentityWay,
  samlWay,
  type TrustAnalysis,
  type Way,
  webIdentityWay,
} from '@podguard/policy';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mustParse } from '../policy/support.ts';

const ACCOUNT = '111122223333';
const OTHER = '444455556666';
const ISSUER = 'oidc.eks.us-east-1.amazonaws.com/id/ABC';
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`;
const SUBJECTS = ['a:b', 'a:bc', 'ab:b', 'b:a', 'kube-system:default', 'a:b.c'].map(
  (name) => `system:serviceaccount:${name}`,
);
const CLUSTERS = [
  'arn:aws:eks:us-east-1:111122223333:cluster/a',
  'arn:aws:eks:eu-west-1:444455556666:cluster/ab',
];
const TAG = 'aws:RequestTag/';

interface Scene {
  readonly way: Way;
  readonly principals: readonly unknown[];
  readonly actions: readonly string[];
  /** Keys a condition may be on, and texts it may compare with. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** Values of the dimensions in requests; null is a missing key. */
  readonly dimensions: Readonly<Record<string, readonly (string | null)[]>>;
}

const ANY_TEXT = [
  '*',
  '?*',
  'a*',
  '*a*b*',
  'a',
  'A',
  '',
  '${aws:SourceIp}',
  "${aws:x, 'a'}",
  '${*}',
  '${',
  '7',
  'true',
  '10.0.0.0/8',
  '2026-01-01',
  'arn:*:*:*:*:*',
];
const END = '\u{10FFFF}';
const FREE = {
  'aws:SourceIp': ['10.0.0.1', '10.0.0.0/8'],
  'my:key': ['a', 'b'],
  'aws:CalledVia': ['a', 'b/*'],
};
const FREE_VALUES = {
  'aws:sourceip': [null, '10.0.0.1', '192.0.2.1'],
  'my:key': [null, 'a', 'b', 'true'],
  'aws:calledvia': [null, `a${END}`, `a${END}b/c${END}`, `c${END}`],
};

const tagged = Object.fromEntries(
  ['namespace', 'service-account', 'pod-name'].map((name) => [
    `aws:requesttag/kubernetes-${name}`,
    ['a', 'ab', 'b-a'],
  ]),
);

const SAML_PROVIDER = `arn:aws:iam::${ACCOUNT}:saml-provider/corp`;

const SCENES: Readonly<Record<string, Scene>> = {
  'web identity': {
    way: webIdentityWay({ provider: PROVIDER, cluster: true }),
    principals: [
      '*',
      { Federated: PROVIDER },
      { Federated: [PROVIDER, 'x'] },
      { Federated: '*' },
      { AWS: '*' },
      { Federated: 'arn:aws:iam::1:oidc-provider/other' },
      { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/*` },
    ],
    actions: ['sts:AssumeRoleWithWebIdentity', 'sts:*', '*', 'sts:assumerole*', 'sts:AssumeRole'],
    keys: {
      [`${ISSUER}:sub`]: [
        ...SUBJECTS,
        'system:serviceaccount:a:*',
        'system:serviceaccount:*:b',
        '*:b',
        'system:serviceaccount:?:*',
        'SYSTEM:serviceaccount:A:b',
      ],
      [`${ISSUER.toUpperCase()}:SUB`]: [...SUBJECTS, '*'],
      [`${ISSUER}:aud`]: ['sts.amazonaws.com', 'STS.amazonaws.com', 'sts.*', 'other'],
      [`${ISSUER}:amr`]: ['a'],
      'oidc.eks.us-east-1.amazonaws.com/id/XYZ:sub': SUBJECTS,
      'aws:PrincipalOrgID': ['o-abc'],
      ...FREE,
    },
    dimensions: { sub: SUBJECTS, aud: ['sts.amazonaws.com', 'other', 'a', '7'], ...FREE_VALUES },
  },
  ...Object.fromEntries(
    [true, false].map((sessionTags) => [
      `pod identity ${sessionTags ? 'with' : 'without'} session tags`,
      {
        way: podIdentityWay({ action: 'sts:AssumeRole', sessionTags }),
        principals: [
          '*',
          { Service: 'pods.eks.amazonaws.com' },
          { Service: ['ec2.amazonaws.com', 'pods.eks.amazonaws.com'] },
          { Service: 'ec2.amazonaws.com' },
          { Service: '*' },
          { AWS: '*' },
        ],
        actions: ['sts:AssumeRole', 'sts:*', 'sts:TagSession', 'sts:?ssumeRole'],
        keys: {
          'aws:SourceAccount': [ACCOUNT, OTHER, '1111*'],
          'aws:SourceArn': [
            ...CLUSTERS,
            'arn:aws:eks:*:111122223333:cluster/*',
            'arn:aws:eks:us-east-1:*',
            'arn:*:cluster/a',
          ],
          [`${TAG}eks-cluster-arn`]: [...CLUSTERS, 'arn:aws:eks:*:*:cluster/a'],
          [`${TAG}eks-cluster-name`]: ['a', 'ab', 'a*'],
          [`${TAG}kubernetes-namespace`]: ['a', 'a*', 'b'],
          [`${TAG}kubernetes-service-account`]: ['a', '*b', 'ab'],
          [`${TAG}other`]: ['a'],
          'aws:TagKeys': ['kubernetes-namespace', 'eks-*', 'x'],
          'aws:SourceOrgId': ['o-abc'],
          'sts:ExternalId': ['a'],
          ...FREE,
        },
        dimensions: {
          cluster: CLUSTERS,
          ...(sessionTags ? { ...tagged, 'aws:requesttag/kubernetes-pod-uid': ['0a'] } : {}),
          'aws:sourceorgid': [null, 'o-abc'],
          ...FREE_VALUES,
        },
      },
    ]),
  ),
  SAML: {
    way: samlWay({ provider: SAML_PROVIDER }),
    principals: [
      '*',
      { Federated: SAML_PROVIDER },
      { Federated: '*' },
      { AWS: '*' },
      { Federated: `arn:aws:iam::${ACCOUNT}:saml-provider/other` },
      { AWS: ACCOUNT },
    ],
    actions: ['sts:AssumeRoleWithSAML', 'sts:*', '*', 'sts:AssumeRole'],
    keys: {
      'saml:aud': ['a', 'b*'],
      'SAML:iss': ['a', 'ab'],
      'aws:PrincipalOrgID': ['o-abc'],
      [`${ISSUER}:sub`]: SUBJECTS,
      ...FREE,
    },
    dimensions: { 'saml:aud': [null, 'a', 'bb'], 'saml:iss': ['a', 'ab'], ...FREE_VALUES },
  },
  'AWS principals': {
    way: awsWay({ action: 'sts:AssumeRole' }),
    principals: [
      '*',
      { AWS: '*' },
      { AWS: ACCOUNT },
      { AWS: [`arn:aws:iam::${OTHER}:root`, `arn:aws:iam::${ACCOUNT}:role/a`] },
      { AWS: `arn:aws:iam::${ACCOUNT}:user/a` },
      { AWS: `arn:aws:iam::${ACCOUNT}:role/*` },
      { AWS: [`arn:aws:sts::${ACCOUNT}:assumed-role/a/s`, `arn:aws:iam::${ACCOUNT}:role/a`, ACCOUNT] },
      { AWS: ['AROAEXAMPLE', `arn:aws:sts::${ACCOUNT}:federated-user/a`] },
      { Service: 'ec2.amazonaws.com' },
      { CanonicalUser: 'abc' },
    ],
    actions: ['sts:AssumeRole', 'sts:*', 'sts:TagSession'],
    keys: {
      'aws:PrincipalArn': [
        `arn:aws:iam::${ACCOUNT}:role/a`,
        `arn:aws:iam::${ACCOUNT}:role/*`,
        `arn:aws:iam::*:role/p/a`,
        'arn:aws:iam::*',
      ],
      'aws:PrincipalAccount': [ACCOUNT, OTHER, '4*'],
      'aws:PrincipalType': ['AssumedRole', 'User', 'Account'],
      'aws:username': ['a', 'b', '*'],
      'aws:PrincipalOrgID': ['o-abc', 'o-*'],
      'sts:ExternalId': ['a', 'b*'],
      'aws:SourceArn': CLUSTERS,
      ...FREE,
    },
    dimensions: {
      principal: [
        `arn:aws:iam::${ACCOUNT}:role/a`,
        `arn:aws:iam::${ACCOUNT}:role/p/a`,
        `arn:aws:iam::${OTHER}:role/a`,
        `arn:aws:iam::${ACCOUNT}:user/a`,
        `arn:aws:iam::${OTHER}:root`,
        `arn:aws:sts::${ACCOUNT}:federated-user/a`,
        `arn:aws:iam::${ACCOUNT}:root`,
      ],
      session: ['s', 't'],
      'aws:principalorgid': [null, 'o-abc', 'o-xyz'],
      'sts:externalid': [null, 'a', 'bb'],
      ...FREE_VALUES,
    },
  },
};

const OPERATORS = [...Object.keys(conditionOperators), 'Nonsense'].flatMap((name) =>
  ['', 'ForAllValues:', 'ForAnyValue:'].flatMap((prefix) => [prefix + name, `${prefix}${name}IfExists`]),
);
const COMMON = [
  'StringEquals',
  'StringLike',
  'StringNotEquals',
  'StringNotLike',
  'ArnLike',
  'ArnNotEquals',
  'StringEqualsIgnoreCase',
  'StringLikeIfExists',
  'ForAllValues:StringLike',
  'ForAnyValue:StringEquals',
  'ForAnyValue:StringNotLike',
];

function conditionOf({ keys }: Scene): fc.Arbitrary<object> {
  const compare = fc.constantFrom(...Object.keys(keys)).chain((key) =>
    fc.record({
      operator: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...COMMON) }, fc.constantFrom(...OPERATORS)),
      key: fc.constant(key),
      values: fc.array(
        fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...keys[key]!) }, fc.constantFrom(...ANY_TEXT)),
        { maxLength: 3, minLength: 0 },
      ),
    }),
  );
  const presence = fc.record({
    operator: fc.constantFrom('Null', 'Null', 'ForAllValues:Null'),
    key: fc.constantFrom(...Object.keys(keys)),
    values: fc.subarray(['true', 'false', 'x'], { minLength: 1 }),
  });
  const one = fc.oneof({ weight: 6, arbitrary: compare }, presence);
  return fc.array(one, { maxLength: 3 }).map((list) => {
    const condition: Record<string, Record<string, readonly string[]>> = {};
    for (const { operator, key, values } of list) {
      const block = condition[operator] ?? {};
      condition[operator] = block;
      if (!Object.keys(block).some((known) => known.toLowerCase() === key.toLowerCase())) block[key] = values;
    }
    return condition;
  });
}

function statementOf(scene: Scene, effects: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  const who = fc.tuple(
    fc.oneof({ weight: 4, arbitrary: fc.constant('Principal') }, fc.constant('NotPrincipal')),
    fc.oneof(
      { weight: 2, arbitrary: fc.constant(scene.principals[1]) },
      fc.constantFrom(...scene.principals),
    ),
  );
  const what = fc.tuple(
    fc.oneof({ weight: 4, arbitrary: fc.constant('Action') }, fc.constant('NotAction')),
    fc.oneof({ weight: 4, arbitrary: fc.constant(scene.actions[0]!) }, fc.constantFrom(...scene.actions)),
  );
  return fc
    .record({ Effect: fc.constantFrom(...effects), who, what, Condition: conditionOf(scene) })
    .map(({ Effect, who: [p, whom], what: [a, action], Condition }) => ({
      Effect,
      [p]: whom,
      [a]: action,
      Condition,
    }));
}

function policyOf(scene: Scene): fc.Arbitrary<{ Version: string; Statement: Record<string, unknown>[] }> {
  return fc.record({
    Version: fc.constantFrom('2012-10-17', '2012-10-17', '2008-10-17'),
    Statement: fc.array(statementOf(scene, ['Allow', 'Allow', 'Deny']), { minLength: 1, maxLength: 4 }),
  });
}

function requestOf(scene: Scene): fc.Arbitrary<PolicyRequest> {
  const values = Object.fromEntries(
    Object.entries(scene.dimensions).map(([name, list]) => [name, fc.constantFrom(...list)]),
  );
  return fc.record(values).map((point) => scene.way.toRequest(new Map(Object.entries(point))));
}

function analyse(policy: Policy, way: Way): TrustAnalysis {
  const analysis = analyseTrust(policy, way);
  if (!analysis.decided) throw new Error(analysis.reason);
  return analysis;
}

/** What may make an answer hang on something: see docs/trust-analysis.md. */
const OPAQUE =
  /\$\{|Date|Numeric|IpAddress|Binary|Bool|Nonsense|Arn(Not)?(Like|Equals)|NotPrincipal|CanonicalUser|role\/\*"|provider\/\*|user\/a"|\[\]|CalledVia|TagKeys|"x"/;

describe.for(Object.keys(SCENES))('%s', (name) => {
  const scene = SCENES[name]!;

  test('the set agrees with the evaluation of every request', () => {
    let admitted = 0;
    fc.assert(
      fc.property(
        policyOf(scene),
        fc.array(requestOf(scene), { minLength: 10, maxLength: 10 }),
        (json, requests) => {
          const policy = mustParse(json);
          const analysis = analyse(policy, scene.way);
          for (const request of requests) {
            const { decision, statements } = evaluate(policy, request);
            const answer = admits(analysis, request);
            if (decision === 'allow') admitted += 1;
            // Whether the refusal is an explicit one does not matter here.
            const refused = statements.every(({ effect, matched }) => effect === 'Deny' || matched === 'no');
            const truth = refused && decision === 'undecided' ? 'implicit-deny' : decision;
            const context = JSON.stringify({ request, decision, answer });
            if (answer === 'yes') expect(truth, context).toBe('allow');
            if (answer === 'no') expect(truth, context).toMatch(/deny$/);
            if (answer === 'unknown') expect(analysis.assumptions).not.toEqual([]);
          }
        },
      ),
      { numRuns: Number(process.env.RUNS ?? 500) },
    );
    expect(admitted).toBeGreaterThan(100);
  });

  test('nothing is assumed but where AWS is silent or a value is opaque', () => {
    let exact = 0;
    fc.assert(
      fc.property(policyOf(scene), (json) => {
        if (OPAQUE.test(JSON.stringify(json))) return;
        exact += 1;
        const { assumptions, sure, possible } = analyse(mustParse(json), scene.way);
        expect(assumptions).toEqual([]);
        expect(possible).toBe(sure);
      }),
      { numRuns: 4000 },
    );
    expect(exact).toBeGreaterThan(25);
  });

  test('a further Deny or a further condition never admits more', () => {
    const more = fc.tuple(policyOf(scene), statementOf(scene, ['Deny']), conditionOf(scene), fc.nat(3));
    fc.assert(
      fc.property(more, ([json, deny, condition, index]) => {
        const before = analyse(mustParse(json), scene.way);
        const denied = analyse(mustParse({ ...json, Statement: [...json.Statement, deny] }), scene.way);
        expect(isIncludedIn(denied, before.possible)).toBe('yes');
        expect(isIncludedIn({ ...before, sure: denied.sure, possible: denied.sure }, before.sure)).toBe(
          'yes',
        );
        const narrowed = analyse(
          mustParse({ ...json, Statement: narrow(json.Statement, index, condition) }),
          scene.way,
        );
        expect(isIncludedIn(narrowed, before.possible)).toBe('yes');
      }),
      { numRuns: 300 },
    );
  });

  test('the order of the statements does not matter', () => {
    fc.assert(
      fc.property(policyOf(scene), (json) => {
        const one = analyse(mustParse(json), scene.way);
        const other = analyse(mustParse({ ...json, Statement: json.Statement.toReversed() }), scene.way);
        expect(isIncludedIn(one, other.possible)).toBe('yes');
        expect(isIncludedIn(other, one.possible)).toBe('yes');
        const sure = (analysis: TrustAnalysis): TrustAnalysis => ({ ...analysis, possible: analysis.sure });
        expect(isIncludedIn(sure(one), other.sure)).toBe('yes');
        expect(isIncludedIn(sure(other), one.sure)).toBe('yes');
      }),
      { numRuns: 300 },
    );
  });

  test('a witness is there exactly when inclusion fails, and is admitted', () => {
    const found = { found: 0, none: 0, undecided: 0 };
    fc.assert(
      fc.property(policyOf(scene), policyOf(scene), (json, meant) => {
        const policy = mustParse(json);
        const analysis = analyse(policy, scene.way);
        const acceptable = analyse(mustParse(meant), scene.way);
        const witness = findWitness(analysis, acceptable.possible);
        const included = isIncludedIn(analysis, acceptable.possible);
        found[witness.kind] += 1;
        expect(witness.kind).toBe(({ yes: 'none', no: 'found', unknown: 'undecided' } as const)[included]);
        if (witness.kind !== 'found') return;
        expect(evaluate(policy, witness.request).decision).toBe('allow');
        expect(admits(analysis, witness.request)).toBe('yes');
        expect(admits(acceptable, witness.request)).toBe('no');
      }),
      { numRuns: 300 },
    );
    expect(Math.min(found.found, found.none)).toBeGreaterThan(20);
  });

  test('a witness within a region is there exactly when a request of it is admitted', () => {
    const found = { found: 0, none: 0, undecided: 0 };
    const requests = fc.array(requestOf(scene), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(policyOf(scene), policyOf(scene), requests, (json, other, some) => {
        const policy = mustParse(json);
        const [analysis, region] = [analyse(policy, scene.way), analyse(mustParse(other), scene.way)];
        const witness = findWitnessIn(analysis, region.possible);
        found[witness.kind] += 1;
        const common = some.map((request) => [admits(analysis, request), admits(region, request)]);
        for (const request of some) {
          if (request.principal.type !== 'AWS') continue;
          const near = ofAccount(analysis, request.principal.account);
          expect(admits(near, request)).toBe(admits(analysis, request));
        }
        if (witness.kind === 'none') {
          for (const both of common) expect(both).toContain('no');
          const isWithin = isIncludedIn(analysis, region.possible) === 'yes';
          if (isWithin) expect(isAdmittingNobody(analysis)).toBe('yes');
        }
        if (witness.kind === 'undecided')
          for (const both of common) expect(both).not.toStrictEqual(['yes', 'yes']);
        if (witness.kind !== 'found') return;
        expect(evaluate(policy, witness.request).decision).toBe('allow');
        expect(admits(analysis, witness.request)).toBe('yes');
        expect(admits(region, witness.request)).not.toBe('no');
      }),
      { numRuns: 300 },
    );
    expect(Math.min(found.found, found.none)).toBeGreaterThan(20);
  });
});

/** One Allow with a further condition. */
function narrow(
  statements: readonly Record<string, unknown>[],
  index: number,
  condition: object,
): Record<string, unknown>[] {
  return statements.map((statement, at) => {
    if (at !== index % statements.length || statement.Effect === 'Deny') return statement;
    return { ...statement, Condition: { ...condition, ...(statement.Condition as object) } };
  });
}
