import type { Rule } from '@podguard/core';

/** What the texts need beside the alert. */
export interface Wording {
  /** Undefined for a rule that is not in the catalogue any more. */
  readonly ruleOf: (id: string) => Pick<Rule, 'mend'> | undefined;
  /** What `--store` of the command line takes, `dynamodb:TABLE@REGION`. */
  readonly store: string;
}
