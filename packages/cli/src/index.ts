export type {
  ConfigInput,
  Context,
  Evidence,
  Kind,
  Resource,
  Rule,
  Severity,
  Verdict,
  Witness,
} from '@podguard/core';
export {
  defineConfig,
  defineRule,
  fail,
  indeterminate,
  notApplicable,
  pass,
  undecidable,
} from '@podguard/core';
export { ruleMarkdown } from './rule-markdown.ts';
export { run } from './run.ts';
export { scan } from './scan.ts';
export type { Terminal } from './terminal.ts';
