import { escalationPaths, isAdministrator } from '@podguard/policy';
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

const ALL = allow('*');
const revoked = (operator: string) => ({ [operator]: { 'aws:TokenIssueTime': '2026-01-02T03:04:05Z' } });
const ELSEWHERE = { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } };

describe('statements that make an administrator', () => {
  test.for<[name: string, statements: readonly Statement[]]>([
    ['every action on every resource', [ALL]],
    ['every action of every service', [allow('*:*')]],
    [
      'services one by one and NotAction for the rest',
      [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }, allow('IAM:*')],
    ],
    ['all resources but one', [{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::audit/*' }]],
    [
      'the resources of the account in parts',
      [
        allow(['s3:*', 'kms:*', 'secretsmanager:*', 'ssm:*', 'ec2:*', 'lambda:*', 'cloudformation:*']),
        allow(['eks:*', 'dynamodb:*', 'rds:*', 'sqs:*', 'logs:*', 'cloudtrail:*', 'sts:*'], 'arn:aws:*'),
        allow('iam:*', [`arn:aws:iam::${ACCOUNT}:*`]),
      ],
    ],
    ['a Deny of something that does not matter', [ALL, deny('organizations:LeaveOrganization')]],
    ['a Deny for one named role', [ALL, deny('iam:*', `arn:aws:iam::${ACCOUNT}:role/protected`)]],
    [
      'a Deny outside one region, global services left out',
      [
        ALL,
        {
          Effect: 'Deny',
          NotAction: ['iam:*', 's3:*', 'sts:*'],
          Resource: '*',
          Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-central-1'] } },
        },
      ],
    ],
    [
      'a condition that holds for every request',
      [allow('*', '*', { Bool: { 'aws:SecureTransport': 'true' } })],
    ],
    ['a Deny of sessions that were revoked', [ALL, deny('*', '*', revoked('DateLessThan'))]],
    ['a Deny of whoever has no session', [ALL, deny('*', '*', { Null: { 'aws:TokenIssueTime': 'true' } })]],
    ['only by a session', [allow('*', '*', { Null: { 'aws:TokenIssueTime': 'false' } })]],
    [
      'a Deny for others than the role itself',
      [ALL, deny('*', '*', { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/app' } })],
    ],
  ])('%s', ([, statements]) => {
    expect(isAdministrator(withStatements(...statements))).toMatchObject({
      answer: 'yes',
      lacks: [],
      missing: [],
    });
  });
});

describe('statements that do not', () => {
  test.for<[name: string, statements: readonly Statement[], lacks: string]>([
    ['no statement but a Deny', [deny('*')], 'iam:CreateRole'],
    ['all but IAM', [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }], 'iam:CreateRole'],
    ['IAM alone', [allow('iam:*')], 'sts:AssumeRole'],
    ['all on the resources of one service', [allow('*', 'arn:aws:s3:::*')], 'iam:CreateRole'],
    [
      'all but the roles',
      [{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:iam::*:role/*' }],
      'iam:CreateRole',
    ],
    ['a Deny for IAM', [ALL, deny('iam:*')], 'iam:CreateRole'],
    ['a Deny for one of the rights', [ALL, deny('kms:Decrypt')], 'kms:Decrypt'],
    [
      'a Deny for all but one role',
      [ALL, { Effect: 'Deny', Action: 'iam:*', NotResource: `arn:aws:iam::${ACCOUNT}:role/a` }],
      'iam:CreateRole',
    ],
    ['a region in which IAM is not', [allow('*', '*', ELSEWHERE)], 'iam:CreateRole'],
    [
      'a condition that never holds',
      [allow('*', '*', { Bool: { 'aws:SecureTransport': 'false' } })],
      'iam:CreateRole',
    ],
    ['a user variable, for a role', [allow('*', 'arn:aws:iam::*:user/${aws:username}')], 'iam:CreateRole'],
  ])('%s', ([, statements, lacks]) => {
    expect(isAdministrator(withStatements(...statements))).toMatchObject({ answer: 'no', lacks: [lacks] });
  });
});

describe('statements that leave it open', () => {
  test.for<[name: string, statement: Statement, missing: string]>([
    [
      'a condition that is not known',
      allow('*', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
      'aws:MultiFactorAuthPresent',
    ],
    [
      'a date',
      allow('*', '*', { DateLessThan: { 'aws:CurrentTime': '2999-01-01T00:00:00Z' } }),
      'aws:CurrentTime',
    ],
    [
      'an operator that IAM does not document',
      allow('*', '*', { Like: { 'aws:PrincipalArn': '*' } }),
      'Like',
    ],
    ['a tag as the resource', allow('*', '${aws:PrincipalTag/scope}'), '${aws:PrincipalTag/scope}'],
    [
      'a variable among the exceptions',
      { Effect: 'Allow', Action: '*', NotResource: '${aws:PrincipalTag/scope}' },
      'scope',
    ],
    ['an empty NotAction', { Effect: 'Allow', NotAction: [], Resource: '*' }, 'NotAction'],
    ['a principal where none belongs', { ...ALL, Principal: '*' }, 'principal'],
  ])('%s', ([, statement, missing]) => {
    const { answer, missing: named } = isAdministrator(withStatements(statement));
    expect(answer).toBe('undecided');
    expect(named.join()).toContain(missing);
  });

  test.for<[name: string, statement: Statement]>([
    [
      'a Deny without a second factor',
      deny('*', '*', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }),
    ],
    [
      'a Deny for all but what a tag names',
      { Effect: 'Deny', Action: '*', NotResource: '${aws:PrincipalTag/a}' },
    ],
    ['a Deny for all but nothing', { Effect: 'Deny', Action: '*', NotResource: [] }],
    ['a Deny of a tag', deny('*', '*', { StringEquals: { 'aws:ResourceTag/a': 'b' } })],
  ])('all, and %s', ([, statement]) => {
    expect(isAdministrator(withStatements(ALL, statement)).answer).toBe('undecided');
  });
});

describe('the permissions boundary', () => {
  const all = [inline(ALL)];
  test.for<[name: string, boundary: Parameters<typeof holding>[1], answer: string]>([
    ['that is not there', null, 'yes'],
    ['that allows everything', inline(ALL), 'yes'],
    ['known by name to allow everything', aws('AdministratorAccess'), 'yes'],
    ['that allows one service', inline(allow('s3:*')), 'no'],
    ['known by name to leave IAM out', aws('PowerUserAccess'), 'no'],
    ['that denies', inline(ALL, deny('iam:*')), 'no'],
    ['that was not read', unread(`arn:aws:iam::${ACCOUNT}:policy/limit`), 'undecided'],
    ['known by name, but not as a whole', aws('IAMFullAccess'), 'undecided'],
  ])('%s', ([, boundary, answer]) => {
    expect(isAdministrator(holding(all, boundary)).answer).toBe(answer);
  });

  test('grants nothing by itself', () => {
    expect(isAdministrator(holding([], inline(ALL))).answer).toBe('no');
  });
});

describe('several policies', () => {
  test('count together', () => {
    const policies = [inline({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }), aws('IAMFullAccess')];
    const { answer, evidence } = isAdministrator(holding(policies));
    expect(answer).toBe('yes');
    expect(evidence).toEqual([
      { policy: 'arn:aws:iam::aws:policy/IAMFullAccess', path: null },
      { policy: 'inline', path: 'Statement[0]' },
    ]);
  });

  test('one that was not read is named, as open or as assumed to deny nothing', () => {
    const name = `arn:aws:iam::${ACCOUNT}:policy/other`;
    expect(isAdministrator(holding([unread(name)]))).toMatchObject({
      answer: 'undecided',
      missing: [`policy ${name}`],
    });
    expect(isAdministrator(holding([unread(name), inline(ALL)]))).toMatchObject({
      answer: 'yes',
      assumes: [name],
    });
    expect(isAdministrator(holding([unread(name)], inline(allow('s3:*')))).answer).toBe('no');
  });

  test('none is nothing', () => {
    expect(isAdministrator(holding([])).answer).toBe('no');
  });
});

test.for([
  ['older sessions only', [allow('*', '*', revoked('DateLessThan'))]],
  ['a Deny of newer sessions', [ALL, deny('*', '*', revoked('DateGreaterThan'))]],
] as const)('%s leave it undecided', ([, statements]) => {
  expect(isAdministrator(withStatements(...statements)).answer).toBe('undecided');
});

test.for([
  ['beside AdministratorAccess', holding([aws('AdministratorAccess'), aws('AWSDenyAll')])],
  ['beside a statement', holding([inline(ALL), aws('AWSDenyAll')])],
  ['as a boundary', holding([aws('AdministratorAccess')], aws('AWSDenyAll'))],
] as const)('AWSDenyAll %s leaves nothing', ([, set]) => {
  expect(isAdministrator(set).answer).toBe('no');
  expect(escalationPaths(set)).toEqual({ answer: 'no', paths: [] });
});

describe('a date that is past', () => {
  const PAST = '2025-01-01T00:00:00Z';
  test.for<[name: string, statements: readonly Statement[], answer: string]>([
    ['before it', [allow('*', '*', { DateLessThan: { 'aws:CurrentTime': PAST } })], 'no'],
    ['after it', [allow('*', '*', { DateGreaterThan: { 'aws:CurrentTime': PAST } })], 'yes'],
    [
      'after it by seconds',
      [allow('*', '*', { NumericGreaterThan: { 'aws:EpochTime': '1735689600' } })],
      'yes',
    ],
    ['denied before it', [allow('*'), deny('*', '*', { DateLessThan: { 'aws:CurrentTime': PAST } })], 'yes'],
    ['denied after it', [allow('*'), deny('*', '*', { DateGreaterThan: { 'aws:CurrentTime': PAST } })], 'no'],
  ])('%s', ([, statements, answer]) => {
    expect(isAdministrator(withStatements(...statements)).answer).toBe(answer);
  });
});
