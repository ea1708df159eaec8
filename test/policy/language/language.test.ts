import {
  arnPattern,
  complement,
  countMembers,
  createBudget,
  difference,
  everyText,
  exactly,
  globPattern,
  has,
  ignoringCase,
  intersection,
  isEmpty,
  isEqual,
  isFiniteLanguage,
  isIncluded,
  type Language,
  letter,
  lettersOf,
  listMembers,
  literal,
  natural,
  noText,
  repeated,
  sequence,
  shortest,
  TooComplex,
  toDfa,
  toLanguage,
  union,
} from '@podguard/policy';
import { describe, expect, test } from 'vitest';

const label = toLanguage(sequence(literal('x-'), repeated(letter(lettersOf('-a-c.')))), createBudget());

test.for([
  [noText, 0, 0n],
  [exactly('', 'a', 'bb', 'cc'), 0, 1n],
  [exactly('', 'a', 'bb', 'cc'), 2, 2n],
  [label, 3, 5n],
  [label, 5, 125n],
  [union(label, exactly('abc', 'x-a')), 3, 6n],
] as const)('there are so many members of a length', ([language, length, count]) => {
  expect(countMembers(language, length)).toBe(count);
});

describe('what is special', () => {
  test('no text, every text and a list', () => {
    expect([isEmpty(noText), isEmpty(everyText), isEmpty(exactly())]).toEqual([true, false, true]);
    expect([shortest(noText), shortest(everyText), shortest(exactly('bb', 'a', 'c'))]).toEqual([
      null,
      '',
      'a',
    ]);
    expect(isEqual(complement(noText), everyText)).toBe(true);
    expect(isEqual(union(exactly('a'), complement(exactly('a'))), everyText)).toBe(true);
    expect(isIncluded(everyText, exactly('a'))).toBe(false);
    expect(isIncluded(exactly('a'), noText)).toBe(false);
    expect(globPattern('**')).toBe(everyText);
    expect(intersection(everyText, label)).toBe(label);
    expect(difference(label, label)).toBe(noText);
    expect(union(label, label)).toBe(label);
  });

  test('a star is any text at all, a new line and other planes too; a question mark one code point', () => {
    expect(has(globPattern('a*'), 'a\n\u{1F600}')).toBe(true);
    expect(has(globPattern('?'), '\u{1F600}')).toBe(true);
    expect(has(globPattern('?'), '')).toBe(false);
  });
});

describe('patterns', () => {
  test.for([
    ['arn:aws:iam::*:role/a', 'arn:aws:iam::1:role/a', true],
    ['arn:aws:iam::*:role/a', 'arn:aws:iam::1:2:role/a', false],
    ['arn:aws:iam::1:*', 'arn:aws:iam::1:role:a', true],
    ['arn:aws:iam::1:role/a', 'arn:aws:iam::1:role/a', true],
  ] as const)('%s and %s: %s', ([pattern, text, expected]) => {
    expect(has(arnPattern(pattern) ?? noText, text)).toBe(expected);
  });

  test('a pattern of fewer than six parts is none of an ARN', () => {
    expect(arnPattern('arn:aws:*')).toBeNull();
  });

  test('case is ignored in ASCII, and beyond it only where a letter comes to one of ASCII', () => {
    expect(listMembers(ignoringCase('kA-')!, 10)).toEqual([
      'KA-',
      'Ka-',
      'kA-',
      'ka-',
      '\u212aA-',
      '\u212aa-',
    ]);
    expect(ignoringCase('é')).toBeNull();
  });

  test('the shape of a pattern of many runs stays as small as it looks', () => {
    expect(toDfa(globPattern('*a*a*a*a*a*')).edges).toHaveLength(6);
  });
});

describe('members', () => {
  test('a natural one follows the first likeness that has any', () => {
    const likenesses = [exactly('nowhere'), globPattern('*b*')];
    expect(natural(label, likenesses)).toBe('x-b');
    expect(natural(label, [])).toBe('x-');
    expect(natural(noText, likenesses)).toBeNull();
  });

  test('letters are those that a person would write, and no control character', () => {
    expect(shortest(globPattern('??'))).toBe('aa');
    expect(shortest(toLanguage(letter([[0, 0x7a]]), createBudget()))).toBe('a');
    expect(shortest(toLanguage(letter([[0, 0x2c]]), createBudget()))).toBe(' ');
    expect(shortest(toLanguage(letter([[0x21, 0x2c]]), createBudget()))).toBe('!');
    expect(shortest(toLanguage(letter([[0x21, 0x21]]), createBudget()))).toBe('!');
    expect(shortest(toLanguage(letter([[0, 8]]), createBudget()))).toBe('\0');
  });

  test('finite languages can be listed, up to a number', () => {
    const pairs = toLanguage(sequence(letter(lettersOf('a-c')), letter(lettersOf('01'))), createBudget());
    expect(isFiniteLanguage(pairs)).toBe(true);
    expect(listMembers(union(pairs, exactly('z')), 7)).toEqual(['a0', 'a1', 'b0', 'b1', 'c0', 'c1', 'z']);
    expect(listMembers(pairs, 5)).toBeNull();
    expect(listMembers(label, 5)).toBeNull();
    expect(isFiniteLanguage(label)).toBe(false);
  });

  test('a named member counts as one that a pattern has', () => {
    const mixed: Language = union(exactly('x-a', 'y'), label);
    expect([...mixed.words]).toEqual(['y']);
    expect(shortest(union(exactly('longer-than-that'), label))).toBe('x-');
  });
});

describe('bounds', () => {
  test('what takes too many states is refused, never answered wrongly', () => {
    expect(() => globPattern('*a????????????????????????*')).toThrow(TooComplex);
    expect(() => complement(exactly('a'.repeat(5000)))).toThrow('could not be decided within the bound');
    expect(() => union(label, globPattern('a*b'), createBudget(2))).toThrow(TooComplex);
  });

  test('an automaton whose states come apart one by one is not made small at any price', () => {
    const unlike = (length: number) => complement(globPattern(`${'${'.repeat(length / 2)}*`));
    expect(has(unlike(200), 'other')).toBe(true);
    expect(() => toDfa(unlike(4000))).toThrow(TooComplex);
  });
});
