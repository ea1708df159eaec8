import { parsePolicy } from '@podguard/policy';
import { describe, expect, test } from 'vitest';
import { ALLOW, one } from './parsing.ts';
import { mustParse } from './support.ts';

describe('what a document may look like', () => {
  const document = { Version: '2012-10-17', Id: 'id', Statement: [ALLOW] };
  const text = JSON.stringify(document);
  test.for<[name: string, input: unknown]>([
    ['a parsed object', document],
    ['JSON text', text],
    ['JSON text with white space and a byte order mark', `\uFEFF\n ${text}\n`],
    ['URL-encoded JSON text', encodeURIComponent(text)],
    ['URL-encoded JSON text that begins with white space', encodeURIComponent(`\n${text}`)],
    ['an object with an undefined property', { ...document, Other: undefined }],
  ])('%s is read', ([, input]) => {
    expect(parsePolicy(input)).toEqual(parsePolicy(document));
    expect(parsePolicy(input).ok).toBe(true);
  });

  test('a plus in URL-encoded text stays a plus', () => {
    const encoded = encodeURIComponent(JSON.stringify({ Id: 'a+b c', Statement: ALLOW })).replace('%2B', '+');
    expect(mustParse(encoded).id).toBe('a+b c');
  });

  test('a percent sign inside JSON text is left alone', () => {
    expect(mustParse(JSON.stringify({ Id: '%41', Statement: ALLOW })).id).toBe('%41');
  });

  test('of a key that stands twice the last is kept', () => {
    expect(mustParse('{"Id": "a", "Id": "b", "Statement": {"Effect": "Deny", "Action": "*"}}').id).toBe('b');
  });

  test('without Version it is of 2008, and Id and Sid are null', () => {
    const policy = mustParse({ Statement: ALLOW });
    expect([policy.version, policy.id, policy.statements[0]?.sid]).toEqual(['2008-10-17', null, null]);
  });

  test('a single statement has the path Statement, a listed one its index', () => {
    expect(mustParse({ Statement: ALLOW }).statements.map(({ path }) => path)).toEqual(['Statement']);
    expect(mustParse({ Statement: [ALLOW, ALLOW] }).statements.map(({ path }) => path)).toEqual([
      'Statement[0]',
      'Statement[1]',
    ]);
  });
});

describe('statements', () => {
  test('a whole statement is read with the path of every part', () => {
    const key = 'oidc.eks.eu-west-1.amazonaws.com/id/EX:sub';
    const statement = {
      Sid: 'Pods',
      Effect: 'Allow',
      Principal: { AWS: '111122223333', Federated: ['arn:a', 'arn:b'] },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringLike: { [key]: ['a', 'b*'] },
        'foranyvalue:stringequalsifexists': { 'AWS:TagKeys': 'x' },
      },
    };
    const path = `Statement[0].Condition.StringLike["${key}"]`;
    const other = 'Statement[0].Condition["foranyvalue:stringequalsifexists"]["AWS:TagKeys"]';
    expect(mustParse({ Version: '2012-10-17', Statement: [statement] }).statements[0]).toEqual({
      path: 'Statement[0]',
      sid: 'Pods',
      effect: 'Allow',
      principals: [
        { type: 'AWS', value: '111122223333', path: 'Statement[0].Principal.AWS' },
        { type: 'Federated', value: 'arn:a', path: 'Statement[0].Principal.Federated[0]' },
        { type: 'Federated', value: 'arn:b', path: 'Statement[0].Principal.Federated[1]' },
      ],
      notPrincipals: null,
      actions: [{ value: 'sts:AssumeRoleWithWebIdentity', path: 'Statement[0].Action' }],
      notActions: null,
      resources: null,
      notResources: null,
      conditions: [
        {
          path,
          operator: 'StringLike',
          written: 'StringLike',
          ifExists: false,
          set: null,
          key,
          lowerKey: key.toLowerCase(),
          values: [
            { value: 'a', path: `${path}[0]` },
            { value: 'b*', path: `${path}[1]` },
          ],
        },
        {
          path: other,
          operator: 'StringEquals',
          written: 'foranyvalue:stringequalsifexists',
          ifExists: true,
          set: 'ForAnyValue',
          key: 'AWS:TagKeys',
          lowerKey: 'aws:tagkeys',
          values: [{ value: 'x', path: other }],
        },
      ],
    });
  });

  test('the bare star principal has a type of its own', () => {
    const star = { type: '*', value: '*', path: 'Statement.Principal' };
    expect(one({ ...ALLOW, Principal: '*' }).principals).toEqual([star]);
    expect(one({ ...ALLOW, Principal: { AWS: '*' } }).principals).toEqual([
      { type: 'AWS', value: '*', path: 'Statement.Principal.AWS' },
    ]);
  });

  test('the negated elements are read', () => {
    const statement = one({ Effect: 'Deny', NotPrincipal: '*', NotAction: ['a:b'], NotResource: 'c' });
    expect([statement.principals, statement.actions, statement.resources]).toEqual([null, null, null]);
    expect(statement.notPrincipals).toEqual([{ type: '*', value: '*', path: 'Statement.NotPrincipal' }]);
    expect(statement.notActions).toEqual([{ value: 'a:b', path: 'Statement.NotAction[0]' }]);
    expect(statement.notResources).toEqual([{ value: 'c', path: 'Statement.NotResource' }]);
  });

  test('numbers and booleans are condition values', () => {
    const condition = {
      NumericLessThan: { a: [3600, -0.5] },
      Bool: { b: true },
      StringEquals: { c: 111122223333 },
    };
    const values = one({ ...ALLOW, Condition: condition }).conditions.flatMap((read) => read.values);
    expect(values.map(({ value }) => value)).toEqual(['3600', '-0.5', 'true', '111122223333']);
  });

  test.for<[written: string, operator: string, ifExists: boolean, set: string | null]>([
    ['StringEquals', 'StringEquals', false, null],
    ['STRINGEQUALS', 'StringEquals', false, null],
    ['stringlikeIFEXISTS', 'StringLike', true, null],
    ['ForAllValues:ArnNotLike', 'ArnNotLike', false, 'ForAllValues'],
    ['FORANYVALUE:ArnLikeIfExists', 'ArnLike', true, 'ForAnyValue'],
    ['Null', 'Null', false, null],
    ['ForAllValues:Null', 'Null', false, 'ForAllValues'],
    ['NullIfExists', 'unknown', false, null],
    ['StringMatches', 'unknown', false, null],
    ['ForSomeValues:StringEquals', 'unknown', false, null],
    ['IfExists', 'unknown', false, null],
    ['String\nEquals', 'unknown', false, null],
    ['', 'unknown', false, null],
    ['__proto__', 'unknown', false, null],
  ])('the operator %j is read as %s', ([written, operator, ifExists, set]) => {
    const json = JSON.stringify({ Statement: { ...ALLOW, Condition: { [written]: 0 } } }).replace(
      ':0',
      ':{"k":"v"}',
    );
    expect(mustParse(json).statements[0]?.conditions[0]).toMatchObject({ operator, ifExists, set, written });
  });

  test('empty lists and empty conditions are read, for AWS accepts them', () => {
    const statement = one({
      Effect: 'Allow',
      Principal: {},
      Action: [],
      Resource: [],
      Condition: { Bool: {} },
    });
    expect(statement).toMatchObject({ principals: [], actions: [], resources: [], conditions: [] });
    expect(one({ ...ALLOW, Condition: { Bool: { k: [] } } }).conditions[0]?.values).toEqual([]);
  });

  test('__proto__ is a key like any other', () => {
    const json =
      '{"Statement": {"Effect": "Allow", "Action": "*", "Condition": {"StringEquals": {"__proto__": "x"}}}}';
    expect(mustParse(json).statements[0]?.conditions[0]?.key).toBe('__proto__');
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});
