import { codePoints, matchGlob } from '../glob.ts';
import { toOutcome } from '../outcome.ts';
import { exactText, matchPieces } from '../variables.ts';
import type { OperatorRule } from './operator-rule.ts';

const equals: OperatorRule = {
  negated: false,
  variables: true,
  compare: (actual, expected) => toOutcome(actual === exactText(expected)),
};

const equalsIgnoreCase: OperatorRule = {
  negated: false,
  variables: true,
  compare: (actual, expected) => toOutcome(actual.toLowerCase() === exactText(expected).toLowerCase()),
};

const like: OperatorRule = {
  negated: false,
  variables: true,
  compare: (actual, expected) => {
    const text = codePoints(actual);
    return matchPieces(expected, (pattern) => toOutcome(matchGlob(pattern, text)));
  },
};

/**
 * Wildcards are wildcards in the Like operators only: a `*` under `StringEquals` is a star.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String
 */
export const stringOperators = {
  StringEquals: equals,
  StringNotEquals: { ...equals, negated: true },
  StringEqualsIgnoreCase: equalsIgnoreCase,
  StringNotEqualsIgnoreCase: { ...equalsIgnoreCase, negated: true },
  StringLike: like,
  StringNotLike: { ...like, negated: true },
} satisfies Record<string, OperatorRule>;
