import { policyPathOf, statementOf, statementPath } from '@podguard/manifests';
import { describe, expect, it } from 'vitest';

const DOCUMENT = JSON.stringify({
  Statement: [
    { Effect: 'Deny', Action: '*' },
    { Effect: 'Allow', Condition: { StringLike: { 'issuer.example/id:sub': ['a', 'b"]'] } } },
  ],
});

describe('statementOf', () => {
  it('shows the statement and marks the lines that decided', () => {
    const path = 'Statement[1].Condition.StringLike["issuer.example/id:sub"][1]';
    const statement = statementOf(DOCUMENT, [path, path, 'Statement[1].Effect', 'Statement[1]']);
    expect(statement).toMatchObject({ path: 'Statement[1]' });
    expect(statement?.deciding.map((line) => statement.text.split('\n')[line])).toEqual([
      '        "b\\"]"',
      '  "Effect": "Allow",',
    ]);
  });

  it('shows the single statement of a document without a list', () => {
    expect(statementOf('{"Statement": {"Effect": "Allow"}}', ['Statement.Effect'])).toEqual({
      path: 'Statement',
      text: '{\n  "Effect": "Allow"\n}',
      deciding: [1],
    });
  });

  it.for([['Statement[2]'], ['Statement'], ['Other'], ['']])('has none for %j', ([path]) => {
    expect(statementOf(DOCUMENT, [path as string])).toBeUndefined();
  });

  it('has none in what is no JSON', () => {
    expect(statementOf('{', ['Statement[0]'])).toBeUndefined();
  });
});

describe('policyPathOf', () => {
  it.for([
    ['Statement[0].Condition.Bool["a:b"]', 'Statement[0].Condition.Bool["a:b"]'],
    ['inline policy read: Statement[1]', 'Statement[1]'],
    ['p/version.json: Statement', 'Statement'],
    ['trust.Statement[0].Principal.AWS', 'Statement[0].Principal.AWS'],
    ['roleArn', undefined],
    ['state.Statement', undefined],
    ['OtherStatement[0]', undefined],
  ] as const)('%s', ([path, expected]) => {
    expect(policyPathOf(path)).toBe(expected);
  });

  it('begins with the path of a statement', () => {
    expect(statementPath('Statement[12].Action[0]')).toBe('Statement[12]');
    expect(statementPath('Statement.Action')).toBe('Statement');
  });
});
