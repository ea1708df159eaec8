import { type Finding, ServiceError } from '@podguard/core';
import { reportStore, type StoreReport } from '@podguard/drift';
import {
  type AccountReport,
  countFindings,
  inOrder,
  plain,
  renderCounts,
  renderOverview,
} from '@podguard/report';
import type { Command } from 'commander';
import { type AwsFlags, addAwsOptions } from '../aws-flags.ts';
import { loadConfig } from '../configuration.ts';
import { failedRules, failedRulesText } from '../failed-rules.ts';
import { tellJudgedOtherwise } from '../judged-otherwise.ts';
import { isTable } from '../local-store/index.ts';
import {
  addConfigOptions,
  addFilterOptions,
  addOutputOptions,
  concerns,
  passes,
  REPORT_FORMATS,
} from '../options.ts';
import { isFindingsFile, readFindings } from '../read-findings.ts';
import type { Undecided } from '../scan.ts';
import { styleFor } from '../style.ts';
import { EXIT, tell } from '../terminal.ts';
import { type CommandDeps, formatFor } from './command.ts';
import {
  addFailOption,
  type ResultFlags,
  reaches,
  requireKnownRules,
  undecidedLines,
  writeFindings,
} from './results.ts';

interface ReportFlags extends ResultFlags, AwsFlags {
  readonly store?: string;
  readonly all?: boolean;
  readonly posture: boolean;
}

const EXAMPLES = `
Findings that are resolved are left out; --all adds them. Those that are exempt have a part of their own. Of a store, table ends with the posture: which workload identity
gets its credentials by which method, and how good that is; html, json and md are of the whole account, with what became of it over past drift runs.

Examples:
  podguard report
  podguard report --all --severity high
  podguard report --format html --output report.html
  podguard report --store dynamodb:TABLE@eu-central-1 --format csv --output findings.csv
  podguard scan logs/ --format ndjson | podguard report --store - --format md
  podguard report --method static-key --fail-on high`;

/** The others are lists of findings. */
const WITH_POSTURE: readonly string[] = ['table', 'json', 'md', 'html'];
const NO_POSTURE =
  'podguard: no posture: that takes the state that a store holds, not findings (--store DIR or dynamodb:TABLE)\n';

export function addReport(program: Command, deps: CommandDeps): void {
  const command = program
    .command('report')
    .description('what a store holds, or what scan and check wrote: totals, then the findings')
    .option(
      '--store <where>',
      'a directory, dynamodb:TABLE[@REGION], a file of findings (NDJSON or JSON), or - (default: the configuration)',
    )
    .option('--all', 'findings that are resolved, too')
    .option(
      '--indeterminate',
      'list the verdicts of a store that could not be reached, with what was missing',
    )
    .option('--no-posture', 'leave the posture out: the findings alone')
    .addHelpText('after', EXAMPLES);
  addAwsOptions(addFilterOptions(addConfigOptions(addOutputOptions(addFailOption(command), REPORT_FORMATS))));
  command.action(async (flags: ReportFlags) => deps.done(await report(flags, deps)));
}

async function report(flags: ReportFlags, { terminal, catalogue }: CommandDeps): Promise<number> {
  const config = await loadConfig(terminal.directory, flags, catalogue);
  const where = flags.store ?? config.store;
  const at = new Date();
  const format = formatFor(flags, terminal);
  const isOfAccount = WITH_POSTURE.includes(format);
  let store: StoreReport | undefined;
  const isOfStore = !isFindingsFile(where, terminal);
  const isWhole = isOfAccount && isOfStore;
  const undecided: Undecided[] = [];
  const held = await readFindings(where, terminal, catalogue, {
    wanted: (finding) => isAsked(finding, flags),
    begin: async (state) => {
      if (isWhole) store = await reportStore(state, config, at);
    },
    show: (item, findings) => {
      const unreached = item.undecided.filter((one) => concerns(one, flags, catalogue));
      undecided.push(...unreached.map((one) => ({ resource: item.key, ...one })));
      store?.show(item, findings);
    },
    aws: flags,
    config,
    at,
  });
  if (held.resources === 0) throw nothingKnown(where);
  const interrupted = terminal.signal.aborted;
  // Of a part of a store no whole account can be shown.
  if (interrupted && format === 'html') return EXIT.interrupted;
  if (!interrupted) requireKnownRules(flags, [...catalogue.rules, ...[...held.rules].map((id) => ({ id }))]);
  const findings = inOrder(held.findings);
  const counts = countFindings(findings);
  // Of a part of a store it would be none.
  const told = interrupted ? undefined : store?.result();
  const posture = flags.posture && told !== undefined ? { posture: told.posture } : {};
  const failed = failedRules(undecided);
  await tell(terminal.stderr, held.problems.map((problem) => `podguard: ${plain(problem)}\n`).join(''));
  await tell(terminal.stderr, failedRulesText(failed));
  if (flags.indeterminate === true) await tell(terminal.stderr, undecidedLines(undecided));
  if (flags.quiet !== true) await tellJudgedOtherwise(held.otherwise ?? 0, terminal);
  const { sinceBaseline } = held;
  const since = sinceBaseline === undefined ? {} : { sinceBaseline };
  const summary = { findings: counts, ...(isOfStore ? { indeterminate: undecided.length } : {}) };
  const report = { findings, summary, at, ...posture, ...since };
  await writeFindings(report, flags, {
    ...{ terminal, config, catalogue, where, table: renderOverview },
    account:
      told && (flags.posture || format === 'html')
        ? accountOf(report, told, { flags, gaps: held.problems })
        : undefined,
  });
  if (flags.quiet !== true && isOfAccount && flags.posture && !isWhole)
    await tell(terminal.stderr, NO_POSTURE);
  // The table begins with them.
  if (flags.quiet !== true && format !== 'table')
    await tell(
      terminal.stderr,
      renderCounts(counts, styleFor(terminal.stderr, terminal, flags.color), summary),
    );
  if (interrupted) return EXIT.interrupted;
  if (held.problems.length + failed.length > 0) return EXIT.partly;
  return findings.some((finding) => isOpen(finding) && reaches(finding, flags.failOn))
    ? EXIT.findings
    : EXIT.clean;
}

/** Of an empty store nothing is known, which is not that nothing is wrong. */
function nothingKnown(where: string): ServiceError {
  const way = isTable(where)
    ? 'podguard doctor says whether records arrive, and podguard drift reads the account'
    : 'podguard start takes records, and podguard drift reads the account';
  return new ServiceError('input-unreadable', `${where}: nothing was judged yet; ${way}`);
}

function accountOf(
  report: Pick<AccountReport, 'findings' | 'summary' | 'at' | 'sinceBaseline'>,
  { since, posture: _posture, ...told }: ReturnType<StoreReport['result']>,
  { flags, gaps }: { readonly flags: ReportFlags; readonly gaps: readonly string[] },
): AccountReport {
  const isWanted = (finding: Finding) => passes(finding, flags);
  return {
    ...report,
    ...told,
    ...(since === undefined
      ? {}
      : {
          since: {
            ...since,
            opened: since.opened.filter(isWanted),
            resolved: since.resolved.filter(isWanted),
          },
        }),
    ...withGaps(told, gaps),
  };
}

/** What of the store cannot be read now, besides what its last run could not read. */
function withGaps(
  { gaps = [], totals }: Pick<AccountReport, 'gaps' | 'totals'>,
  problems: readonly string[],
): Pick<AccountReport, 'gaps' | 'totals'> {
  if (problems.length === 0) return {};
  const more = problems.map((reason) => ({ what: 'an exemption', reason }));
  const count = totals?.gaps === undefined ? {} : { gaps: totals.gaps + more.length };
  return {
    gaps: [...gaps, ...more],
    ...(totals === undefined ? {} : { totals: { ...totals, ...count } }),
  };
}

function isAsked(finding: Finding, flags: ReportFlags): boolean {
  return passes(finding, flags) && (flags.all === true || finding.status !== 'resolved');
}

function isOpen({ status }: Finding): boolean {
  return status === 'open';
}
