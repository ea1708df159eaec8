import {
  type Finding,
  knownAccounts,
  SEVERITIES,
  ServiceError,
  type Severity,
  severityRank,
} from '@podguard/core';
import {
  countFindings,
  plain,
  renderJson,
  renderNdjson,
  renderSummary,
  renderTable,
  type Summary,
  unstyled,
} from '@podguard/report';
import { type Command, Option } from 'commander';
import { type ConfigFlags, loadConfig } from '../configuration.ts';
import {
  addConfigOptions,
  addFilterOptions,
  addOutputOptions,
  type FilterFlags,
  type OutputFlags,
  passes,
} from '../options.ts';
import { createProgress } from '../progress.ts';
import { type ScanResult, scan } from '../scan.ts';
import { styleFor } from '../style.ts';
import { EXIT, tell } from '../terminal.ts';
import { type CommandDeps, formatFor, writeResult } from './command.ts';

interface ScanFlags extends OutputFlags, FilterFlags, ConfigFlags {
  readonly failOn: Severity | 'never';
  readonly failOnAny?: boolean;
  readonly indeterminate?: boolean;
}

const EXAMPLES = `
Examples:
  podguard scan samples
  podguard scan logs/ --severity high --format json --output findings.json
  aws cloudtrail lookup-events | podguard scan -
  podguard scan logs/ --account 111122223333 --known-account 444455556666`;

export function addScan(program: Command, deps: CommandDeps): void {
  const command = program
    .command('scan')
    .description('judges CloudTrail records from files, directories and - (standard input)')
    .argument('<path...>', 'files, directories (read recursively) or -')
    .addOption(
      new Option('--fail-on <level>', 'exit with 1 when a finding at this level or above is open')
        .choices([...SEVERITIES, 'never'])
        .default('low'),
    )
    .option('--fail-on-any', 'count findings that ended, too')
    .option('--indeterminate', 'list the verdicts that could not be reached, with what was missing')
    .addHelpText('after', EXAMPLES);
  addFilterOptions(addConfigOptions(addOutputOptions(command)));
  command.action(async (paths: readonly string[], flags: ScanFlags) =>
    deps.done(await runScan(paths, flags, deps)),
  );
}

async function runScan(
  paths: readonly string[],
  flags: ScanFlags,
  { terminal, catalogue }: CommandDeps,
): Promise<number> {
  const unknownRule = flags.rule?.find((id) => !catalogue.rules.some((rule) => rule.id === id));
  if (unknownRule !== undefined)
    throw new ServiceError(
      'rule-not-found',
      `there is no rule ${unknownRule}; \`podguard rules\` lists them`,
    );
  const config = await loadConfig(terminal.directory, flags, catalogue);
  const start = performance.now();
  const progress = createProgress(terminal, flags.quiet === true);
  const result = await scan(paths, {
    catalogue,
    config,
    stdin: terminal.stdin,
    signal: terminal.signal,
    onProblem: (message) => progress.say(`podguard: ${plain(message)}`),
    onProgress: progress.show,
  });
  progress.end();

  const findings = result.findings.filter((finding) => passes(finding, flags));
  const summary: Summary = {
    records: result.records,
    relevant: result.relevant,
    unreadable: result.unreadable,
    indeterminate: result.undecided.length,
    findings: countFindings(findings),
    seconds: Math.round(performance.now() - start) / 1000,
    bytes: result.bytes,
  };
  const format = formatFor(flags, terminal);
  const style = flags.output === undefined ? styleFor(terminal.stdout, terminal, flags.color) : unstyled;
  await writeResult(render(), flags, terminal);
  const errorStyle = styleFor(terminal.stderr, terminal, flags.color);
  if (flags.indeterminate === true) await tell(terminal.stderr, undecidedLines(result));
  if (flags.quiet !== true) await tell(terminal.stderr, renderSummary(summary, errorStyle));
  return statusOf(result, findings, flags, terminal.signal.aborted);

  function render(): string {
    switch (format) {
      case 'table':
        return renderTable(findings, style, knownAccounts(config));
      case 'json':
        return renderJson(findings, summary);
      case 'ndjson':
        return renderNdjson(findings);
    }
  }
}

function undecidedLines({ undecided }: ScanResult): string {
  return undecided
    .map(
      ({ resource, rule, missing }) =>
        `undecided: ${rule} on ${plain(resource)}: ${plain(missing.join('; '))}\n`,
    )
    .join('');
}

function statusOf(
  result: ScanResult,
  findings: readonly Finding[],
  flags: ScanFlags,
  interrupted: boolean,
): number {
  if (interrupted) return EXIT.interrupted;
  const bad = result.problems + result.unreadable > 0;
  if (bad && result.records === 0) return EXIT.unusable;
  if (bad) return EXIT.partly;
  const level = flags.failOn;
  if (level === 'never') return EXIT.clean;
  const counts = findings.some(
    ({ severity, status }) =>
      severityRank(severity) >= severityRank(level) && (flags.failOnAny === true || status === 'open'),
  );
  return counts ? EXIT.findings : EXIT.clean;
}
