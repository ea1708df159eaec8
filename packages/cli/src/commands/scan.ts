import type { Config, Finding } from '@podguard/core';
import { countFindings, plain, renderSummary, type Summary } from '@podguard/report';
import type { Command } from 'commander';
import { archiveWords } from '../archive-words.ts';
import { addAwsOptions } from '../aws-flags.ts';
import { loadConfig } from '../configuration.ts';
import { failedRules, failedRulesText } from '../failed-rules.ts';
import { tellInterruption } from '../interruption.ts';
import { concerns, passes } from '../options.ts';
import { createProgress } from '../progress.ts';
import {
  addRecordOptions,
  openRecordSources,
  type RecordFlags,
  refuseContradictions,
  watchedRegions,
} from '../record-sources.ts';
import { type ScanResult, scan } from '../scan.ts';
import { styleFor } from '../style.ts';
import { EXIT, tell } from '../terminal.ts';
import type { CommandDeps } from './command.ts';
import {
  addResultOptions,
  endedExemptionLines,
  NO_ACCOUNT,
  type ResultFlags,
  reaches,
  requireKnownRules,
  undecidedLines,
  writeFindings,
} from './results.ts';

interface ScanFlags extends ResultFlags, RecordFlags {
  readonly failOnAny?: boolean;
}

const EXAMPLES = `
Examples:
  podguard scan samples
  podguard scan logs/ --severity high --format json --output findings.json
  podguard scan --lookup --profile audit --days 30
  podguard scan s3://my-trail/AWSLogs/ --days 90
  podguard scan logs/ --account 111122223333 --known-account 444455556666`;

export function addScan(program: Command, deps: CommandDeps): void {
  const command = program
    .command('scan')
    .description(
      'judges CloudTrail records from files, directories, S3, the event history and - (standard input)',
    )
    .argument('[path...]', 'files, directories (read recursively), s3://BUCKET/FOLDER or -')
    .addHelpText('after', EXAMPLES);
  addRecordOptions(command);
  addResultOptions(command).option('--fail-on-any', 'count findings that are resolved, too');
  addAwsOptions(command);
  command.action(async (paths: readonly string[], flags: ScanFlags) =>
    deps.done(await runScan(paths, flags, deps)),
  );
}

async function runScan(
  paths: readonly string[],
  flags: ScanFlags,
  { terminal, catalogue }: CommandDeps,
): Promise<number> {
  requireKnownRules(flags, catalogue.rules);
  refuseContradictions(paths, flags);
  const config = await loadConfig(terminal.directory, flags, catalogue);
  const start = performance.now();
  const at = new Date();
  const progress = createProgress(terminal, flags.quiet === true, archiveWords);
  const { signal } = terminal;
  tellInterruption(signal, progress.say);
  const records = await openRecordSources(paths, flags, {
    config,
    signal,
    regions: await regionsOf(flags, config),
  });
  const result = await scan(records.paths, {
    catalogue,
    config,
    at,
    stdin: terminal.stdin,
    signal,
    sources: records.sources,
    onProblem: (message) => progress.say(`podguard: ${plain(message)}`),
    onProgress: progress.show,
  }).finally(() => {
    progress.end();
    records.close();
  });

  const findings = result.findings.filter((finding) => passes(finding, flags));
  const undecided = result.undecided.filter((one) => concerns(one, flags, catalogue));
  const summary: Summary = {
    records: result.records,
    relevant: result.relevant,
    unreadable: result.unreadable,
    problems: result.problems,
    ...(result.passedOver > 0 ? { passedOver: result.passedOver } : {}),
    indeterminate: undecided.length,
    findings: countFindings(findings),
    seconds: Math.round(performance.now() - start) / 1000,
    bytes: result.bytes,
    ...(signal.aborted ? { interrupted: true } : {}),
  };
  await writeFindings({ findings, summary, at }, flags, { terminal, config, catalogue });
  const isAccountMissed = [...result.accountsMissed].some((rule) => concerns({ rule }, flags, catalogue));
  const notes = (isAccountMissed ? NO_ACCOUNT : '') + endedExemptionLines(config, at);
  if (flags.quiet !== true) await tell(terminal.stderr, notes);
  const failed = failedRules(undecided);
  await tell(terminal.stderr, failedRulesText(failed));
  const errorStyle = styleFor(terminal.stderr, terminal, flags.color);
  if (flags.indeterminate === true) await tell(terminal.stderr, undecidedLines(undecided));
  if (flags.quiet !== true) await tell(terminal.stderr, renderSummary(summary, errorStyle));
  return statusOf(result, findings, flags, {
    interrupted: terminal.signal.aborted,
    failed: failed.length > 0,
  });
}

/** One region where it is named, else all that are watched. */
async function regionsOf(flags: ScanFlags, config: Config): Promise<readonly string[]> {
  if (flags.region !== undefined) return [flags.region];
  if (flags.lookup !== true) return [];
  const { regionOf } = await import('../doctor/aws-clients.ts');
  return watchedRegions(await regionOf(flags), config);
}

function statusOf(
  result: ScanResult,
  findings: readonly Finding[],
  flags: ScanFlags,
  { interrupted, failed }: { readonly interrupted: boolean; readonly failed: boolean },
): number {
  if (interrupted) return EXIT.interrupted;
  const bad = result.problems + result.unreadable > 0;
  if (bad && result.records === 0) return EXIT.unusable;
  if (bad || failed) return EXIT.partly;
  const counts = findings.some(
    (finding) =>
      reaches(finding, flags.failOn) &&
      (finding.status === 'open' || (flags.failOnAny === true && finding.status === 'resolved')),
  );
  return counts ? EXIT.findings : EXIT.clean;
}
