import type { Rule } from '@podguard/core';

/** What is told of a rule. */
export type RuleWords = Pick<Rule, 'mend'> & Partial<Pick<Rule, 'references'>>;

/** What the texts need beside the alert. */
export interface Wording {
  /** Undefined for a rule that is not in the catalogue any more. */
  readonly ruleOf: (id: string) => RuleWords | undefined;
  /** What `--store` of the command line takes, `dynamodb:TABLE@REGION`. */
  readonly store: string;
}
