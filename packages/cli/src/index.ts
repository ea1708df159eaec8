export { ruleMarkdown } from './commands/rules.ts';
export { run } from './run.ts';
export type { Terminal } from './terminal.ts';
