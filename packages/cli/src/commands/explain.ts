import { type Finding, knownAccounts, MIGRATION_TARGETS, type MigrationTarget } from '@podguard/core';
import { renderExplanation, renderMigration, type Style, toJson, unstyled } from '@podguard/report';
import { type AdviceInput, planMigration, recommend } from '@podguard/rules';
import { type Command, Option } from 'commander';
import { type AwsFlags, addAwsOptions } from '../aws-flags.ts';
import { readStatements } from '../check-statements.ts';
import { type ConfigFlags, loadConfig } from '../configuration.ts';
import { findOne } from '../decide/find-one.ts';
import { tellJudgedOtherwise } from '../judged-otherwise.ts';
import { addConfigOptions } from '../options.ts';
import { isFindingsFile, readFindings } from '../read-findings.ts';
import { readSurroundings } from '../read-surroundings.ts';
import { storeFlag } from '../store-flag.ts';
import { styleFor } from '../style.ts';
import { EXIT, type Terminal, widthOf } from '../terminal.ts';
import { type CommandDeps, writeResult } from './command.ts';

interface ExplainFlags extends ConfigFlags, AwsFlags {
  readonly store?: string;
  readonly format?: 'table' | 'json';
  readonly output?: string;
  readonly color: boolean;
  readonly migrateTo?: MigrationTarget;
}

const EXAMPLES = `
Examples:
  podguard explain pg-4k7q
  podguard scan logs/ --format ndjson --output findings.ndjson; podguard explain pg-4k7q --store findings.ndjson
  podguard scan logs/ --format ndjson | podguard explain pg-4k7q --store -
  podguard check trust.json --format ndjson | podguard explain pg-4k7q --store -
  podguard explain pg-4k7q --migrate-to pod-identity`;

export function addExplain(program: Command, deps: CommandDeps): void {
  const command = program
    .command('explain')
    .description('one finding whole: the evidence, who did it, how to mend it, and the way to another method')
    .argument('<finding>', 'its id, or any beginning of it that no other has')
    .option(
      '--store <where>',
      'a directory, dynamodb:TABLE[@REGION], a file of findings (NDJSON or JSON), or - (default: the configuration)',
    )
    .addOption(
      new Option('--format <format>', 'how it is written').choices(['table', 'json']).default('table'),
    )
    .addOption(
      new Option(
        '--migrate-to <method>',
        'the steps from how it gets its credentials to this method, written out for this resource',
      ).choices(MIGRATION_TARGETS),
    )
    .option('--output <file>', 'write to a file instead of the standard output')
    .option('--no-color', 'no colours')
    .addHelpText('after', EXAMPLES)
    .action((id: string, flags: ExplainFlags) => explain(id, flags, deps));
  addAwsOptions(addConfigOptions(command));
}

async function explain(
  id: string,
  flags: ExplainFlags,
  { terminal, catalogue, done }: CommandDeps,
): Promise<void> {
  const config = await loadConfig(terminal.directory, flags, catalogue);
  const where = flags.store ?? config.store;
  const at = new Date();
  const held = await readFindings(where, terminal, catalogue, {
    wanted: (one) => one.id.startsWith(id),
    aws: flags,
    config,
    at,
  });
  if (terminal.signal.aborted) return done(EXIT.interrupted);
  const finding = findOne(id, held, where);
  await tellJudgedOtherwise(held.otherwise ?? 0, terminal);
  const style = flags.output === undefined ? styleFor(terminal.stdout, terminal, flags.color) : unstyled;
  const width = flags.output === undefined ? widthOf(terminal) : undefined;
  const input = await readSurroundings(finding, where, terminal, config, flags);
  if (flags.migrateTo !== undefined)
    return writeResult(migration(input, flags.migrateTo, flags, style, width), flags, terminal);
  const advice = recommend(input);
  const text =
    flags.format === 'json'
      ? `${toJson({ ...finding, advice }, 2)}\n`
      : renderExplanation(
          finding,
          catalogue.rules.find((other) => other.id === finding.rule),
          style,
          {
            known: knownAccounts(config),
            width,
            statements: await readStatements(finding, terminal),
            advice,
            storeFlag: storeFlag(where),
            at,
            remediating: remediatingCommand(finding, where, { terminal, catalogue }),
            exempting: exemptingCommand(finding, where, terminal),
          },
        );
  await writeResult(text, flags, terminal);
}

function migration(
  input: AdviceInput,
  to: MigrationTarget,
  { format }: ExplainFlags,
  style: Style,
  width: number | undefined,
): string {
  const { finding } = input;
  const plan = planMigration(input, to);
  if (format === 'json') return `${toJson({ finding: finding.id, rule: finding.rule, ...plan }, 2)}\n`;
  return renderMigration(finding, plan, style, { width });
}

/** What is in a file is in no account that is known. */
function remediatingCommand(
  { id, rule }: Finding,
  where: string,
  { terminal, catalogue }: Pick<CommandDeps, 'terminal' | 'catalogue'>,
): string | undefined {
  const has = catalogue.rules.some((one) => one.id === rule && one.remediation !== undefined);
  return has && !isFindingsFile(where, terminal) ? `podguard remediate ${id}${storeFlag(where)}` : undefined;
}

/** Findings of files are accepted by the configuration, of which the documentation tells. */
function exemptingCommand({ id }: Finding, where: string, terminal: Terminal): string | undefined {
  if (isFindingsFile(where, terminal)) return undefined;
  return `podguard exempt add ${id} --until 30d --reason "..."${storeFlag(where)}`;
}
