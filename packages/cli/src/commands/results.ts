import {
  type Catalogue,
  type Config,
  type Finding,
  knownAccounts,
  SEVERITIES,
  ServiceError,
  type Severity,
  severityRank,
} from '@podguard/core';
import { plain, renderJson, renderNdjson, renderTable, unstyled } from '@podguard/report';
import { type Command, Option } from 'commander';
import type { ConfigFlags } from '../configuration.ts';
import {
  addConfigOptions,
  addFilterOptions,
  addOutputOptions,
  type FilterFlags,
  type OutputFlags,
} from '../options.ts';
import type { Undecided } from '../scan.ts';
import { styleFor } from '../style.ts';
import type { Terminal } from '../terminal.ts';
import { formatFor, writeResult } from './command.ts';

/** The flags of commands that write findings. */
export interface ResultFlags extends OutputFlags, FilterFlags, ConfigFlags {
  readonly failOn: Severity | 'never';
  readonly indeterminate?: boolean;
}

export function addResultOptions(command: Command): Command {
  command
    .addOption(
      new Option('--fail-on <level>', 'exit with 1 when a finding at this level or above is open')
        .choices([...SEVERITIES, 'never'])
        .default('low'),
    )
    .option('--indeterminate', 'list the verdicts that could not be reached, with what was missing');
  return addFilterOptions(addConfigOptions(addOutputOptions(command)));
}

export function requireKnownRules({ rule: ids }: FilterFlags, { rules }: Catalogue): void {
  const unknown = ids?.find((id) => !rules.some((rule) => rule.id === id));
  if (unknown !== undefined)
    throw new ServiceError('rule-not-found', `there is no rule ${unknown}; \`podguard rules\` lists them`);
}

/** Writes findings in the format that was asked for. */
export async function writeFindings(
  findings: readonly Finding[],
  summary: object,
  flags: OutputFlags,
  { terminal, config }: { readonly terminal: Terminal; readonly config: Config },
): Promise<void> {
  const style = flags.output === undefined ? styleFor(terminal.stdout, terminal, flags.color) : unstyled;
  await writeResult(render(), flags, terminal);

  function render(): string {
    switch (formatFor(flags, terminal)) {
      case 'table':
        return renderTable(findings, style, knownAccounts(config));
      case 'json':
        return renderJson(findings, summary);
      case 'ndjson':
        return renderNdjson(findings);
    }
  }
}

export function undecidedLines(undecided: readonly Undecided[]): string {
  return undecided
    .map(
      ({ resource, rule, missing }) =>
        `undecided: ${rule} on ${plain(resource)}: ${plain(missing.join('; '))}\n`,
    )
    .join('');
}

/** Whether a finding is at the level from which the exit status tells of it. */
export function reaches({ severity }: Finding, level: Severity | 'never'): boolean {
  return level !== 'never' && severityRank(severity) >= severityRank(level);
}
