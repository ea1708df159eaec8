import { answerWebIdentity } from '@podguard/policy';
import { expect, test } from 'vitest';
import { mustParse } from '../../support.ts';
import { AUD, irsa, OTHER_ISSUER, PROVIDER, SUB, subject } from '../support.ts';
import { anyOf, deny, describeSubjects, everything, exact, none, PINNED } from './support.ts';

describeSubjects('subjects by a condition', [
  ['the policy of the EKS guide', [irsa({ StringEquals: PINNED })], exact('prod:app')],
  ['no condition', [irsa({})], everything],
  ['the audience only', [irsa({ StringEquals: { [AUD]: 'sts.amazonaws.com' } })], everything],
  [
    'a list of subjects',
    [irsa({ StringEquals: { [SUB]: [subject('a:b'), subject('c:d')] } })],
    exact('a:b', 'c:d'),
  ],
  [
    'one wildcard among exact values',
    [irsa({ StringLike: { [SUB]: [subject('a:b'), 'system:*'] } })],
    everything,
  ],
  [
    'one wildcard beside a variable',
    [irsa({ StringLike: { [SUB]: [subject('a:$' + '{aws:RequestedRegion}'), '*'] } })],
    everything,
  ],
  [
    'a namespace beside a variable',
    [irsa({ StringLike: { [SUB]: ['x$' + '{aws:RequestedRegion}', subject('prod:*')] } })],
    anyOf('prod'),
  ],
  [
    'one name beside a variable',
    [irsa({ StringEquals: { [SUB]: [subject('a:b'), '$' + '{aws:RequestedRegion}'] } })],
    exact('a:b'),
    everything,
  ],
  [
    'all but one name and a variable',
    [irsa({ StringNotEquals: { [SUB]: [subject('a:b'), '$' + '{aws:RequestedRegion}'] } })],
    none,
    { kind: 'any-namespace', namespacePrefix: '', share: 'all' },
  ],
  [
    'a variable of a key that no token has',
    [irsa({ StringLike: { [SUB]: subject('$' + '{aws:PrincipalTag/ns}:app') } })],
    none,
  ],
  [
    'the same with a default',
    [irsa({ StringLike: { [SUB]: subject('$' + "{aws:PrincipalTag/ns, 'prod'}:app") } })],
    exact('prod:app'),
  ],
  [
    'a Deny of a variable of a key that no token has',
    [irsa({}), deny({ StringEquals: { [SUB]: '$' + '{aws:username}' } })],
    everything,
  ],
  ['a namespace', [irsa({ StringLike: { [SUB]: subject('prod:*') } })], anyOf('prod')],
  [
    'most names of a namespace',
    [irsa({ StringLike: { [SUB]: subject('prod:*') }, StringNotLike: { [SUB]: subject('prod:*-*') } })],
    {
      kind: 'name-prefix',
      namespaces: [{ namespace: 'prod', names: { prefix: '', share: 'most' } }],
    },
  ],
  [
    'names that hold a letter',
    [irsa({ StringLike: { [SUB]: subject('prod:*e*') } })],
    {
      kind: 'name-prefix',
      namespaces: [{ namespace: 'prod', names: { prefix: '', share: 'few' } }],
    },
  ],
  [
    'all but a few namespaces',
    [irsa({ StringNotLike: { [SUB]: [subject('kube-*:*'), subject('prod:*')] } })],
    { kind: 'any-namespace', namespacePrefix: '', share: 'most' },
  ],
  [
    'a name prefix',
    [irsa({ StringLike: { [SUB]: subject('prod:app-*') } })],
    {
      kind: 'name-prefix',
      namespaces: [{ namespace: 'prod', names: { prefix: 'app-', share: 'few' } }],
    },
  ],
  [
    'a namespace prefix',
    [irsa({ StringLike: { [SUB]: subject('team-*:app') } })],
    { kind: 'any-namespace', namespacePrefix: 'team-', share: 'few' },
  ],
  [
    'one name in any namespace',
    [irsa({ StringLike: { [SUB]: '*:app' } })],
    { kind: 'any-namespace', namespacePrefix: '', share: 'all' },
  ],
  [
    'a namespace and a list',
    [irsa({ StringLike: { [SUB]: [subject('a:*'), subject('b:x'), subject('b:y')] } })],
    {
      kind: 'namespace',
      namespaces: [
        { namespace: 'a', names: 'any' },
        { namespace: 'b', names: ['x', 'y'] },
      ],
    },
  ],
  [
    'a question mark for a letter of the namespace',
    [irsa({ StringLike: { [SUB]: subject('prod-?:app') } })],
    exact(...Array.from('0123456789abcdefghijklmnopqrstuvwxyz', (letter) => `prod-${letter}:app`)),
  ],
  ["another issuer's key", [irsa({ StringEquals: { [`${OTHER_ISSUER}:sub`]: subject('a:b') } })], none],
  [
    "a negation on another issuer's key",
    [irsa({ StringNotEquals: { [`${OTHER_ISSUER}:sub`]: subject('a:b') } })],
    everything,
  ],
  [
    "IfExists on another issuer's key",
    [irsa({ StringEqualsIfExists: { [`${OTHER_ISSUER}:sub`]: subject('a:b') } })],
    everything,
  ],
  [
    "ForAllValues on another issuer's key",
    [irsa({ 'ForAllValues:StringEquals': { [`${OTHER_ISSUER}:sub`]: subject('a:b') } })],
    everything,
  ],
  ['IfExists on the own key', [irsa({ StringEqualsIfExists: { [SUB]: subject('a:b') } })], exact('a:b')],
  [
    'ForAllValues on the own key',
    [irsa({ 'ForAllValues:StringEquals': { [SUB]: subject('a:b') } })],
    exact('a:b'),
  ],
  [
    'ForAnyValue on the own key',
    [irsa({ 'ForAnyValue:StringLike': { [SUB]: subject('a:b') } })],
    exact('a:b'),
  ],
  ['Null true on the own key', [irsa({ Null: { [SUB]: 'true' } })], none],
  ['Null false on the own key', [irsa({ Null: { [SUB]: 'false' } })], everything],
  ["Null true on another issuer's key", [irsa({ Null: { [`${OTHER_ISSUER}:sub`]: 'true' } })], everything],
  ['a star under StringEquals', [irsa({ StringEquals: { [SUB]: subject('prod:*') } })], none],
  ['a malformed subject', [irsa({ StringEquals: { [SUB]: 'prod:app' } })], none],
  ['capitals in the subject', [irsa({ StringEquals: { [SUB]: subject('Prod:app') } })], none],
  [
    'capitals, compared without case',
    [irsa({ StringEqualsIgnoreCase: { [SUB]: subject('Prod:App') } })],
    exact('prod:app'),
  ],
  ['capitals in the key', [irsa({ stringequals: { [SUB.toUpperCase()]: subject('a:b') } })], exact('a:b')],
  [
    'contradictory conditions',
    [irsa({ StringEquals: { [SUB]: subject('a:b') }, StringLike: { [SUB]: subject('c:*') } })],
    none,
  ],
  [
    'a wildcard beside a list',
    [
      irsa({
        StringEquals: { [SUB]: [subject('a:b'), subject('c:d')] },
        StringLike: { [SUB]: subject('c:*') },
      }),
    ],
    exact('c:d'),
  ],
  ['ArnLike on a subject, which is no ARN', [irsa({ ArnLike: { [SUB]: 'arn:aws:iam::*:role/x' } })], none],
  ['an unknown operator', [irsa({ StringMatches: { [SUB]: subject('prod:*') } })], none, everything],
  [
    'a policy variable',
    [irsa({ StringLike: { [SUB]: subject('prod:${aws:RequestedRegion}') } })],
    none,
    anyOf('prod'),
  ],
]);

test('a variable is none in the version of 2008', () => {
  const policy = mustParse({
    Version: '2008-10-17',
    Statement: irsa({ StringLike: { [SUB]: subject('${aws:x}:*') } }),
  });
  const answer = answerWebIdentity(policy, { provider: PROVIDER, cluster: true });
  expect(answer).toMatchObject({ subjects: none, possibleSubjects: none });
});
