import { type Command, Option } from 'commander';
import { type AwsFlags, addAwsOptions } from '../aws-flags.ts';
import type { ConfigFlags } from '../configuration.ts';
import { addConfigOptions } from '../options.ts';

export interface RemediateFlags extends AwsFlags, ConfigFlags {
  readonly store?: string;
  readonly apply?: boolean;
  readonly force?: boolean;
  /** The plan that was seen, by its name. */
  readonly plan?: string;
  readonly format?: 'table' | 'json';
  readonly output?: string;
  readonly color: boolean;
}

/** What `remediate` and `rollback` have in common. */
export function addRemediateOptions(command: Command): Command {
  command
    .option('--store <where>', 'a directory or dynamodb:TABLE[@REGION] (default: the configuration)')
    .addOption(
      new Option('--format <format>', 'how it is written').choices(['table', 'json']).default('table'),
    )
    .option('--output <file>', 'write to a file instead of the standard output')
    .option('--no-color', 'no colours');
  return addAwsOptions(addConfigOptions(command));
}
