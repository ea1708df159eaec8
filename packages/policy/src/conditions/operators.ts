import { arnOperators } from './arn.ts';
import { binaryOperators } from './binary.ts';
import { boolOperators } from './bool.ts';
import { dateOperators } from './date.ts';
import { ipOperators } from './ip.ts';
import { numericOperators } from './numeric.ts';
import type { OperatorRule } from './operator-rule.ts';
import { stringOperators } from './string.ts';

/** Every operator that compares values. `Null`, which asks whether the key is there at all, is not one of them. */
export const conditionOperators = {
  ...stringOperators,
  ...numericOperators,
  ...dateOperators,
  ...boolOperators,
  ...binaryOperators,
  ...ipOperators,
  ...arnOperators,
} satisfies Record<string, OperatorRule>;

export type ComparingOperator = keyof typeof conditionOperators;

export type ConditionOperator = ComparingOperator | 'Null';
