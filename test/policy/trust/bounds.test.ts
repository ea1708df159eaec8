import { answerAwsPrincipals, answerPodIdentity, answerWebIdentity } from '@podguard/policy';
import { expect, test } from 'vitest';
import { policyOf } from '../support.ts';
import { AUD, aws, irsa, PROVIDER, pods, SUB, subject } from './support.ts';

const range = <Item>(length: number, make: (index: number) => Item): Item[] =>
  Array.from({ length }, (_, index) => make(index));
const wild = (index: number): string => subject(`*${index}*a*${index}b*:*c${index}*d*e*f*`);

// Without the bound each takes minutes, or for ever: the runner ends it after one.
test.for<[string, object[], string]>([
  ['one pattern of many runs', [irsa({ StringLike: { [SUB]: '*a*a*a*a*a*a*a*a*a*a*' } })], 'any-namespace'],
  ['200 subjects', [irsa({ StringEquals: { [SUB]: range(200, (i) => subject(`n${i}:a${i}`)) } })], 'exact'],
  [
    '200 subjects and a namespace',
    [irsa({ StringLike: { [SUB]: [...range(200, (i) => subject(`n${i}:a${i}`)), subject('x:*')] } })],
    'namespace',
  ],
  [
    '50 statements',
    range(50, (i) => irsa({ StringLike: { [SUB]: subject(`n${i}-*:app*${i}`) } })),
    'any-namespace',
  ],
  [
    'patterns that only a sum of all states could join',
    [irsa({ StringLike: { [SUB]: range(10, wild) } })],
    'any-namespace',
  ],
  [
    'the same beside an open statement',
    [irsa({ StringLike: { [SUB]: range(10, wild) } }), irsa({})],
    'everything',
  ],
  ['question marks after a run', [irsa({ StringLike: { [SUB]: '*a?????????????????????*' } })], 'none'],
  [
    'question marks after a run, beside a star',
    [irsa({ StringLike: { [SUB]: ['*a?????????????????????*', '*'] } })],
    'everything',
  ],
  [
    'thirty patterns beside a namespace',
    [irsa({ StringLike: { [SUB]: [...range(30, wild), subject('x:*')] } })],
    'any-namespace',
  ],
  [
    'a Deny of question marks after a run, in one namespace',
    [irsa({}), irsa({ StringLike: { [SUB]: subject('p:*a?????????????????????*') } }, { Effect: 'Deny' })],
    'any-namespace',
  ],
  [
    'the same in any case, beside a name',
    [irsa({ StringEqualsIgnoreCase: { [SUB]: ['a'.repeat(100_000), subject('A:b')] } })],
    'exact',
  ],
  [
    'a text of a hundred thousand letters',
    [irsa({ StringNotEquals: { [SUB]: 'a'.repeat(100_000) } })],
    'everything',
  ],
])('%s: decided, or said not to be', ([, statements, kind]) => {
  const answer = answerWebIdentity(policyOf(...statements), { provider: PROVIDER, cluster: true });
  if (!answer.decided) throw new Error(answer.reason);
  expect(answer.subjects.kind).toBe(kind);
  // Nothing sure never means nothing at all.
  if (kind === 'none') {
    expect(answer.possibleSubjects.kind).toBe('everything');
    expect(answer.analysis.assumptions).toMatchObject([{ reason: 'could not be decided within the bound' }]);
  }
});

test('what is too much as a whole is undecided', () => {
  const denied = (index: number): object =>
    irsa({ StringLike: { [SUB]: wild(index) }, StringEquals: { [AUD]: `a${index}` } }, { Effect: 'Deny' });
  const answer = answerWebIdentity(policyOf(irsa({}), ...range(49, denied)), {
    provider: PROVIDER,
    cluster: true,
  });
  expect(answer).toEqual({ decided: false, reason: 'could not be decided within the bound' });
});

test('so are pods and principals', () => {
  const tag = (index: number): object => ({
    StringLike: {
      'aws:RequestTag/kubernetes-namespace': `*${index}*a*${index}b*`,
      'aws:RequestTag/eks-cluster-name': `*${index}*`,
    },
  });
  const policy = policyOf(pods({}), ...range(49, (i) => pods(tag(i), { Effect: 'Deny' })));
  const reason = 'could not be decided within the bound';
  expect(answerPodIdentity(policy)).toEqual({ decided: false, reason });
  const principal = (index: number): object => ({
    ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::*${index}*:role/*${index}*a*b*` },
    StringLike: { 'sts:ExternalId': `*${index}*a*${index}b*` },
  });
  const statements = range(49, (i) => aws('*', principal(i), { Effect: 'Deny' }));
  expect(answerAwsPrincipals(policyOf(aws('*'), ...statements))).toEqual({ decided: false, reason });
});

test('sixty roles of sixty accounts, and fifty pods of fifty clusters, are decided', () => {
  const roles = range(60, (i) => `arn:aws:iam::1111222233${10 + i}:role/r${i}`);
  const who = answerAwsPrincipals(policyOf(aws({ AWS: roles })));
  const pod = (i: number): object =>
    pods({
      StringEquals: {
        'aws:SourceAccount': `1111222233${10 + i}`,
        'aws:RequestTag/kubernetes-namespace': `n${i}`,
      },
    });
  const which = answerPodIdentity(policyOf(...range(50, pod)));
  if (!who.decided || !which.decided) throw new Error('undecided');
  expect(who.accounts.map(({ principals }) => principals)).toEqual(roles.map((role) => [role]));
  expect(which.scope).toMatchObject({ account: 'yes', namespace: 'yes', cluster: 'no', unscoped: 'no' });
});
