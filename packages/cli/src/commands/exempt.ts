import type { Command } from 'commander';
import { addExemptAdd } from '../decide/exempt-add.ts';
import { addExemptList } from '../decide/exempt-list.ts';
import { addExemptRemove } from '../decide/exempt-remove.ts';
import type { CommandDeps } from './command.ts';

/** People's decisions to accept findings for a time. */
export function addExempt(program: Command, deps: CommandDeps): void {
  const command = program
    .command('exempt')
    .description('accept findings for a time: each exemption has a reason, an author and an end')
    .addHelpText('after', EXAMPLES);
  addExemptAdd(command, deps);
  addExemptList(command, deps);
  addExemptRemove(command, deps);
}

const EXAMPLES = `
Examples:
  podguard exempt add pg-4k7q --until 30d --reason "moves to Pod Identity in March"
  podguard exempt list
  podguard exempt remove ex-0a1b`;
