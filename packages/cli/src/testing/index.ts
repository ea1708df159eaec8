export { describeRule, type RuleCase, type RuleCases } from './describe-rule.ts';
export { ACCOUNT, configOf, REGION, resourceOf, type StateInput } from './states.ts';
