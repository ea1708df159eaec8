import { parsePolicy } from '@podguard/policy';
import { describe, expect, test } from 'vitest';
import { ALLOW } from './parsing.ts';

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
