import { ServiceError } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { Command, CommanderError } from 'commander';
import { addExplain } from './commands/explain.ts';
import { addRules } from './commands/rules.ts';
import { addScan } from './commands/scan.ts';
import { addStart } from './commands/start.ts';
import { EXIT, type Terminal, write } from './terminal.ts';

/** Runs one command line and returns its exit status. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let status: number = EXIT.clean;
  const done = (code: number) => {
    status = code;
  };
  const program = new Command('podguard')
    .description('Watches how pods get AWS credentials: judges every change and proves each accusation.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    })
    .showHelpAfterError('(podguard COMMAND --help has examples)');
  addScan(program, { terminal, catalogue, done });
  addRules(program, { terminal, catalogue, done });
  addExplain(program, { terminal, catalogue, done });
  addStart(program, { terminal, catalogue, done });
  try {
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.unusable;
    if (!(error instanceof ServiceError)) throw error;
    await write(terminal.stderr, `podguard: ${error.message}\n`);
    return EXIT.unusable;
  }
}
