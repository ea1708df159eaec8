import {
  type Catalogue,
  type Finding,
  METHODS,
  SEVERITIES,
  type Severity,
  severityRank,
} from '@podguard/core';
import { type Command, InvalidArgumentError, Option } from 'commander';

const FORMATS = ['table', 'ndjson', 'json', 'sarif', 'asff', 'ocsf', 'csv', 'md'] as const;
/** Of those that know a whole account. */
export const REPORT_FORMATS = [...FORMATS, 'html'] as const;
export const DRIFT_FORMATS = [...REPORT_FORMATS, 'drift-csv'] as const;
export type Format = (typeof DRIFT_FORMATS)[number];

export interface OutputFlags {
  readonly format?: Format;
  readonly output?: string;
  readonly color: boolean;
  readonly quiet?: boolean;
}

export interface FilterFlags {
  readonly rule?: readonly string[];
  readonly method?: readonly string[];
  readonly severity?: Severity;
}

const collect = (value: string, previous: readonly string[] = []): readonly string[] => [...previous, value];

export function addOutputOptions(command: Command, formats: readonly Format[] = FORMATS): Command {
  return command
    .addOption(
      new Option(
        '--format <format>',
        'how results are written (default: table on a terminal, else ndjson)',
      ).choices(formats),
    )
    .option('--output <file>', 'write results to a file instead of the standard output')
    .option('--quiet', 'no summary and no progress')
    .option('--no-color', 'no colours');
}

export function addConfigOptions(command: Command): Command {
  return command
    .option('--config <file>', 'configuration (default: podguard.config.ts, where there is one)')
    .option('--account <id>', 'your own account', ownAccount)
    .option(
      '--known-account <id>',
      'another account that is known (repeatable)',
      (value: string, previous: readonly string[] = []) => [...previous, digits(value)],
    )
    .option('--issuer <host/path>', "a known cluster's OIDC issuer, without https:// (repeatable)", collect);
}

export function addFilterOptions(command: Command): Command {
  return command
    .option('--rule <id>', 'only findings of this rule (repeatable)', collect)
    .addOption(
      new Option('--method <name>', 'only findings of this method (repeatable)')
        .choices(METHODS)
        .argParser(method),
    )
    .addOption(new Option('--severity <level>', 'only findings at this level or above').choices(SEVERITIES));
}

export function passes(finding: Finding, filter: FilterFlags): boolean {
  if (filter.rule !== undefined && !filter.rule.includes(finding.rule)) return false;
  if (filter.method !== undefined && !filter.method.includes(finding.method)) return false;
  return filter.severity === undefined || severityRank(finding.severity) >= severityRank(filter.severity);
}

/** Filters that choose rules choose their verdicts, too. */
export function concerns(
  { rule: id }: Pick<Finding, 'rule'>,
  filter: FilterFlags,
  { rules }: Catalogue,
): boolean {
  const rule = rules.find((other) => other.id === id);
  return (
    (filter.rule === undefined || filter.rule.includes(id)) &&
    (filter.method === undefined || (rule !== undefined && filter.method.includes(rule.method)))
  );
}

function digits(value: string): string {
  if (/^\d{12}$/.test(value)) return value;
  throw new InvalidArgumentError('An AWS account id has 12 digits.');
}

function ownAccount(value: string, previous?: string): string {
  if (previous === undefined) return digits(value);
  throw new InvalidArgumentError('One account is your own: name the others with --known-account.');
}

function method(value: string, previous: readonly string[] = []): readonly string[] {
  if ((METHODS as readonly string[]).includes(value)) return [...previous, value];
  throw new InvalidArgumentError(`Allowed choices are ${METHODS.join(', ')}.`);
}
