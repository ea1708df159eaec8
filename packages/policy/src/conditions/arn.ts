import { matchArn } from '../arn-pattern.ts';
import { matchPieces } from '../variables.ts';
import type { OperatorRule } from './operator-rule.ts';

const like: OperatorRule = {
  negated: false,
  variables: true,
  compare: (actual, expected) => matchPieces(expected, (pattern) => matchArn(pattern, actual)),
};

/**
 * The Equals and the Like operators behave identically: both take wildcards.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export const arnOperators = {
  ArnEquals: like,
  ArnLike: like,
  ArnNotEquals: { ...like, negated: true },
  ArnNotLike: { ...like, negated: true },
} satisfies Record<string, OperatorRule>;
