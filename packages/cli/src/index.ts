export { ruleMarkdown } from './commands/rules.ts';
export { run } from './run.ts';
export { scan } from './scan.ts';
export type { Terminal } from './terminal.ts';
