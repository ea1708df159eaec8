import { KIND_NAMES } from '@podguard/core';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type AwsFlags, addAwsOptions } from '../aws-flags.ts';
import { addFailOption, type ResultFlags } from '../commands/results.ts';
import { addConfigOptions, addFilterOptions, addOutputOptions, DRIFT_FORMATS } from '../options.ts';

export interface DriftFlags extends ResultFlags, AwsFlags {
  readonly store?: string;
  readonly dryRun?: boolean;
  readonly lookups?: number;
  readonly failOnDrift?: boolean;
  readonly approve?: readonly string[];
  readonly unapprove?: readonly string[];
  readonly exportApproved?: string;
  readonly importApproved?: string;
  readonly kind?: readonly string[];
  readonly author?: string;
  readonly reason?: string;
}

export function addDriftOptions(command: Command): Command {
  command
    .option('--store <where>', 'a directory or dynamodb:TABLE[@REGION] (default: the configuration)')
    .option('--dry-run', 'read, compare and report; write nothing')
    .option('--fail-on-drift', 'exit with 1 when anything drifted, too')
    .option(
      '--lookups <number>',
      'how many differences are looked up in the event history (default: drift.lookups of the configuration)',
      count,
    )
    .option(
      '--approve <glob...>',
      'approve the present state of these resources, by key; * for a part of one',
    )
    .option('--unapprove <glob...>', 'they need no longer be as they were approved')
    .addOption(
      new Option(
        '--kind <kind...>',
        'of --approve, --unapprove, --export-approved: only these kinds',
      ).choices(KIND_NAMES),
    )
    .option(
      '--author <name>',
      'who approves (default: the caller as AWS knows them; for a directory the user of this machine)',
    )
    .option('--reason <text>', 'why it is approved')
    .option(
      '--export-approved <file>',
      'write what is approved as YAML, for review in git; - for standard output',
    )
    .option('--import-approved <file>', 'approve what such a file holds; - for standard input');
  addFailOption(addConfigOptions(addFilterOptions(addOutputOptions(command, DRIFT_FORMATS))));
  return addAwsOptions(command);
}

function count(value: string): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number <= 500) return number;
  throw new InvalidArgumentError('A whole number from 0 to 500.');
}
