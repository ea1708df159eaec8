import { ServiceError } from '@podguard/core';
import { plain } from '@podguard/report';
import { catalogue as builtIn } from '@podguard/rules';
import { Command, CommanderError } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { awsHint } from './aws-hint.ts';
import { addAcknowledge } from './commands/acknowledge.ts';
import { addCheck } from './commands/check.ts';
import { addDoctor } from './commands/doctor.ts';
import { addDrift } from './commands/drift.ts';
import { addExempt } from './commands/exempt.ts';
import { addExplain } from './commands/explain.ts';
import { addRemediate } from './commands/remediate.ts';
import { addRemediations } from './commands/remediations.ts';
import { addReplay } from './commands/replay.ts';
import { addReport } from './commands/report.ts';
import { addRollback } from './commands/rollback.ts';
import { addRules } from './commands/rules.ts';
import { addScan } from './commands/scan.ts';
import { addStart } from './commands/start.ts';
import { loadCatalogue } from './configuration.ts';
import { refuseGivenTwice } from './given-twice.ts';
import { EXIT, type Terminal, tell, write } from './terminal.ts';
import { uncaughtText } from './uncaught.ts';

/** Runs one command line and returns its exit status. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await runProgram(args, terminal);
  } catch (error) {
    // Lines after the first are indented, so that none of them can pass for a message of its own.
    await tell(terminal.stderr, error instanceof ServiceError ? textOf(error) : uncaughtText(error));
    return EXIT.unusable;
  }
}

function textOf(error: ServiceError): string {
  const hint = awsHint(error);
  const lines = [...error.message.split('\n'), ...(hint === undefined ? [] : [hint])];
  return `podguard: ${lines.map(plain).join('\n  ')}\n`;
}

async function runProgram(args: readonly string[], terminal: Terminal): Promise<number> {
  let status: number = EXIT.clean;
  let out = '';
  let problems = '';
  const done = (code: number) => {
    status = code;
  };
  const program = new Command('podguard')
    .description('Watches how pods get AWS credentials: judges every change and proves each accusation.')
    .version(manifest.version, '--version', 'the version')
    // Those of a command with commands of its own would take theirs, too.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        out += text;
      },
      writeErr: (text) => {
        problems += text;
      },
    })
    .showHelpAfterError('(podguard COMMAND --help has examples)');
  const deps = { terminal, catalogue: builtIn, done };
  program.hook('preAction', async (_program, command) => {
    deps.catalogue = await loadCatalogue(terminal.directory, command.opts(), builtIn);
  });
  addScan(program, deps);
  addCheck(program, deps);
  addRules(program, deps);
  addExplain(program, deps);
  addReport(program, deps);
  addDrift(program, deps);
  addStart(program, deps);
  addDoctor(program, deps);
  addReplay(program, deps);
  addRemediate(program, deps);
  addRollback(program, deps);
  addRemediations(program, deps);
  addExempt(program, deps);
  addAcknowledge(program, deps);
  refuseGivenTwice(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    await tell(terminal.stderr, problems.split('\n').map(plain).join('\n'));
    if (out !== '') await write(terminal.stdout, out);
    return error.exitCode === 0 ? EXIT.clean : EXIT.unusable;
  }
}
