import { type Config, type Finding, knownAccounts, type Unreached } from '@podguard/core';
import { type AccountReport, countFindings, driftedResources, plain, renderCounts } from '@podguard/report';
import type { Command } from 'commander';
import { loadConfig } from '../configuration.ts';
import { approveHere } from '../drift/approve-here.ts';
import { approvedHere } from '../drift/approved-here.ts';
import { findCaller, withAccount } from '../drift/caller.ts';
import { addDriftOptions, type DriftFlags } from '../drift/drift-flags.ts';
import { type DriftMode, driftModeOf } from '../drift/drift-mode.ts';
import { NOTHING_READ, nothingRead, renderDriftTable } from '../drift/drift-table.ts';
import { driftWords } from '../drift/drift-words.ts';
import { judgedBy } from '../drift/judging.ts';
import { homeOf, openDriftStore, refuseOtherAccount } from '../drift/open-drift-store.ts';
import { readingOf } from '../drift/reading.ts';
import { type DriftWorld, runDrift } from '../drift/run-drift.ts';
import { failedRulesText } from '../failed-rules.ts';
import { isTable } from '../local-store/index.ts';
import { concerns, passes } from '../options.ts';
import { createProgress } from '../progress.ts';
import { styleFor } from '../style.ts';
import { EXIT, tell } from '../terminal.ts';
import { type CommandDeps, refuseUnwritable } from './command.ts';
import { reaches, requireKnownRules, writeFindings } from './results.ts';

const EXAMPLES = `
It reads, in the account, and changes nothing there. What is recorded in the store is corrected, and what differs is reported with who did it, where CloudTrail's
event history tells. The regions are that of --region, the one of IAM's events and regions of the configuration.

Examples:
  podguard drift --profile security --region eu-central-1
  podguard drift --dry-run --format html --output report.html
  podguard drift --store dynamodb:TABLE@eu-central-1 --fail-on never --fail-on-drift
  podguard drift --approve 'arn:aws:iam::*:role/payments-*' --reason "reviewed in March"
  podguard drift --export-approved approved.yaml`;

export function addDrift(program: Command, deps: CommandDeps): void {
  const command = program
    .command('drift')
    .description('reads the account and compares it with what is recorded, and with what people approved')
    .addHelpText('after', EXAMPLES);
  addDriftOptions(command);
  command.action(async (flags: DriftFlags) => {
    const given = Object.keys(flags).filter((name) => command.getOptionValueSource(name) === 'cli');
    deps.done(await drift(flags, driftModeOf(given), deps));
  });
}

async function drift(
  flags: DriftFlags,
  mode: DriftMode,
  { terminal, catalogue }: CommandDeps,
): Promise<number> {
  requireKnownRules(flags, catalogue.rules);
  const configured = await loadConfig(terminal.directory, flags, catalogue);
  const where = flags.store ?? configured.store;
  await refuseUnwritable(flags, terminal);
  if (mode !== 'run' && mode !== 'approve') return approvedHere(mode, flags, where, terminal);
  const aws = homeOf(where, flags);
  const caller = await findCaller(aws, terminal.signal).catch((error: unknown) => {
    if (terminal.signal.aborted) return undefined;
    throw error;
  });
  if (caller === undefined) return EXIT.interrupted;
  const config = withAccount(configured, caller);
  const dryRun = flags.dryRun === true;
  const opened = await openDriftStore(where, terminal, { aws: flags, dryRun });
  try {
    const whose = 'these credentials are';
    await refuseOtherAccount(where, opened.store, { account: caller.account, whose });
    const world: DriftWorld = {
      opened,
      judgedBy: await judgedBy(where, {
        ...{ state: opened.state, catalogue, configured, caller },
        use: dryRun ? 'look' : 'compare',
      }),
      catalogue,
      reading: readingOf(caller, aws, config),
      signal: terminal.signal,
    };
    if (mode === 'approve') return await approveHere(flags.approve ?? [], flags, { where, terminal, world });
    const progress = createProgress(terminal, flags.quiet === true, driftWords);
    const { report, failed, told } = await runDrift({
      ...world,
      isDeployed: isTable(where) && !dryRun,
      isFed: isTable(where),
      lookups: flags.lookups ?? config.drift.lookups,
      onProgress: progress.show,
    }).finally(progress.end);
    const status = await tellOf(report, {
      ...{ flags, deps: { terminal, catalogue }, config, where },
      failed: failed.filter((one) => concerns(one, flags, catalogue)),
    });
    await told();
    return status;
  } finally {
    await opened.close();
  }
}

async function tellOf(
  report: AccountReport,
  {
    flags,
    deps: { terminal, catalogue },
    config,
    where,
    failed,
  }: {
    readonly flags: DriftFlags;
    readonly deps: Pick<CommandDeps, 'terminal' | 'catalogue'>;
    readonly config: Config;
    readonly where: string;
    readonly failed: readonly Unreached[];
  },
): Promise<number> {
  const asked = (finding: Finding) => passes(finding, flags);
  const findings = report.findings.filter(asked);
  const { since, gaps = [] } = report;
  const counts = countFindings(findings);
  const account: AccountReport = {
    ...report,
    findings,
    summary: { ...report.summary, findings: counts },
    ...(since === undefined
      ? {}
      : { since: { ...since, opened: since.opened.filter(asked), resolved: since.resolved.filter(asked) } }),
  };
  await writeFindings(account, flags, {
    ...{ terminal, config, catalogue, account, where },
    table: (_report, style, known) => renderDriftTable(account, style, known ?? knownAccounts(config)),
  });
  await tell(
    terminal.stderr,
    gaps.map(({ what, reason }) => `podguard: not known: ${plain(what)}: ${plain(reason)}\n`).join(''),
  );
  await tell(terminal.stderr, failedRulesText(failed));
  const drifted = driftedResources(report);
  if (flags.quiet !== true) {
    const style = styleFor(terminal.stderr, terminal, flags.color);
    const words = nothingRead(report)
      ? `${NOTHING_READ}\n`
      : `${drifted} drifted; ${renderCounts(counts, style)}`;
    await tell(terminal.stderr, words);
  }
  if (terminal.signal.aborted) return EXIT.interrupted;
  if (gaps.length > 0) return report.run?.read === 0 ? EXIT.unusable : EXIT.partly;
  if (failed.length > 0) return EXIT.partly;
  const isOpen = findings.some((finding) => finding.status === 'open' && reaches(finding, flags.failOn));
  return isOpen || (flags.failOnDrift === true && drifted > 0) ? EXIT.findings : EXIT.clean;
}
