import { type Policy, parsePolicy } from '@podguard/policy';
import { describe, expect, test } from 'vitest';
import { mustParse } from './support.ts';

const ALLOW = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

function one(statement: object): Policy['statements'][number] {
  return mustParse({ Statement: statement }).statements[0]!;
}

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

describe('what is refused, and where', () => {
  test.for<[name: string, statement: unknown, path: string, message: RegExp]>([
    [
      'an effect in another case',
      { ...ALLOW, Effect: 'allow' },
      '.Effect',
      /^must be Allow or Deny, is the string "al/,
    ],
    ['no effect', { Action: '*' }, '.Effect', /^must be Allow or Deny, is missing$/],
    ['an element in another case', { ...ALLOW, effect: 'Deny' }, '.effect', /must be written Effect/],
    [
      'an element that does not exist',
      { ...ALLOW, Principals: '*' },
      '.Principals',
      /not one of Sid, Effect/,
    ],
    ['the key __proto__', JSON.parse('{"__proto__": 1}'), '.__proto__', /not one of/],
    ['no action', { Effect: 'Allow', Resource: '*' }, '.Action', /^must be there, or NotAction/],
    ['Action beside NotAction', { ...ALLOW, NotAction: '*' }, '.NotAction', /must not stand beside Action/],
    [
      'Principal beside NotPrincipal',
      { ...ALLOW, Principal: '*', NotPrincipal: '*' },
      '.NotPrincipal',
      /beside/,
    ],
    ['Resource beside NotResource', { ...ALLOW, NotResource: '*' }, '.NotResource', /beside Resource/],
    [
      'an action that is a number',
      { ...ALLOW, Action: ['a:b', 7] },
      '.Action[1]',
      /must be a string, is the number 7/,
    ],
    ['a resource that is null', { ...ALLOW, Resource: null }, '.Resource', /must be a string, is null/],
    ['a Sid that is a list', { ...ALLOW, Sid: ['a'] }, '.Sid', /must be a string, is a list/],
    [
      'a principal that is a name',
      { ...ALLOW, Principal: 'arn:x' },
      '.Principal',
      /must be "\*" or an object/,
    ],
    [
      'a principal that is a list',
      { ...ALLOW, Principal: ['*'] },
      '.Principal',
      /must be "\*" or an object, is a list/,
    ],
    [
      'a type of principal in another case',
      { ...ALLOW, Principal: { aws: '*' } },
      '.Principal.aws',
      /written AWS/,
    ],
    [
      'a type that does not exist',
      { ...ALLOW, Principal: { User: '*' } },
      '.Principal.User',
      /not one of AWS/,
    ],
    [
      'an account that is a number',
      { ...ALLOW, Principal: { AWS: 1 } },
      '.Principal.AWS',
      /must be a string/,
    ],
    ['a condition that is a text', { ...ALLOW, Condition: 'x' }, '.Condition', /must be an object/],
    [
      'an operator without keys',
      { ...ALLOW, Condition: { Bool: true } },
      '.Condition.Bool',
      /is the boolean true/,
    ],
    [
      'a value that is null',
      { ...ALLOW, Condition: { Bool: { k: [null] } } },
      '.Condition.Bool.k[0]',
      /a boolean, is null/,
    ],
    [
      'a value that is an object',
      { ...ALLOW, Condition: { Bool: { k: {} } } },
      '.Condition.Bool.k',
      /is an object/,
    ],
    [
      'a key twice',
      { ...ALLOW, Condition: { Bool: { 'a:b': '1', 'A:b': '2' } } },
      '.Condition.Bool["A:b"]',
      /twice/,
    ],
    [
      'an operator twice',
      { ...ALLOW, Condition: { Bool: {}, bool: {} } },
      '.Condition.bool',
      /differing by case/,
    ],
    [
      'a number that cannot be held',
      { ...ALLOW, Condition: { Bool: { k: 2 ** 60 } } },
      '.Condition.Bool.k',
      /as a string/,
    ],
    ['infinity', { ...ALLOW, Condition: { Bool: { k: Infinity } } }, '.Condition.Bool.k', /as a string/],
    ['a function', { ...ALLOW, Sid: () => 1 }, '.Sid', /must be JSON, is a function/],
    ['a big integer', { ...ALLOW, Sid: 1n }, '.Sid', /must be JSON, is a bigint/],
    ['a hole in a list', { ...ALLOW, Action: [undefined] }, '.Action[0]', /must be JSON, is a undefined/],
    ['a statement that is a text', 'Allow', '', /must be an object, is the string "Allow"/],
  ])('%s', ([, statement, path, message]) => {
    const result = parsePolicy({ Statement: [ALLOW, statement] });
    expect(result).toEqual({
      ok: false,
      error: { path: `Statement[1]${path}`, message: expect.stringMatching(message) },
    });
  });

  test.for<[name: string, input: unknown, path: string, message: RegExp]>([
    ['an empty text', '', '', /must be JSON/],
    ['a text that is no JSON', '{"Statement": }', '', /must be JSON/],
    ['a broken percent sequence', '%7B%zz', '', /URL-encoded/],
    ['URL-encoded text that is no JSON', '%7B', '', /must be JSON/],
    ['a list', [], '', /must be an object, is a list/],
    ['null', null, '', /must be an object, is null/],
    ['nothing', undefined, '', /must be JSON, is a undefined/],
    ['a number', '1', '', /must be an object, is the number 1/],
    ['no statement', {}, 'Statement', /must be there/],
    ['an empty list of statements', { Statement: [] }, 'Statement', /at least one/],
    [
      'an unknown version',
      { Version: '2012-10-18', Statement: ALLOW },
      'Version',
      /must be 2012-10-17 or 2008-10-17/,
    ],
    ['a version that is a number', { Version: 2012, Statement: ALLOW }, 'Version', /is the number 2012/],
    ['an Id that is an object', { Id: {}, Statement: ALLOW }, 'Id', /must be a string, is an object/],
    ['an unknown element', { Statement: ALLOW, 'x y': 1 }, '["x y"]', /unknown element/],
    ['an element in another case', { statement: ALLOW }, 'statement', /must be written Statement/],
  ])('%s', ([, input, path, message]) => {
    expect(parsePolicy(input)).toEqual({
      ok: false,
      error: { path, message: expect.stringMatching(message) },
    });
  });

  test('an object that throws when it is read', () => {
    const trap = {
      get Statement(): never {
        throw new Error('trap');
      },
    };
    expect(parsePolicy(trap)).toEqual({ ok: false, error: { path: '', message: 'cannot be read' } });
  });
});

describe('bounds', () => {
  const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  test.for<[name: string, input: unknown, limits: object, path: string, limit: string]>([
    ['a long text', ' '.repeat(131_073), {}, '', 'maxCharacters'],
    ['long strings in an object', { Id: 'x'.repeat(131_073), Statement: ALLOW }, {}, 'Id', 'maxCharacters'],
    ['long keys in an object', { ['x'.repeat(131_073)]: 1 }, {}, '', 'maxCharacters'],
    ['deep text', deep(60_000), {}, '[0]'.repeat(12), 'maxDepth'],
    ['many statements', { Statement: Array(501).fill(ALLOW) }, {}, 'Statement', 'maxStatements'],
    ['a long list', { Statement: { ...ALLOW, Action: Array(20_001) } }, {}, 'Statement.Action', 'maxValues'],
    ['a limit of the caller', { Statement: [ALLOW] }, { maxValues: 2 }, 'Statement[0]', 'maxValues'],
  ])('%s is refused', ([, input, limits, path, limit]) => {
    const message = expect.stringContaining(`(${limit})`);
    expect(parsePolicy(input, limits)).toEqual({ ok: false, error: { path, message } });
  });

  test('an object that contains itself is refused', () => {
    const cycle: Record<string, unknown> = {};
    cycle.a = cycle;
    expect(parsePolicy(cycle)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('maxDepth') },
    });
  });

  test('as many statements as allowed are read', () => {
    expect(parsePolicy({ Statement: Array(500).fill(ALLOW) }).ok).toBe(true);
  });
});
