import { toOutcome } from '../outcome.ts';
import { exactText } from '../variables.ts';
import type { OperatorRule } from './operator-rule.ts';

/**
 * Compares with "true" or "false"; any other spelling is undecided. So is a policy variable, which AWS's operator
 * page allows here and its page on variables does not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Boolean
 */
export const boolOperators = {
  Bool: {
    negated: false,
    variables: false,
    compare: (actual, expected) => {
      const wanted = exactText(expected);
      return isBool(actual) && isBool(wanted) ? toOutcome(actual === wanted) : 'unknown';
    },
  },
} satisfies Record<string, OperatorRule>;

function isBool(text: string): boolean {
  return text === 'true' || text === 'false';
}
