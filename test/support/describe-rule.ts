export { describeRule, type RuleCase, type RuleCases } from 'podguard/testing';
