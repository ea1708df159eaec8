import {
  type Catalogue,
  type Config,
  type Finding,
  type FindingExemption,
  knownAccounts,
  type Rule,
  SEVERITIES,
  ServiceError,
  type Severity,
  severityRank,
} from '@podguard/core';
import {
  type AccountReport,
  hasAsff,
  plain,
  type Report,
  renderAccountJson,
  renderAccountMarkdown,
  renderAsff,
  renderCsv,
  renderDifferencesCsv,
  renderHtml,
  renderJson,
  renderMarkdown,
  renderNdjson,
  renderOcsf,
  type renderOverview,
  renderSarif,
  renderTable,
  unstyled,
} from '@podguard/report';
import { type Command, Option } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import type { ConfigFlags } from '../configuration.ts';
import { fileUri } from '../file-uri.ts';
import {
  addConfigOptions,
  addFilterOptions,
  addOutputOptions,
  type FilterFlags,
  type Format,
  type OutputFlags,
} from '../options.ts';
import { repositoryRoot } from '../repository-root.ts';
import { ruleMarkdown } from '../rule-markdown.ts';
import type { Undecided } from '../scan.ts';
import { styleFor } from '../style.ts';
import { type Terminal, tell } from '../terminal.ts';
import { formatFor, writeResult } from './command.ts';

/** The flags of commands that write findings. */
export interface ResultFlags extends OutputFlags, FilterFlags, ConfigFlags {
  readonly failOn: Severity | 'never';
  readonly indeterminate?: boolean;
}

export function addResultOptions(command: Command): Command {
  addFailOption(command).option(
    '--indeterminate',
    'list the verdicts that could not be reached, with what was missing',
  );
  return addFilterOptions(addConfigOptions(addOutputOptions(command)));
}

export function addFailOption(command: Command): Command {
  return command.addOption(
    new Option('--fail-on <level>', 'exit with 1 when a finding at this level or above is open')
      .choices([...SEVERITIES, 'never'])
      .default('low'),
  );
}

export function requireKnownRules(
  { rule: ids }: FilterFlags,
  rules: readonly Pick<Catalogue['rules'][number], 'id'>[],
): void {
  const unknown = ids?.find((id) => !rules.some((rule) => rule.id === id));
  if (unknown !== undefined)
    throw new ServiceError('rule-not-found', `there is no rule ${unknown}; \`podguard rules\` lists them`);
}

export interface FindingsOutput {
  readonly terminal: Terminal;
  readonly config: Config;
  readonly catalogue: Catalogue;
  /** What `--format table` writes: absent, the findings alone. */
  readonly table?: typeof renderOverview;
  /** What is known of the whole account, and what names the state it is from. */
  readonly account?: AccountReport | undefined;
  readonly where?: string | undefined;
}

/** Writes findings in the format that was asked for. */
export async function writeFindings(
  report: Report,
  flags: OutputFlags,
  { terminal, config, catalogue, table, account, where }: FindingsOutput,
): Promise<void> {
  const { findings } = report;
  const format = formatFor(flags, terminal);
  if (AT_ONCE.includes(format) && findings.length > MOST_AT_ONCE) throw tooManyForOneText(findings.length);
  const known = knownAccounts(config);
  const style = flags.output === undefined ? styleFor(terminal.stdout, terminal, flags.color) : unstyled;
  const placeless = format === 'sarif' ? findings.filter(isPlaceless).length : 0;
  try {
    await writeResult(render(), flags, terminal);
  } catch (error) {
    // What V8 says of a text that is longer than it can hold.
    if (!(error instanceof RangeError)) throw error;
    throw tooManyForOneText(findings.length, error);
  }
  if (placeless > 0) await tell(terminal.stderr, `podguard: ${placeless} ${PLACELESS}`);
  const homeless = format === 'asff' ? findings.filter((finding) => !hasAsff(finding)).length : 0;
  if (homeless > 0) await tell(terminal.stderr, `podguard: ${homeless} ${HOMELESS}`);

  function ruleOf(id: string): Rule | undefined {
    return catalogue.rules.find((rule) => rule.id === id);
  }

  function render(): string | Iterable<string> {
    switch (format) {
      case 'table':
        return table === undefined
          ? renderTable(findings, style, known, report.at)
          : table(report, style, known);
      case 'json':
        return account === undefined ? renderJson(report) : renderAccountJson(account);
      case 'ndjson':
        return inParts(findings, renderNdjson);
      case 'sarif': {
        const root = repositoryRoot(terminal.directory);
        return renderSarif(findings, {
          rules: catalogue.rules,
          version: manifest.version,
          helpOf: ruleMarkdown,
          uriOf: (file) => fileUri(file, terminal.directory, root),
        });
      }
      case 'asff':
        return renderAsff(findings, {
          at: report.at ?? new Date(),
          ruleOf,
        });
      case 'ocsf': {
        const options = { at: report.at ?? new Date(), version: manifest.version, ruleOf };
        return inParts(findings, (part) => renderOcsf(part, options));
      }
      case 'csv':
        return renderCsv(findings);
      case 'md':
        return account === undefined ? renderMarkdown(report, known) : renderAccountMarkdown(account, known);
      case 'drift-csv':
        if (account === undefined) throw new ServiceError('usage', noAccount(format));
        return renderDifferencesCsv(account.differences);
      case 'html':
        if (account === undefined) throw new ServiceError('usage', noAccount(format));
        return renderHtml(account, {
          rules: catalogue.rules,
          ...(where === undefined || where === '.podguard' ? {} : { store: where }),
        });
    }
  }
}

function noAccount(format: Format): string {
  return `--format ${format} shows a whole account, which a list of findings does not tell: name a store with --store DIR or dynamodb:TABLE`;
}

const PLACELESS =
  'of the results came by no file that has a name, and GitHub refuses a SARIF file that holds such: upload what `podguard check FILES` says\n';

function isPlaceless({ status, source }: Finding): boolean {
  return status !== 'resolved' && (source === null || source.file === '-');
}

const HOMELESS =
  'of the findings have no account or region, and Security Hub takes none of those: they are left out\n';

/** One JSON text takes several times its length of memory while it is made. */
const AT_ONCE: readonly Format[] = ['json', 'sarif', 'asff', 'html'];
const MOST_AT_ONCE = 100_000;

function tooManyForOneText(count: number, cause?: unknown): ServiceError {
  return new ServiceError(
    'usage',
    `${count} findings are too many for one text; take --format ndjson, or choose among them with --severity, --rule or --method`,
    { cause },
  );
}

const PART = 1_000;

/** Lazily: at most one of the parts is a text at any time. */
function* inParts(
  findings: readonly Finding[],
  textOf: (part: readonly Finding[]) => string,
): Generator<string> {
  for (let start = 0; start < findings.length; start += PART)
    yield textOf(findings.slice(start, start + PART));
}

export function undecidedLines(undecided: readonly Undecided[]): string {
  return undecided
    .map(
      ({ resource, rule, missing, exemption }) =>
        `undecided: ${rule} on ${plain(resource)}: ${plain(missing.join('; '))}${exemption ? plain(exemptWords(exemption)) : ''}\n`,
    )
    .join('');
}

function exemptWords({ author, until, reason }: FindingExemption): string {
  return ` (exempt by ${author} until ${until.slice(0, 10)}: ${reason})`;
}

/** Whether a finding is at the level from which the exit status tells of it. */
export function reaches({ severity }: Finding, level: Severity | 'never'): boolean {
  return level !== 'never' && severityRank(severity) >= severityRank(level);
}

/** Where no account is known nothing is foreign. */
export const NO_ACCOUNT =
  'podguard: no account is known: what other accounts were let into for a while is not told, what they are let into now is undecided (--account, or account and knownAccounts of the configuration)\n';

/** A pipeline that turns red by an end has to say so. */
export function endedExemptionLines({ exemptions }: Config, at: Date): string {
  return exemptions
    .map(({ until }, index) => ({ until, name: `exemptions[${index}]` }))
    .filter(({ until }) => Date.parse(until) <= at.getTime())
    .map(
      ({ until, name }) =>
        `podguard: ${name} of the configuration ended on ${until.slice(0, 10)}; give it another end, or remove it\n`,
    )
    .join('');
}
