import {
  assumableRoles,
  parseHolder,
  passableToPodIdentity,
  reachOf,
  readsAllSecrets,
} from '@podguard/policy';
import { describe, expect, test } from 'vitest';
import {
  ACCOUNT,
  allow,
  aws,
  deny,
  holding,
  inline,
  type Statement,
  unread,
  withStatements,
} from './support.ts';

const SECRET = 'secretsmanager:GetSecretValue';
const OPERATOR_SECRETS = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:app/*`;

describe('reading secrets', () => {
  test.for<[name: string, statement: Statement, answer: string]>([
    ['all of them', allow(SECRET), 'yes'],
    ['all of one region', allow(SECRET, `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:*`), 'yes'],
    [
      'all, in one region',
      allow(SECRET, '*', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }),
      'yes',
    ],
    ['those of a prefix', allow(SECRET, OPERATOR_SECRETS), 'no'],
    ['all in a batch, without reading any by itself', allow('secretsmanager:BatchGetSecretValue'), 'no'],
    ['their names', allow(['secretsmanager:ListSecrets', 'secretsmanager:DescribeSecret']), 'no'],
    ['those with a tag', allow(SECRET, '*', { StringEquals: { 'aws:ResourceTag/app': 'web' } }), 'undecided'],
    ['those of another account', allow(SECRET, 'arn:aws:secretsmanager:*:999999999999:secret:*'), 'no'],
    ['all parameters', allow('ssm:GetParameter'), 'yes'],
    ['all parameters, several at a time', allow('ssm:GetParameters', 'arn:aws:ssm:*:*:parameter/*'), 'yes'],
    ['all parameters by path', allow('ssm:GetParametersByPath'), 'yes'],
    ['parameters under a path', allow('ssm:GetParameter*', `arn:aws:ssm:*:${ACCOUNT}:parameter/app/*`), 'no'],
    [
      'parameters with a tag',
      allow('ssm:GetParameter', '*', { StringEquals: { 'ssm:resourceTag/a': 'b' } }),
      'undecided',
    ],
  ])('%s', ([, statement, answer]) => {
    expect(readsAllSecrets(withStatements(statement)).answer).toBe(answer);
  });

  test('names what it is confined to', () => {
    const { secrets, parameters } = readsAllSecrets(
      withStatements(
        allow(SECRET, OPERATOR_SECRETS),
        allow('ssm:GetParameter', 'arn:aws:ssm:*:*:parameter/app'),
      ),
    );
    expect(secrets).toMatchObject({ answer: 'yes', sure: [OPERATOR_SECRETS], possible: [OPERATOR_SECRETS] });
    expect(parameters).toMatchObject({ sure: [`arn:aws:ssm:*:${ACCOUNT}:parameter/app`] });
    expect(secrets.requests).toMatchObject([
      { action: SECRET, resource: `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:app/podguard-example` },
    ]);
  });

  test('a Deny for some leaves the rest, a Deny for all but some leaves those', () => {
    expect(readsAllSecrets(withStatements(allow(SECRET), deny('*', OPERATOR_SECRETS))).answer).toBe('yes');
    const rest = { Effect: 'Deny', Action: SECRET, NotResource: OPERATOR_SECRETS };
    expect(readsAllSecrets(withStatements(allow(SECRET), rest))).toMatchObject({
      answer: 'no',
      secrets: { sure: [OPERATOR_SECRETS] },
    });
  });
});

describe('assuming roles', () => {
  test.for<[name: string, statement: Statement, sure: unknown]>([
    ['any', allow('sts:AssumeRole'), 'anything'],
    ['any of the account', allow('sts:*', `arn:aws:iam::${ACCOUNT}:role/*`), 'anything'],
    [
      'some, of any account',
      allow('sts:AssumeRole', 'arn:aws:iam::*:role/deploy'),
      ['arn:aws:iam::*:role/deploy'],
    ],
    [
      'one of another account',
      allow('sts:AssumeRole', 'arn:aws:iam::999999999999:role/a'),
      ['arn:aws:iam::999999999999:role/a'],
    ],
    ['no role, but a user', allow('sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:user/a`), []],
    ['by a token only', allow('sts:AssumeRoleWithWebIdentity'), []],
    [
      'with an external id',
      allow('sts:AssumeRole', '*', { StringEquals: { 'sts:ExternalId': 'x' } }),
      'anything',
    ],
  ])('%s', ([, statement, sure]) => {
    expect(assumableRoles(withStatements(statement)).sure).toEqual(sure);
  });

  test('tells what is sure from what is possible', () => {
    const set = withStatements(
      allow('sts:AssumeRole', 'arn:aws:iam::*:role/a'),
      allow('sts:AssumeRole', 'arn:aws:iam::*:role/b', { StringEquals: { 'aws:PrincipalTag/x': 'y' } }),
    );
    expect(assumableRoles(set)).toMatchObject({
      answer: 'yes',
      sure: ['arn:aws:iam::*:role/a'],
      possible: ['arn:aws:iam::*:role/a', 'arn:aws:iam::*:role/b'],
      missing: [expect.stringContaining('aws:PrincipalTag/x')],
    });
  });
});

describe('passing roles to pods', () => {
  const create = allow('eks:CreatePodIdentityAssociation');
  test.for<[name: string, statements: readonly Statement[], answer: string]>([
    ['any role', [create, allow('iam:PassRole')], 'yes'],
    [
      'any role, to pods',
      [
        create,
        allow('iam:PassRole', '*', { StringEquals: { 'iam:PassedToService': 'pods.eks.amazonaws.com' } }),
      ],
      'yes',
    ],
    [
      'any role, to another service',
      [create, allow('iam:PassRole', '*', { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } })],
      'no',
    ],
    ['any role, but no association', [allow('iam:PassRole')], 'no'],
    ['roles of a prefix', [create, allow('iam:PassRole', 'arn:aws:iam::*:role/pods-*')], 'no'],
    [
      'roles with a tag',
      [create, allow('iam:PassRole', '*', { StringEquals: { 'aws:ResourceTag/pods': 'yes' } })],
      'undecided',
    ],
    [
      'any role, for some clusters',
      [allow('eks:CreatePodIdentityAssociation', 'arn:aws:eks:*:*:cluster/dev'), allow('iam:PassRole')],
      'yes',
    ],
  ])('%s', ([, statements, answer]) => {
    expect(passableToPodIdentity(withStatements(...statements)).answer).toBe(answer);
  });

  test('names the roles', () => {
    const set = withStatements(create, allow('iam:PassRole', 'arn:aws:iam::*:role/pods-*'));
    expect(passableToPodIdentity(set).roles.sure).toEqual([`arn:aws:iam::${ACCOUNT}:role/pods-*`]);
  });
});

describe('other partitions', () => {
  test.for(['aws-cn', 'aws-us-gov'])('%s has its own ARNs and its own region for IAM', (partition) => {
    const region = partition === 'aws-cn' ? 'cn-north-1' : 'us-gov-west-1';
    const arn = `arn:${partition}:iam::${ACCOUNT}:role/app`;
    const inHome = { StringEquals: { 'aws:RequestedRegion': region } };
    const set = holding([inline(allow('iam:PutRolePolicy', arn, inHome))], null, arn);
    const question = { actions: ['iam:PutRolePolicy'], target: arn };
    expect(reachOf(set, question)).toMatchObject({ answer: 'yes', sure: 'anything' });
    expect(reachOf(holding(set.policies), { ...question, target: 'arn:aws:iam::*:role/*' }).answer).toBe(
      'no',
    );
  });
});

describe('the holder', () => {
  test.for(['arn:aws:iam::111122223333:root', 'arn:aws:sts::111122223333:assumed-role/a/b', 'role/app', ''])(
    '%j is none',
    (arn) => {
      expect(parseHolder(arn)).toBeNull();
    },
  );

  test('a user has its name in variables', () => {
    const own = inline(allow('iam:CreateAccessKey', 'arn:aws:iam::*:user/${aws:username}'));
    const question = { actions: ['iam:CreateAccessKey'], target: `arn:aws:iam::${ACCOUNT}:user/?*` };
    const user = holding([own], null, `arn:aws:iam::${ACCOUNT}:user/ci`);
    expect(reachOf(user, question)).toMatchObject({
      answer: 'yes',
      sure: [`arn:aws:iam::${ACCOUNT}:user/ci`],
    });
    expect(reachOf(holding([own]), question)).toMatchObject({ answer: 'no' });
  });
});

test('too many combinations are given up, and said', () => {
  const many = (prefix: string): readonly string[] =>
    Array.from({ length: 200 }, (_, index) => `arn:aws:iam::*:role/${prefix}${index}*`);
  const set = holding(
    [inline(allow('sts:AssumeRole', many('a')))],
    inline(allow('sts:AssumeRole', many('*b'))),
  );
  expect(assumableRoles(set)).toMatchObject({ answer: 'undecided', possible: 'anything', sure: [] });
  expect(assumableRoles(set).missing).toHaveLength(1);
});

test('a policy known by name counts with its rights', () => {
  expect(readsAllSecrets(holding([aws('SecretsManagerReadWrite')])).secrets.sure).toBe('anything');
  expect(readsAllSecrets(holding([unread('arn:aws:iam::aws:policy/NotKnown')])).answer).toBe('undecided');
});
