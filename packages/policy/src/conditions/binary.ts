import { toOutcome } from '../outcome.ts';
import { exactText } from '../variables.ts';
import type { OperatorRule } from './operator-rule.ts';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Compares bytes; both the policy's value and the request's are given in base64, and anything else is undecided.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_BinaryEquals
 */
export const binaryOperators = {
  BinaryEquals: {
    negated: false,
    variables: false,
    compare: (actual, expected) => {
      const wanted = exactText(expected);
      if (!BASE64.test(actual) || !BASE64.test(wanted)) return 'unknown';
      return toOutcome(atob(actual) === atob(wanted));
    },
  },
} satisfies Record<string, OperatorRule>;
