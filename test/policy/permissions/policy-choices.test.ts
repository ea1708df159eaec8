import { escalationPaths, type NamedPolicy } from '@podguard/policy';
import { describe, expect, test } from 'vitest';
import { policyOf } from '../support.ts';
import { ACCOUNT, allow, deny, holding, inline, ROLE, type Statement } from './support.ts';

const own = (name: string): string => `arn:aws:iam::${ACCOUNT}:policy/${name}`;
const aws = (name: string): string => `arn:aws:iam::aws:policy/${name}`;

function named(name: string, ...statements: readonly Statement[]): NamedPolicy {
  return { name: own(name), policy: policyOf(...statements) };
}

const DATA = named('data', allow(['s3:*', 'logs:*']));
const TEAM = named('team', allow('iam:PutRolePolicy'));
const PASSING = named('passing', allow('iam:PassRole'));
/** Attaches the other, which attaches this one. */
const ONE = named('one', allow('iam:AttachRolePolicy', '*', { ArnEquals: { 'iam:PolicyARN': own('two') } }));
const TWO = named('two', allow('iam:AttachRolePolicy', '*', { ArnEquals: { 'iam:PolicyARN': own('one') } }));
const THREE = named('three', attaching(own('passing')));
/** As AWS's example of a boundary has it: what is made has to have it, too. */
const BOUNDARY = named(
  'boundary',
  allow('s3:*'),
  allow(['iam:CreateRole', 'iam:PutRolePolicy', 'iam:AttachRolePolicy'], '*', {
    StringEquals: { 'iam:PermissionsBoundary': own('boundary') },
  }),
);
const ALL = [DATA, TEAM, PASSING, ONE, TWO, THREE, BOUNDARY];

function answerOf(...statements: readonly Statement[]) {
  const { answer, paths } = escalationPaths({ ...holding([inline(...statements)]), named: ALL });
  return { answer, missing: [...new Set(paths.flatMap(({ missing }) => missing))] };
}

function attaching(...policies: readonly string[]): Statement {
  return allow('iam:AttachRolePolicy', '*', { ArnEquals: { 'iam:PolicyARN': policies } });
}

function within(boundary: string, operator = 'StringEquals'): Statement {
  return allow(['iam:CreateRole', 'iam:AttachRolePolicy', 'iam:PutRolePolicy'], '*', {
    [operator]: { 'iam:PermissionsBoundary': boundary },
  });
}

describe('what may be attached', () => {
  test.for<[name: string, statements: readonly Statement[], answer: string]>([
    ['policies without rights of an administrator', [attaching(aws('ReadOnlyAccess'), own('data'))], 'no'],
    ['one of them an administrator', [attaching(own('data'), aws('AdministratorAccess'))], 'yes'],
    ['one of them a way to be one', [attaching(own('data'), own('team'))], 'yes'],
    ['one that AWS gives all rights to IAM', [attaching(aws('IAMFullAccess'))], 'yes'],
    ['policies that attach each other', [attaching(own('one'))], 'no'],
    ['by a variable that is known', [attaching('arn:aws:iam::${aws:PrincipalAccount}:policy/data')], 'no'],
    [
      'one but for what may not be attached',
      [
        attaching(own('data'), own('team')),
        deny('iam:AttachRolePolicy', '*', { ArnEquals: { 'iam:PolicyARN': own('team') } }),
      ],
      'no',
    ],
    [
      'a pattern',
      [allow('iam:AttachRolePolicy', '*', { ArnLike: { 'iam:PolicyARN': own('*') } })],
      'undecided',
    ],
    [
      'half a path of which it has the other half',
      [attaching(own('passing')), allow('ec2:RunInstances')],
      'undecided',
    ],
    [
      'one that it may rewrite',
      [attaching(own('data')), allow('iam:CreatePolicyVersion', own('data'))],
      'yes',
    ],
    ['half a path of which it has not', [attaching(own('passing')), allow('s3:*')], 'no'],
    [
      'anything where only some may not be attached',
      [
        allow('iam:AttachRolePolicy'),
        deny('iam:AttachRolePolicy', '*', { ArnEquals: { 'iam:PolicyARN': aws('AdministratorAccess') } }),
      ],
      'undecided',
    ],
  ])('%s', ([, statements, answer]) => {
    expect(answerOf(...statements).answer).toBe(answer);
  });

  test('a policy that is not known is named', () => {
    expect(answerOf(attaching(own('data'), own('other')))).toEqual({
      answer: 'undecided',
      missing: [`policy ${own('other')}`],
    });
  });

  test('only to itself', () => {
    const statement = allow('iam:AttachRolePolicy', ROLE, { ArnEquals: { 'iam:PolicyARN': own('team') } });
    expect(answerOf(statement).answer).toBe('yes');
  });
});

describe('the boundary that has to limit', () => {
  test.for<[name: string, statements: readonly Statement[], answer: string]>([
    ['leaves no rights of an administrator', [within(own('data'))], 'no'],
    ['leaves a way to be one', [within(own('team'))], 'yes'],
    ['leaves all', [within(aws('AdministratorAccess'))], 'yes'],
    ['leaves as much as has it in turn', [within(own('boundary'))], 'no'],
    ['is another than one', [within(own('data'), 'StringNotEquals')], 'undecided'],
    ['may be missing', [within(own('data'), 'StringEqualsIfExists')], 'undecided'],
    ['is one of a pattern', [within(own('*'), 'StringLike')], 'undecided'],
    [
      'is asked for by a Deny',
      [
        allow(['iam:AttachRolePolicy', 'iam:PutRolePolicy']),
        deny(['iam:AttachRolePolicy', 'iam:PutRolePolicy'], '*', {
          StringNotEquals: { 'iam:PermissionsBoundary': own('data') },
        }),
      ],
      'no',
    ],
    ['may be taken away', [within(own('data')), allow('iam:DeleteRolePermissionsBoundary')], 'yes'],
    ['may be exchanged for any', [within(own('data')), allow('iam:PutRolePermissionsBoundary')], 'yes'],
    [
      'may be exchanged for itself',
      [
        allow(['iam:AttachRolePolicy', 'iam:PutRolePermissionsBoundary'], '*', {
          StringEquals: { 'iam:PermissionsBoundary': own('data') },
        }),
      ],
      'no',
    ],
    ['may be rewritten', [within(own('data')), allow('iam:CreatePolicyVersion', own('data'))], 'yes'],
    [
      'may not be rewritten',
      [within(own('data')), allow('iam:CreatePolicyVersion', own('team'))],
      'undecided',
    ],
    [
      'limits what is attached',
      [
        allow('iam:AttachRolePolicy', '*', {
          ArnEquals: { 'iam:PolicyARN': aws('AdministratorAccess') },
          StringEquals: { 'iam:PermissionsBoundary': own('data') },
        }),
      ],
      'no',
    ],
  ])('%s', ([, statements, answer]) => {
    expect(answerOf(...statements).answer).toBe(answer);
  });

  test('is named where it is not known', () => {
    expect(answerOf(within(own('other')))).toEqual({
      answer: 'undecided',
      missing: [`policy ${own('other')}`],
    });
  });
});

test('policies that all name each other are gone through as far as the budget goes', {
  timeout: 10_000,
}, () => {
  const names = Array.from({ length: 40 }, (_, index) => own(`p${index}`));
  const statement = allow(['iam:AttachRolePolicy', 'iam:PutRolePolicy'], '*', {
    ArnEquals: { 'iam:PolicyARN': names },
    StringEquals: { 'iam:PermissionsBoundary': names },
  });
  const named = names.map((name) => ({ name, policy: policyOf(statement) }));
  expect(escalationPaths({ ...holding([inline(statement)]), named }).answer).toBe('undecided');
});

describe('the boundary that the holder itself has', () => {
  const onItself = inline(allow(['iam:PutRolePolicy', 'iam:AttachRolePolicy'], ROLE));
  const writing = ['iam:PutRolePolicy', 'iam:AttachRolePolicy'];
  test.for<[name: string, boundary: readonly Statement[], answer: string]>([
    ['limits what it gives to itself', [allow('s3:*'), allow(writing, ROLE)], 'undecided'],
    ['leaves all', [allow('*')], 'yes'],
    ['leaves the same of other roles', [allow(['s3:*', ...writing])], 'yes'],
  ])('%s', ([, boundary, answer]) => {
    const set = { ...holding([onItself], named('limit', ...boundary)), named: ALL };
    expect(escalationPaths(set).answer).toBe(answer);
  });
});

test.for(['', 'nonsense', `arn:aws:iam::${ACCOUNT}:policy`, ROLE])(
  'a condition that names what is no policy (%s) lets nothing be attached for sure',
  (value) => {
    const statement = allow(['iam:AttachRolePolicy', 'iam:PutRolePolicy', 'iam:CreatePolicyVersion'], '*', {
      StringEquals: { 'iam:PolicyARN': value, 'iam:PermissionsBoundary': value },
    });
    expect(answerOf(statement).answer).not.toBe('yes');
  },
);
