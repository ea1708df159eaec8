import { describe, expect, test } from 'vitest';
import { type Row, run } from './condition-rows.ts';
import { conditionOutcome, explainCondition, type Keys } from './support.ts';

describe('a key that is missing, or has no value', () => {
  test.for<Row>([
    ['StringEquals', 'a', 'absent', 'no'],
    ['StringLike', '*', 'absent', 'no'],
    ['StringLike', '*', [], 'no'],
    ['NumericLessThan', '1', 'absent', 'no'],
    ['DateGreaterThan', '2026-01-01', 'absent', 'no'],
    ['Bool', 'false', 'absent', 'no'],
    ['BinaryEquals', 'QQ==', 'absent', 'no'],
    ['IpAddress', '0.0.0.0/0', 'absent', 'no'],
    ['ArnLike', '*', 'absent', 'no'],
    ['StringNotEquals', 'a', 'absent', 'yes'],
    ['StringNotLike', '*', 'absent', 'yes'],
    ['StringNotEqualsIgnoreCase', 'a', 'absent', 'yes'],
    ['NumericNotEquals', '1', 'absent', 'yes'],
    ['DateNotEquals', '2026-01-01', 'absent', 'yes'],
    ['NotIpAddress', '0.0.0.0/0', 'absent', 'yes'],
    ['ArnNotEquals', '*', 'absent', 'yes'],
    ['ArnNotLike', '*', 'absent', 'yes'],
    ['StringEqualsIfExists', 'a', 'absent', 'yes'],
    ['StringEqualsIfExists', 'a', ['b'], 'no'],
    ['StringEqualsIfExists', 'a', ['a'], 'yes'],
    ['StringNotEqualsIfExists', 'a', 'absent', 'yes'],
    ['StringNotEqualsIfExists', 'a', ['a'], 'no'],
    ['BoolIfExists', 'true', 'absent', 'yes'],
    ['BoolIfExists', 'true', ['false'], 'no'],
    ['StringEquals', 'a', 'unknown', 'unknown'],
    ['StringEqualsIfExists', 'a', 'unknown', 'unknown'],
    ['StringNotLike', '*', 'unknown', 'unknown'],
  ])('%s %j is asked of %j: %s', run);
});

describe('Null', () => {
  test.for<Row>([
    ['Null', 'true', 'absent', 'yes'],
    ['Null', true, ['a'], 'no'],
    ['Null', 'false', 'absent', 'no'],
    ['Null', 'false', ['a', 'b'], 'yes'],
    ['Null', 'true', [], 'yes'],
    ['Null', ['true', 'false'], ['a'], 'yes'],
    ['Null', 'true', 'unknown', 'unknown'],
    ['Null', 'false', [''], 'unknown'],
    ['Null', 'yes', ['a'], 'unknown'],
    ['Null', [], ['a'], 'unknown'],
    ['ForAllValues:Null', 'true', ['a'], 'yes'],
    ['ForAnyValue:Null', 'true', 'absent', 'no'],
  ])('%s %j is asked of %j: %s', run);
});

describe('set prefixes', () => {
  test.for<Row>([
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b', 'a'], 'yes'],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], 'no'],
    ['ForAllValues:StringEquals', 'a', 'absent', 'yes'],
    ['ForAllValues:StringEquals', 'a', [], 'yes'],
    ['ForAllValues:StringEquals', 'a', 'unknown', 'unknown'],
    ['ForAllValues:StringEquals', 'a', ['a'], 'yes'],
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'd'], 'yes'],
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'a'], 'no'],
    ['ForAllValues:StringNotEquals', 'a', 'absent', 'yes'],
    ['ForAllValues:StringLike', 'a*', ['ab', 'ac'], 'yes'],
    ['ForAllValues:StringEqualsIfExists', 'a', 'absent', 'yes'],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'b'], 'yes'],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'd'], 'no'],
    ['ForAnyValue:StringEquals', 'a', 'absent', 'no'],
    ['ForAnyValue:StringEquals', 'a', [], 'no'],
    ['ForAnyValue:StringEquals', 'a', 'unknown', 'unknown'],
    ['ForAnyValue:StringNotEquals', 'a', ['a', 'b'], 'yes'],
    ['ForAnyValue:StringNotEquals', 'a', ['a', 'a'], 'no'],
    ['ForAnyValue:StringNotEquals', 'a', 'absent', 'no'],
    ['ForAnyValue:StringEqualsIfExists', 'a', 'absent', 'yes'],
    ['ForAnyValue:NumericLessThan', '10', ['12', '3'], 'yes'],
    ['ForAllValues:NumericLessThan', '10', ['x', '30'], 'no'],
    ['StringEquals', ['a', 'b'], ['a', 'b'], 'unknown'],
    ['StringNotEquals', 'a', ['b', 'c'], 'unknown'],
    ['ForAllValues:StringEquals', 'a', [''], 'unknown'],
    ['ForAllValues:StringEquals', '', [''], 'yes'],
    ['ForAnyValue:StringEquals', 'a', ['', ''], 'no'],
    ['ForAnyValue:StringEquals', '', [''], 'unknown'],
  ])('%s %j is asked of %j: %s', run);
});

describe('a condition without values', () => {
  test.for<Row>([
    ['StringEquals', [], ['a'], 'unknown'],
    ['StringNotEquals', [], 'absent', 'unknown'],
    ['ForAllValues:StringEquals', [], 'absent', 'yes'],
    ['ForAllValues:StringEquals', [], ['a'], 'no'],
    ['ForAllValues:StringEquals', [], 'unknown', 'unknown'],
    ['ForAnyValue:StringEquals', [], ['a'], 'no'],
    ['ForAnyValue:StringEquals', [], 'unknown', 'no'],
    ['StringEqualsIfExists', [], 'absent', 'yes'],
    ['StringEqualsIfExists', [], ['a'], 'no'],
    ['ForAnyValue:StringEqualsIfExists', [], ['a'], 'no'],
    ['ForAnyValue:StringEqualsIfExists', [], 'absent', 'unknown'],
  ])('%s %j is asked of %j: %s', run);
});

describe('keys and operators', () => {
  test('an operator that IAM does not have is undecided', () => {
    const path = 'Statement.Condition.StringMatches["aws:k"]';
    expect(explainCondition({ StringMatches: { 'aws:k': 'a' } }, { 'aws:k': ['a'] })).toEqual({
      path,
      outcome: 'unknown',
      reason: 'IAM documents no operator "StringMatches"',
    });
  });

  test('the case of a key does not matter, neither in the policy nor in the request', () => {
    expect(conditionOutcome({ StringEquals: { 'AWS:SourceIP': 'a' } }, { 'aws:sourceIp': ['a'] })).toBe(
      'yes',
    );
  });

  test('two spellings of a key that agree are one key', () => {
    expect(conditionOutcome({ StringEquals: { k: 'a' } }, { K: ['a'], k: ['a'] })).toBe('yes');
  });

  test('two spellings of a key that do not agree leave it unknown', () => {
    expect(conditionOutcome({ StringEquals: { k: 'a' } }, { K: ['a'], k: ['b'] })).toBe('unknown');
  });

  test('__proto__ as a key of the request is a key like any other', () => {
    const context = JSON.parse('{"__proto__": ["a"]}') as Keys;
    const condition = JSON.parse('{"StringEquals": {"__proto__": "a"}}') as object;
    expect(conditionOutcome(condition, context)).toBe('yes');
    expect(conditionOutcome({ StringEquals: { constructor: 'a' } }, {})).toBe('no');
  });

  test('a value that is shown is cut', () => {
    const { reason } = explainCondition({ StringEquals: { k: 'a' } }, { k: ['x'.repeat(500)] });
    expect(reason).toBe(`k is "${'x'.repeat(80)}..."`);
  });
});
