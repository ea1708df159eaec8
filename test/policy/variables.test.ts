import { type Outcome, parseTemplate } from '@podguard/policy';
import { describe, expect, test } from 'vitest';
import { conditionOutcome, explainCondition, explainOnly, type Keys, mustParse } from './support.ts';

type Row = [operator: string, wanted: string | readonly string[], context: Keys, outcome: Outcome];

describe('policy variables in conditions', () => {
  const one: Keys = { k: ['team-a'], 'aws:username': ['a'] };
  test.for<Row>([
    ['StringEquals', 'team-${aws:username}', one, 'yes'],
    ['StringEquals', 'team-${AWS:UserName}', one, 'yes'],
    ['StringEquals', '${aws:username}', one, 'no'],
    ['StringNotEquals', 'team-${aws:username}', one, 'no'],
    ['StringEqualsIgnoreCase', 'TEAM-${aws:username}', one, 'yes'],
    ['StringLike', '*-${aws:username}', one, 'yes'],
    ['StringLike', '${aws:username}*', one, 'no'],
    ['ForAnyValue:StringLike', 't*${aws:username}', one, 'yes'],
    ['ArnLike', 'arn:aws:s3:::${k}', { k: ['arn:aws:s3:::b'] }, 'no'],
    ['ArnLike', '${p}', { k: ['arn:aws:s3:::b'], p: ['arn:aws:s3:::b'] }, 'yes'],
    ['ArnNotLike', 'arn:aws:s3:::${p}/*', { k: ['arn:aws:s3:::b/c'], p: ['b'] }, 'no'],
    ['StringEquals', "${x, 'team'}-a", one, 'yes'],
    ['StringEquals', "${x,'team'}-a", one, 'yes'],
    ['StringEquals', "${x, ''}team-a", one, 'yes'],
    ['StringEquals', "${aws:username, 'team'}-a", one, 'no'],
    ['StringEquals', 'a${*}', { k: ['a*'] }, 'yes'],
    ['StringLike', 'a${*}', { k: ['ab'] }, 'no'],
    ['StringLike', 'a${*}*', { k: ['a*b'] }, 'yes'],
    ['StringLike', 'a${?}', { k: ['ab'] }, 'no'],
    ['StringLike', 'a${?}', { k: ['a?'] }, 'yes'],
    ['StringEquals', '${$}{x}', { k: ['${x}'] }, 'yes'],
    ['StringEquals', '$a{b}', { k: ['$a{b}'] }, 'yes'],
    ['StringEquals', '', { k: [''] }, 'yes'],
  ])('%s %j for %j: %s', ([operator, wanted, context, outcome]) => {
    expect(conditionOutcome({ [operator]: { k: wanted } }, context)).toBe(outcome);
  });

  test.for<Row>([
    ['StringEquals', '${x}', { k: ['a'], x: 'unknown' }, 'unknown'],
    ['StringEquals', ['${x}', 'a'], { k: ['a'], x: 'unknown' }, 'yes'],
    ['StringEquals', ['${x}', 'a'], { k: ['b'], x: 'unknown' }, 'unknown'],
    ['StringEquals', '${x}', { k: ['a'] }, 'no'],
    ['StringEquals', '${x}', { k: ['${x}'] }, 'no'],
    ['StringEquals', ['${x}', 'a'], { k: ['a'] }, 'yes'],
    ['StringEquals', ['${x}', 'a'], { k: ['b'] }, 'no'],
    ['StringNotEquals', '${x}', { k: ['a'] }, 'unknown'],
    ['StringNotEquals', ['${x}', 'a'], { k: ['a'] }, 'no'],
    ['StringEqualsIfExists', '${x}', { k: ['a'] }, 'no'],
    ['StringEqualsIfExists', '${x}', {}, 'yes'],
    ['StringEquals', '${x}', { k: ['a'], x: ['a', 'b'] }, 'unknown'],
    ['StringEquals', '${x}', { k: ['a'], x: [] }, 'no'],
    ['StringEquals', '${', { k: ['${'] }, 'unknown'],
    ['StringEquals', '${}', { k: ['${}'] }, 'unknown'],
    ['StringEquals', '${a${b}}', { k: ['a'] }, 'unknown'],
    ['StringEquals', '${x, a}', { k: ['a'] }, 'unknown'],
    ['StringEquals', "${x, 'a', 'b'}", { k: ['a'] }, 'unknown'],
    ['StringEquals', "${, 'a'}", { k: ['a'] }, 'unknown'],
  ])('a variable without one value: %s %j for %j: %s', ([operator, wanted, context, outcome]) => {
    expect(conditionOutcome({ [operator]: { k: wanted } }, context)).toBe(outcome);
  });

  test.for<Row>([
    ['StringLike', '${x}', { k: ['ab'], x: ['a*'] }, 'unknown'],
    ['StringLike', '${x}', { k: ['a*'], x: ['a*'] }, 'yes'],
    ['StringLike', '${x}', { k: ['b'], x: ['a*'] }, 'no'],
    ['StringEquals', '${x}', { k: ['ab'], x: ['a*'] }, 'no'],
    ['StringLike', "${y, 'a*'}", { k: ['ab'] }, 'unknown'],
  ])('a star in the value of a variable: %s %j for %j: %s', ([operator, wanted, context, outcome]) => {
    expect(conditionOutcome({ [operator]: { k: wanted } }, context)).toBe(outcome);
  });

  test.for<Row>([
    ['StringEquals', '${x}', { k: ['${x}'], x: ['a'] }, 'yes'],
    ['StringEquals', '${x}', { k: ['a'], x: ['a'] }, 'no'],
    ['StringLike', '${*}', { k: ['${abc}'] }, 'yes'],
  ])('in version 2008-10-17 there are none: %s %j for %j: %s', ([operator, wanted, context, outcome]) => {
    expect(conditionOutcome({ [operator]: { k: wanted } }, context, '2008-10-17')).toBe(outcome);
  });

  test.for<Row>([
    ['NumericEquals', '${x}', { k: ['1'], x: ['1'] }, 'unknown'],
    ['DateEquals', '${x}', { k: ['2026-01-01'], x: ['2026-01-01'] }, 'unknown'],
    ['IpAddress', '${x}', { k: ['10.0.0.1'], x: ['10.0.0.1'] }, 'unknown'],
    ['BinaryEquals', '${x}', { k: ['QQ=='], x: ['QQ=='] }, 'unknown'],
    ['Null', '${x}', { k: ['a'], x: ['false'] }, 'unknown'],
  ])('other operators have none: %s %j for %j: %s', ([operator, wanted, context, outcome]) => {
    expect(conditionOutcome({ [operator]: { k: wanted } }, context)).toBe(outcome);
  });

  test('the key that is not known is the one of the variable', () => {
    const { key, reason } = explainCondition({ StringEquals: { k: '${x}' } }, { k: ['a'], x: 'unknown' });
    expect([key, reason]).toEqual(['x', 'the value of x is not known']);
  });

  test('the key that is missing is named where it leaves the answer open', () => {
    const { key, reason } = explainCondition({ StringNotEquals: { k: '${x}' } }, { k: ['a'] });
    expect([key, reason]).toEqual(['x', 'x is not in the request']);
  });

  test('where the variable itself is broken, the key is the one of the condition', () => {
    const { key, reason } = explainCondition({ StringEquals: { k: '${' } }, { k: ['a'] });
    expect([key, reason]).toEqual(['k', 'it holds a policy variable that AWS does not document']);
  });
});

describe('policy variables in resources', () => {
  const bucket = 'arn:aws:s3:::b/${aws:username}/*';
  const resource = 'arn:aws:s3:::b/alice/x';
  test.for<[name: string, element: object, context: Keys, outcome: Outcome]>([
    ['a variable is put in', { Resource: bucket }, { 'aws:username': ['alice'] }, 'yes'],
    ['another value does not match', { Resource: bucket }, { 'aws:username': ['bob'] }, 'no'],
    ['a star in the value may be a wildcard', { Resource: bucket }, { 'aws:username': ['a*'] }, 'unknown'],
    ['a missing key matches nothing', { Resource: bucket }, {}, 'no'],
    ['a missing key beside a match is undecided', { Resource: ['*', bucket] }, {}, 'unknown'],
    ['an unknown key is undecided', { Resource: bucket }, { 'aws:username': 'unknown' }, 'unknown'],
    ['a default stands in', { Resource: "arn:aws:s3:::b/${x, 'alice'}/*" }, {}, 'yes'],
    ['a broken variable is undecided', { Resource: 'arn:aws:s3:::b/${' }, {}, 'unknown'],
    ['one before the fifth colon is undecided', { Resource: 'arn:aws:${x}:::b/*' }, { x: ['s3'] }, 'unknown'],
    ['an escaped star is a star', { Resource: 'arn:aws:s3:::b/${*}' }, {}, 'no'],
    ['an excepted variable is put in', { NotResource: bucket }, { 'aws:username': ['alice'] }, 'no'],
    ['an excepted other value matches', { NotResource: bucket }, { 'aws:username': ['bob'] }, 'yes'],
    ['an excepted missing key is undecided', { NotResource: bucket }, {}, 'unknown'],
    ['an exception that surely holds decides', { NotResource: [bucket, '*'] }, {}, 'no'],
  ])('%s', ([, element, context, outcome]) => {
    const statement = { Effect: 'Allow', Action: '*', ...element };
    const policy = mustParse({ Version: '2012-10-17', Statement: statement });
    expect(explainOnly(policy, { resource, context }).resource?.outcome).toBe(outcome);
  });

  test('in version 2008-10-17 they are plain text', () => {
    const policy = mustParse({ Statement: { Effect: 'Allow', Action: '*', Resource: 'arn:${x}:*' } });
    expect(explainOnly(policy, { resource: 'arn:${x}:s3:::b' }).resource?.outcome).toBe('yes');
  });

  test('the unknown key is named', () => {
    const policy = mustParse({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: '*', Resource: bucket },
    });
    const request = { resource, context: { 'aws:username': 'unknown' } } as const;
    expect(explainOnly(policy, request).resource).toEqual({
      path: 'Statement.Resource',
      outcome: 'unknown',
      key: 'aws:username',
      reason: 'the value of aws:username is not known',
    });
  });
});

test('a template keeps the text around its variables', () => {
  expect(parseTemplate("a${b:c}d${*}${e, 'f'}", '2012-10-17')).toEqual([
    { kind: 'text', text: 'a' },
    { kind: 'variable', key: 'b:c', fallback: null },
    { kind: 'text', text: 'd' },
    { kind: 'escape', text: '*' },
    { kind: 'variable', key: 'e', fallback: 'f' },
  ]);
});
