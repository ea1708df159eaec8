export type { OperatorRule } from './conditions/operator-rule.ts';
export {
  type ComparingOperator,
  type ConditionOperator,
  conditionOperators,
} from './conditions/operators.ts';
export {
  type Assumption,
  type Decision,
  type EvaluateOptions,
  type Evaluation,
  evaluate,
} from './evaluate/evaluate.ts';
export type { PartExplanation, StatementExplanation } from './evaluate/explanation.ts';
export type { ContextValue, PolicyRequest, RequestPrincipal } from './evaluate/request.ts';
export { globMatches } from './glob.ts';
export type { Outcome } from './outcome.ts';
export type { ParseLimits } from './parse/limits.ts';
export { type ParseResult, parsePolicy } from './parse/parse-policy.ts';
export type {
  Condition,
  Policy,
  PolicyText,
  PolicyVersion,
  Principal,
  PrincipalType,
  Statement,
} from './policy.ts';
export { type Piece, parseTemplate, type TemplatePart } from './variables.ts';
