import {
  arnPattern,
  complement,
  difference,
  exactly,
  globMatches,
  globPattern,
  has,
  ignoringCase,
  intersection,
  isEmpty,
  isEqual,
  isIncluded,
  type Language,
  listMembers,
  natural,
  shortest,
  toDfa,
  union,
} from '@podguard/policy';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conditionOutcome } from '../policy/support.ts';

const LETTERS = ['a', 'b', ':', '\u{1F600}'];
const text = fc.string({ unit: fc.constantFrom(...LETTERS), maxLength: 7 });
const pattern = fc.string({ unit: fc.constantFrom(...LETTERS, '*', '*', '?'), maxLength: 7 });
const leaf: fc.Arbitrary<Language> = fc.oneof(
  pattern.map((glob) => globPattern(glob)),
  fc.array(text, { maxLength: 3 }).map((texts) => exactly(...texts)),
);
const language: fc.Arbitrary<Language> = fc.letrec<{ tree: Language }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.tuple(tie('tree'), tie('tree')).map(([one, other]) => union(one, other)),
    fc.tuple(tie('tree'), tie('tree')).map(([one, other]) => intersection(one, other)),
    fc.tuple(tie('tree'), tie('tree')).map(([one, other]) => difference(one, other)),
    tie('tree').map((one) => complement(one)),
  ),
})).tree;
const runs = { numRuns: 1000 };

describe('a pattern', () => {
  test('has the members that it matches', () => {
    fc.assert(
      fc.property(pattern, text, (glob, word) => {
        expect(has(globPattern(glob), word)).toBe(globMatches(glob, word));
      }),
      { numRuns: 5000 },
    );
  });

  test('of an ARN has the members that the operator matches', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 3 });
    const arn = fc.array(part, { minLength: 6, maxLength: 6 }).map((parts) => parts.join(':'));
    const value = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 3 }), {
      minLength: 6,
      maxLength: 8,
    });
    fc.assert(
      fc.property(arn, value, (glob, parts) => {
        const word = parts.join(':');
        const outcome = conditionOutcome({ ArnLike: { 'aws:x': glob } }, { 'aws:x': [word] });
        expect(has(arnPattern(glob)!, word) ? 'yes' : 'no').toBe(outcome);
      }),
      { numRuns: 3000 },
    );
  });

  test('without case has the members that differ in case only', () => {
    const mixed = fc.string({ unit: fc.constantFrom('k', 'K', 'a', 'A', '-', '\u212a'), maxLength: 4 });
    const ascii = fc.string({ unit: fc.constantFrom('k', 'K', 'a', '-'), maxLength: 4 });
    fc.assert(
      fc.property(ascii, mixed, (wanted, word) => {
        expect(has(ignoringCase(wanted)!, word)).toBe(word.toLowerCase() === wanted.toLowerCase());
      }),
      runs,
    );
  });
});

describe('algebra', () => {
  test('the operations mean what they say, member by member', () => {
    fc.assert(
      fc.property(language, language, text, (one, other, word) => {
        const [left, right] = [has(one, word), has(other, word)];
        expect(has(union(one, other), word)).toBe(left || right);
        expect(has(intersection(one, other), word)).toBe(left && right);
        expect(has(difference(one, other), word)).toBe(left && !right);
        expect(has(complement(one), word)).toBe(!left);
      }),
      runs,
    );
  });

  test('a complement twice is the language itself', () => {
    fc.assert(
      fc.property(language, (one) => {
        expect(isEqual(complement(complement(one)), one)).toBe(true);
      }),
      runs,
    );
  });

  test('de Morgan, and the order of a union does not matter', () => {
    fc.assert(
      fc.property(language, language, (one, other) => {
        expect(isEqual(complement(union(one, other)), intersection(complement(one), complement(other)))).toBe(
          true,
        );
        expect(isEqual(union(one, other), union(other, one))).toBe(true);
      }),
      runs,
    );
  });

  test('inclusion is what no member speaks against, and what fails has a member that shows it', () => {
    fc.assert(
      fc.property(
        language,
        language,
        fc.array(text, { minLength: 20, maxLength: 20 }),
        (one, other, words) => {
          const included = isIncluded(one, other);
          if (included) for (const word of words) expect(!has(one, word) || has(other, word)).toBe(true);
          const outside = shortest(difference(one, other));
          expect(outside === null).toBe(included);
          if (outside !== null) expect([has(one, outside), has(other, outside)]).toEqual([true, false]);
        },
      ),
      runs,
    );
  });

  test('equal languages have the same smallest automaton size', () => {
    fc.assert(
      fc.property(language, language, (one, other) => {
        if (!isEqual(one, other)) return;
        expect(toDfa(one).edges.length).toBe(toDfa(other).edges.length);
      }),
      runs,
    );
  });
});

describe('members', () => {
  test('no member is shorter than the shortest', () => {
    fc.assert(
      fc.property(language, text, (one, word) => {
        const least = shortest(one);
        expect(least === null).toBe(isEmpty(one));
        if (has(one, word)) expect(Array.from(least!).length).toBeLessThanOrEqual(Array.from(word).length);
      }),
      runs,
    );
  });

  test('a natural one is a member, and alike where it can be', () => {
    fc.assert(
      fc.property(language, pattern, (one, glob) => {
        const like = globPattern(glob);
        const member = natural(one, [like]);
        if (member !== null) expect(has(one, member)).toBe(true);
        if (!isEmpty(intersection(one, like))) expect(has(like, member!)).toBe(true);
      }),
      runs,
    );
  });

  test('a list is all of them', () => {
    fc.assert(
      fc.property(language, text, (one, word) => {
        const members = listMembers(one, 50);
        if (members !== null) expect(members.includes(word)).toBe(has(one, word));
      }),
      runs,
    );
  });
});
