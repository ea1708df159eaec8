import { answerWebIdentity, findWitness, listProviders, type Subjects } from '@podguard/policy';
import { describe, expect, test } from 'vitest';
import { mustParse, policyOf } from '../support.ts';
import { AUD, askIrsa, ISSUER, irsa, OTHER_ISSUER, PROVIDER, SUB, subject } from './support.ts';

const PINNED = { [SUB]: subject('prod:app'), [AUD]: 'sts.amazonaws.com' };
const exact = (...names: readonly string[]): Subjects => ({ kind: 'exact', subjects: names.map(subject) });
const everything: Subjects = { kind: 'everything' };
const none: Subjects = { kind: 'none' };
const anyOf = (namespace: string): Subjects => ({
  kind: 'namespace',
  namespaces: [{ namespace, names: 'any' }],
});
const deny = (condition: object, more: object = {}): object => irsa(condition, { Effect: 'Deny', ...more });

interface Case {
  readonly name: string;
  readonly statements: readonly object[];
  readonly subjects: Subjects;
  readonly possible?: Subjects;
}

const CASES: readonly Case[] = [
  {
    name: 'the policy of the EKS guide',
    statements: [irsa({ StringEquals: PINNED })],
    subjects: exact('prod:app'),
  },
  { name: 'no condition', statements: [irsa({})], subjects: everything },
  {
    name: 'the audience only',
    statements: [irsa({ StringEquals: { [AUD]: 'sts.amazonaws.com' } })],
    subjects: everything,
  },
  {
    name: 'a list of subjects',
    statements: [irsa({ StringEquals: { [SUB]: [subject('a:b'), subject('c:d')] } })],
    subjects: exact('a:b', 'c:d'),
  },
  {
    name: 'one wildcard among exact values',
    statements: [irsa({ StringLike: { [SUB]: [subject('a:b'), 'system:*'] } })],
    subjects: everything,
  },
  {
    name: 'one wildcard beside a variable',
    statements: [irsa({ StringLike: { [SUB]: [subject('a:$' + '{aws:RequestedRegion}'), '*'] } })],
    subjects: everything,
  },
  {
    name: 'a namespace beside a variable',
    statements: [irsa({ StringLike: { [SUB]: ['x$' + '{aws:RequestedRegion}', subject('prod:*')] } })],
    subjects: anyOf('prod'),
  },
  {
    name: 'one name beside a variable',
    statements: [irsa({ StringEquals: { [SUB]: [subject('a:b'), '$' + '{aws:RequestedRegion}'] } })],
    subjects: exact('a:b'),
    possible: everything,
  },
  {
    name: 'all but one name and a variable',
    statements: [irsa({ StringNotEquals: { [SUB]: [subject('a:b'), '$' + '{aws:RequestedRegion}'] } })],
    subjects: none,
    possible: { kind: 'any-namespace', namespacePrefix: '', share: 'all' },
  },
  {
    name: 'a variable of a key that no token has',
    statements: [irsa({ StringLike: { [SUB]: subject('$' + '{aws:PrincipalTag/ns}:app') } })],
    subjects: none,
  },
  {
    name: 'the same with a default',
    statements: [irsa({ StringLike: { [SUB]: subject('$' + "{aws:PrincipalTag/ns, 'prod'}:app") } })],
    subjects: exact('prod:app'),
  },
  {
    name: 'a Deny of a variable of a key that no token has',
    statements: [irsa({}), deny({ StringEquals: { [SUB]: '$' + '{aws:username}' } })],
    subjects: everything,
  },
  {
    name: 'a namespace',
    statements: [irsa({ StringLike: { [SUB]: subject('prod:*') } })],
    subjects: anyOf('prod'),
  },
  {
    name: 'most names of a namespace',
    statements: [
      irsa({ StringLike: { [SUB]: subject('prod:*') }, StringNotLike: { [SUB]: subject('prod:*-*') } }),
    ],
    subjects: {
      kind: 'name-prefix',
      namespaces: [{ namespace: 'prod', names: { prefix: '', share: 'most' } }],
    },
  },
  {
    name: 'names that hold a letter',
    statements: [irsa({ StringLike: { [SUB]: subject('prod:*e*') } })],
    subjects: {
      kind: 'name-prefix',
      namespaces: [{ namespace: 'prod', names: { prefix: '', share: 'few' } }],
    },
  },
  {
    name: 'all but a few namespaces',
    statements: [irsa({ StringNotLike: { [SUB]: [subject('kube-*:*'), subject('prod:*')] } })],
    subjects: { kind: 'any-namespace', namespacePrefix: '', share: 'most' },
  },
  {
    name: 'a name prefix',
    statements: [irsa({ StringLike: { [SUB]: subject('prod:app-*') } })],
    subjects: {
      kind: 'name-prefix',
      namespaces: [{ namespace: 'prod', names: { prefix: 'app-', share: 'few' } }],
    },
  },
  {
    name: 'a namespace prefix',
    statements: [irsa({ StringLike: { [SUB]: subject('team-*:app') } })],
    subjects: { kind: 'any-namespace', namespacePrefix: 'team-', share: 'few' },
  },
  {
    name: 'one name in any namespace',
    statements: [irsa({ StringLike: { [SUB]: '*:app' } })],
    subjects: { kind: 'any-namespace', namespacePrefix: '', share: 'all' },
  },
  {
    name: 'a namespace and a list',
    statements: [irsa({ StringLike: { [SUB]: [subject('a:*'), subject('b:x'), subject('b:y')] } })],
    subjects: {
      kind: 'namespace',
      namespaces: [
        { namespace: 'a', names: 'any' },
        { namespace: 'b', names: ['x', 'y'] },
      ],
    },
  },
  {
    name: 'a question mark for a letter of the namespace',
    statements: [irsa({ StringLike: { [SUB]: subject('prod-?:app') } })],
    subjects: exact(...Array.from('0123456789abcdefghijklmnopqrstuvwxyz', (letter) => `prod-${letter}:app`)),
  },
  {
    name: 'two statements of which one is open',
    statements: [irsa({ StringEquals: PINNED }), irsa({})],
    subjects: everything,
  },
  {
    name: "another issuer's key",
    statements: [irsa({ StringEquals: { [`${OTHER_ISSUER}:sub`]: subject('a:b') } })],
    subjects: none,
  },
  {
    name: "a negation on another issuer's key",
    statements: [irsa({ StringNotEquals: { [`${OTHER_ISSUER}:sub`]: subject('a:b') } })],
    subjects: everything,
  },
  {
    name: "IfExists on another issuer's key",
    statements: [irsa({ StringEqualsIfExists: { [`${OTHER_ISSUER}:sub`]: subject('a:b') } })],
    subjects: everything,
  },
  {
    name: "ForAllValues on another issuer's key",
    statements: [irsa({ 'ForAllValues:StringEquals': { [`${OTHER_ISSUER}:sub`]: subject('a:b') } })],
    subjects: everything,
  },
  {
    name: 'IfExists on the own key',
    statements: [irsa({ StringEqualsIfExists: { [SUB]: subject('a:b') } })],
    subjects: exact('a:b'),
  },
  {
    name: 'ForAllValues on the own key',
    statements: [irsa({ 'ForAllValues:StringEquals': { [SUB]: subject('a:b') } })],
    subjects: exact('a:b'),
  },
  {
    name: 'ForAnyValue on the own key',
    statements: [irsa({ 'ForAnyValue:StringLike': { [SUB]: subject('a:b') } })],
    subjects: exact('a:b'),
  },
  { name: 'Null true on the own key', statements: [irsa({ Null: { [SUB]: 'true' } })], subjects: none },
  {
    name: 'Null false on the own key',
    statements: [irsa({ Null: { [SUB]: 'false' } })],
    subjects: everything,
  },
  {
    name: "Null true on another issuer's key",
    statements: [irsa({ Null: { [`${OTHER_ISSUER}:sub`]: 'true' } })],
    subjects: everything,
  },
  {
    name: 'a star under StringEquals',
    statements: [irsa({ StringEquals: { [SUB]: subject('prod:*') } })],
    subjects: none,
  },
  {
    name: 'a malformed subject',
    statements: [irsa({ StringEquals: { [SUB]: 'prod:app' } })],
    subjects: none,
  },
  {
    name: 'capitals in the subject',
    statements: [irsa({ StringEquals: { [SUB]: subject('Prod:app') } })],
    subjects: none,
  },
  {
    name: 'capitals, compared without case',
    statements: [irsa({ StringEqualsIgnoreCase: { [SUB]: subject('Prod:App') } })],
    subjects: exact('prod:app'),
  },
  {
    name: 'capitals in the key',
    statements: [irsa({ stringequals: { [SUB.toUpperCase()]: subject('a:b') } })],
    subjects: exact('a:b'),
  },
  {
    name: 'contradictory conditions',
    statements: [irsa({ StringEquals: { [SUB]: subject('a:b') }, StringLike: { [SUB]: subject('c:*') } })],
    subjects: none,
  },
  {
    name: 'a wildcard beside a list',
    statements: [
      irsa({
        StringEquals: { [SUB]: [subject('a:b'), subject('c:d')] },
        StringLike: { [SUB]: subject('c:*') },
      }),
    ],
    subjects: exact('c:d'),
  },
  {
    name: 'everything cut to a namespace by a Deny',
    statements: [irsa({}), deny({ StringNotLike: { [SUB]: subject('prod:*') } })],
    subjects: anyOf('prod'),
  },
  {
    name: 'everything cut to one by a Deny',
    statements: [irsa({}), deny({ StringNotEquals: { [SUB]: subject('prod:app') } })],
    subjects: exact('prod:app'),
  },
  {
    name: 'a Deny that needs two conditions',
    statements: [
      irsa({}),
      deny({ StringNotEquals: { [SUB]: subject('prod:app'), [AUD]: 'sts.amazonaws.com' } }),
    ],
    subjects: everything,
  },
  {
    name: 'two Denies for the two conditions',
    statements: [
      irsa({}),
      deny({ StringNotEquals: { [SUB]: subject('prod:app') } }),
      deny({ StringNotEquals: { [AUD]: 'sts.amazonaws.com' } }),
    ],
    subjects: exact('prod:app'),
  },
  {
    name: "a Deny on another issuer's key",
    statements: [irsa({ StringEquals: PINNED }), deny({ StringNotEquals: { [`${OTHER_ISSUER}:sub`]: 'x' } })],
    subjects: none,
  },
  {
    name: 'a Deny of another action',
    statements: [irsa({ StringEquals: PINNED }), deny({}, { Action: 'sts:TagSession' })],
    subjects: exact('prod:app'),
  },
  {
    name: 'a Deny of everybody',
    statements: [irsa({}), deny({}, { Principal: '*', Action: '*' })],
    subjects: none,
  },
  {
    name: 'wildcard actions',
    statements: [irsa({ StringEquals: PINNED }, { Action: 'sts:Assume*' })],
    subjects: exact('prod:app'),
  },
  {
    name: 'NotAction',
    statements: [irsa({}, { Action: undefined, NotAction: 'sts:TagSession' })],
    subjects: everything,
  },
  { name: 'another action', statements: [irsa({}, { Action: 'sts:AssumeRole' })], subjects: none },
  {
    name: 'a list of providers',
    statements: [
      irsa({}, { Principal: { Federated: ['arn:aws:iam::111122223333:saml-provider/x', PROVIDER] } }),
    ],
    subjects: everything,
  },
  { name: 'any provider', statements: [irsa({}, { Principal: { Federated: '*' } })], subjects: everything },
  { name: 'everybody', statements: [irsa({}, { Principal: '*' })], subjects: everything },
  {
    name: 'AWS star, which is everybody',
    statements: [irsa({}, { Principal: { AWS: '*' } })],
    subjects: everything,
  },
  {
    name: 'NotPrincipal of another',
    statements: [
      irsa({}, { Principal: undefined, NotPrincipal: { Federated: 'arn:aws:iam::1:oidc-provider/x' } }),
    ],
    subjects: everything,
  },
  {
    name: 'ArnLike on a subject, which is no ARN',
    statements: [irsa({ ArnLike: { [SUB]: 'arn:aws:iam::*:role/x' } })],
    subjects: none,
  },
  {
    name: 'a key that calls with a token never have',
    statements: [irsa({ StringEquals: { 'aws:PrincipalOrgID': 'o-abc' } })],
    subjects: none,
  },
  {
    name: 'an unknown operator',
    statements: [irsa({ StringMatches: { [SUB]: subject('prod:*') } })],
    subjects: none,
    possible: everything,
  },
  {
    name: 'a policy variable',
    statements: [irsa({ StringLike: { [SUB]: subject('prod:${aws:RequestedRegion}') } })],
    subjects: none,
    possible: anyOf('prod'),
  },
  {
    name: 'a source address',
    statements: [irsa({ StringEquals: PINNED, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })],
    subjects: exact('prod:app'),
  },
  {
    name: 'a date that is past',
    statements: [irsa({ StringEquals: PINNED, DateLessThan: { 'aws:CurrentTime': '2021-01-01T00:00:00Z' } })],
    subjects: none,
  },
  {
    name: 'since a date that is past',
    statements: [irsa({ StringEquals: PINNED, NumericGreaterThan: { 'aws:EpochTime': '1600000000' } })],
    subjects: exact('prod:app'),
  },
  {
    name: 'a Deny until a date that is past',
    statements: [irsa({ StringEquals: PINNED }), deny({ DateLessThan: { 'aws:CurrentTime': '2021-01-01' } })],
    subjects: exact('prod:app'),
  },
  {
    name: 'at one moment',
    statements: [irsa({ StringEquals: PINNED, DateEquals: { 'aws:CurrentTime': '2021-01-01' } })],
    subjects: none,
    possible: exact('prod:app'),
  },
  {
    name: 'a request has a time',
    statements: [irsa({ StringEquals: PINNED, Null: { 'aws:CurrentTime': 'false' } })],
    subjects: exact('prod:app'),
  },
  {
    name: 'a date',
    statements: [irsa({ StringEquals: PINNED, DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } })],
    subjects: none,
    possible: exact('prod:app'),
  },
];

describe('subjects', () => {
  test.for(CASES)('$name', ({ statements, subjects, possible }) => {
    const answer = askIrsa(...statements);
    expect(answer.subjects).toEqual(subjects);
    expect(answer.possibleSubjects).toEqual(possible ?? subjects);
    if (possible !== undefined) expect(answer.analysis.assumptions).not.toEqual([]);
  });

  test('a variable is none in the version of 2008', () => {
    const policy = mustParse({
      Version: '2008-10-17',
      Statement: irsa({ StringLike: { [SUB]: subject('${aws:x}:*') } }),
    });
    const answer = answerWebIdentity(policy, { provider: PROVIDER, cluster: true });
    expect(answer).toMatchObject({ subjects: none, possibleSubjects: none });
  });
});

describe('audience', () => {
  test.for([
    {
      condition: { StringEquals: { [AUD]: 'sts.amazonaws.com' } },
      pinned: true,
      audiences: ['sts.amazonaws.com'],
    },
    {
      condition: { StringLike: { [AUD]: 'sts.amazonaws.com' } },
      pinned: true,
      audiences: ['sts.amazonaws.com'],
    },
    { condition: { StringLike: { [AUD]: 'sts.*' } }, pinned: false, audiences: null },
    { condition: {}, pinned: false, audiences: null },
    {
      condition: { StringEquals: { [AUD]: ['sts.amazonaws.com', 'x'] } },
      pinned: false,
      audiences: ['sts.amazonaws.com', 'x'],
    },
    {
      condition: { StringEquals: { [`${OTHER_ISSUER}:aud`]: 'sts.amazonaws.com' } },
      pinned: false,
      audiences: [],
    },
  ])('$condition', ({ condition, pinned, audiences }) => {
    expect(askIrsa(irsa(condition))).toMatchObject({ audiencePinned: pinned, audiences });
  });
});

describe('what a condition does', () => {
  test.for([
    [{ StringEquals: { [SUB]: subject('a:b') } }, 'some'],
    [{ StringLike: { [SUB]: '*' } }, 'all'],
    [{ StringLike: { [SUB]: 'system:serviceaccount:*' } }, 'all'],
    [{ StringLike: { [SUB]: 'system:serviceaccount:*:*' } }, 'all'],
    [{ StringNotEquals: { [SUB]: 'nobody' } }, 'all'],
    [{ Null: { [SUB]: 'false' } }, 'all'],
    [{ Null: { [SUB]: 'true' } }, 'none'],
    [{ StringEquals: { [SUB]: '*' } }, 'none'],
    [{ StringEquals: { [`${OTHER_ISSUER}:sub`]: 'x' } }, 'none'],
    [{ StringNotLike: { [`${OTHER_ISSUER}:sub`]: '*' } }, 'all'],
    [{ Nonsense: { [SUB]: 'x' } }, 'open'],
    [{ Nonsense: { [`${OTHER_ISSUER}:sub`]: 'x' } }, 'open'],
  ] as const)('%j: %s', ([condition, effect]) => {
    const [statement] = askIrsa(irsa(condition)).statements;
    expect(statement?.conditions).toMatchObject([
      { path: expect.stringContaining('Statement[0].Condition'), effect },
    ]);
  });

  test('conditions that contradict each other match nothing together', () => {
    const [statement] = askIrsa(
      irsa({ StringEquals: { [SUB]: subject('a:b') }, StringLike: { [SUB]: subject('c:*') } }),
    ).statements;
    expect(statement).toMatchObject({
      matchesNothing: true,
      conditions: [{ effect: 'some' }, { effect: 'some' }],
    });
  });
});

describe('witness', () => {
  const acceptable = [
    new Map([
      [
        'sub',
        {
          present: { words: new Set([subject('prod:app')]), rest: { edges: [], accepts: [] } },
          absent: false,
        },
      ],
    ]),
  ];

  test.for([
    [{}, 'unrelated-namespace:unrelated-app'],
    [{ StringLike: { [SUB]: subject('prod:*') } }, 'prod:unrelated-app'],
    [{ StringLike: { [SUB]: subject('prod:app-*') } }, 'prod:app-unrelated-app'],
    [{ StringLike: { [SUB]: subject('*:app') } }, 'unrelated-namespace:app'],
    [{ StringLike: { [SUB]: subject('team-*:app') } }, 'team-unrelated-namespace:app'],
    [{ StringEquals: { [SUB]: [subject('prod:app'), subject('dev:app')] } }, 'dev:app'],
  ] as const)('%j is open to %s', ([condition, name]) => {
    const found = findWitness(askIrsa(irsa(condition)).analysis, acceptable);
    expect(found).toMatchObject({
      kind: 'found',
      request: { context: { [SUB]: [subject(name)], [AUD]: ['sts.amazonaws.com'] } },
    });
  });

  test('there is none where nothing else is admitted', () => {
    expect(findWitness(askIrsa(irsa({ StringEquals: PINNED })).analysis, acceptable)).toEqual({
      kind: 'none',
    });
  });

  test('what hangs on a policy variable is said to', () => {
    const { analysis } = askIrsa(irsa({ StringLike: { [SUB]: '${aws:x}' } }));
    expect(findWitness(analysis, acceptable)).toMatchObject({
      kind: 'undecided',
      assumptions: [{ key: SUB, reason: 'the value of aws:x is not known' }],
    });
  });
});

describe('providers', () => {
  test('everybody is any provider where the action is that of tokens', () => {
    const star = (principal: unknown, action: string) =>
      listProviders(policyOf(irsa({}, { Principal: principal, Action: action })));
    const path = 'Statement[0].Principal.AWS';
    expect(star({ AWS: '*' }, 'sts:*')).toMatchObject([{ provider: '*', wildcard: true, paths: [path] }]);
    expect(star('*', 'sts:AssumeRoleWithWebIdentity')).toMatchObject([{ provider: '*', wildcard: true }]);
    expect(star({ AWS: '*' }, 'sts:AssumeRole')).toEqual([]);
    expect(star({ AWS: '111122223333' }, 'sts:*')).toEqual([]);
  });

  test('are listed once, with what is known of them', () => {
    const statements = [
      irsa({}),
      irsa({}),
      irsa({}, { Principal: { Federated: ['*', 'accounts.google.com', 'arn:aws:iam::1:saml-provider/x'] } }),
      deny({}),
    ];
    expect(listProviders(policyOf(...statements))).toEqual([
      {
        provider: PROVIDER,
        issuer: ISSUER,
        account: '111122223333',
        wildcard: false,
        paths: ['Statement[0].Principal.Federated', 'Statement[1].Principal.Federated'],
      },
      {
        provider: '*',
        issuer: null,
        account: null,
        wildcard: true,
        paths: ['Statement[2].Principal.Federated[0]'],
      },
      {
        provider: 'accounts.google.com',
        issuer: null,
        account: null,
        wildcard: false,
        paths: ['Statement[2].Principal.Federated[1]'],
      },
    ]);
  });

  test('another kind of provider names its subjects as it likes', () => {
    const provider = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
    const github = 'token.actions.githubusercontent.com';
    const policy = policyOf(
      irsa(
        {
          StringLike: { [`${github}:sub`]: 'repo:example/*' },
          StringEquals: { [`${github}:job_workflow_ref`]: 'x' },
        },
        { Principal: { Federated: provider } },
      ),
    );
    const answer = answerWebIdentity(policy, { provider, cluster: false });
    if (!answer.decided) throw new Error(answer.reason);
    expect(answer.subjects).toEqual({ kind: 'pattern', prefix: 'repo:example/' });
    expect(findWitness(answer.analysis, [])).toMatchObject({ kind: 'found' });
  });

  test('so does one that IAM knows without an ARN', () => {
    const provider = 'accounts.google.com';
    const forApp = { StringEquals: { [`${provider}:aud`]: 'app' } };
    const policy = policyOf(irsa(forApp, { Principal: { Federated: provider } }));
    expect(answerWebIdentity(policy, { provider, cluster: false })).toMatchObject({ audiences: ['app'] });
  });
});
