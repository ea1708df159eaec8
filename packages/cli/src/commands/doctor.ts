import { type Config, reasonOf, ServiceError } from '@podguard/core';
import { toJson } from '@podguard/report';
import { type Command, Option } from 'commander';
import { type AwsFlags, addAwsOptions } from '../aws-flags.ts';
import { loadConfig } from '../configuration.ts';
import type { Line } from '../doctor/line.ts';
import type { WorldOptions } from '../doctor/world.ts';
import { styleFor } from '../style.ts';
import { EXIT, type Terminal, tell } from '../terminal.ts';
import { type CommandDeps, writeResult } from './command.ts';

interface DoctorFlags extends AwsFlags {
  readonly stage: string;
  readonly config?: string;
  readonly sendTest?: boolean;
  readonly format?: 'table' | 'json' | 'ndjson';
  readonly output?: string;
  readonly quiet?: boolean;
  readonly color: boolean;
}

const EXAMPLES = `
It only reads, but for --send-test. The status is 1 where something fails, 3 where nothing fails and something could not be read.

Examples:
  podguard doctor --stage prod
  podguard doctor --stage prod --region eu-central-1 --profile security
  podguard doctor --stage prod --send-test
  podguard doctor --stage prod --format json | jq '.lines[] | select(.status != "ok")'`;

export function addDoctor(program: Command, deps: CommandDeps): void {
  const command = program
    .command('doctor')
    .description('proves a deployment: one line a check, and how to mend what fails')
    .requiredOption('--stage <name>', 'the stage that was deployed')
    .option('--config <file>', 'configuration (default: podguard.config.ts, where there is one)')
    .option('--send-test', 'send a message that says that it is a test through each channel')
    .addOption(
      new Option(
        '--format <format>',
        'how lines are written (default: table on a terminal, else ndjson)',
      ).choices(['table', 'json', 'ndjson']),
    )
    .option('--output <file>', 'write the lines to a file instead of the standard output')
    .option('--quiet', 'no counts and no progress')
    .option('--no-color', 'no colours')
    .addHelpText('after', EXAMPLES);
  addAwsOptions(command);
  command.action(async (flags: DoctorFlags) => deps.done(await doctor(flags, deps)));
}

async function doctor(flags: DoctorFlags, { terminal, catalogue }: CommandDeps): Promise<number> {
  const config = await loadConfig(terminal.directory, flags, catalogue);
  const lines = await examine(flags, config, terminal);
  const { renderCounts, renderLines } = await import('../doctor/render.ts');
  const isTable = flags.format === undefined && terminal.stdout.isTTY === true && flags.output === undefined;
  const format = flags.format ?? (isTable ? 'table' : 'ndjson');
  const style = styleFor(terminal.stdout, terminal, flags.color && flags.output === undefined);
  const text = {
    table: () => renderLines(lines, style),
    ndjson: () => lines.map((line) => `${toJson(line)}\n`).join(''),
    json: () => `${toJson({ lines }, 2)}\n`,
  };
  await writeResult(text[format](), flags, terminal);
  if (flags.quiet !== true)
    await tell(terminal.stderr, renderCounts(lines, styleFor(terminal.stderr, terminal, flags.color)));
  if (terminal.signal.aborted) return EXIT.interrupted;
  if (lines.some(({ status }) => status === 'fail')) return EXIT.findings;
  return lines.some(({ status }) => status === 'unknown') ? EXIT.partly : EXIT.clean;
}

async function examine(flags: DoctorFlags, config: Config, terminal: Terminal): Promise<readonly Line[]> {
  const { createAwsClients, regionOf } = await import('../doctor/aws-clients.ts');
  const { CHECKS, runChecks, TEST_MESSAGES } = await import('../doctor/checks.ts');
  const { findWorld } = await import('../doctor/world.ts');
  const home = await regionOf(flags);
  if (home === undefined)
    throw new ServiceError(
      'usage',
      'name the home region of the deployment with --region, or set AWS_REGION',
    );
  const clients = createAwsClients(flags);
  try {
    const options = { ...flags, endpoint: flags.endpointUrl, home, config, clients, now: () => new Date() };
    const world = await findWorld(options);
    await refuseUnknownStage(
      options,
      (await world.functionNamed('evaluate').catch(() => null)) !== undefined,
    );
    const shown = terminal.stderr.isTTY === true && flags.quiet !== true;
    const show = (name: string) => void (shown && terminal.stderr.write(`\r\u001b[2Kpodguard: ${name} ...`));
    const checks = flags.sendTest === true ? [...CHECKS, TEST_MESSAGES] : CHECKS;
    return await runChecks(world, checks, show).finally(() => shown && terminal.stderr.write('\r\u001b[2K'));
  } finally {
    clients.destroy();
  }
}

/** What could not be listed is not said to be none. */
function othersOf(stages: readonly string[] | string): string {
  if (typeof stages === 'string') return `which there are cannot be listed (${stages})`;
  return stages.length === 0 ? 'there is none' : `there are ${stages.join(', ')}`;
}

/** A stage of which nothing is there is a slip of the pen more often than a broken deployment. */
async function refuseUnknownStage(options: WorldOptions, exists: boolean): Promise<void> {
  if (exists) return;
  const { stagesIn } = await import('../doctor/world.ts');
  const stages = await stagesIn(options).catch((error: unknown) => reasonOf(error));
  if (typeof stages !== 'string' && stages.includes(options.stage)) return;
  const others = othersOf(stages);
  throw new ServiceError(
    'usage',
    `there is no stage ${options.stage} in ${options.home}: ${others}; name another with --stage, or its region with --region`,
  );
}
