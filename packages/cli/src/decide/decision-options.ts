import type { Command } from 'commander';
import { type AwsFlags, addAwsOptions } from '../aws-flags.ts';

export interface DecisionFlags extends AwsFlags {
  readonly store?: string;
  readonly config?: string;
  readonly color: boolean;
}

export function addDecisionOptions(command: Command): Command {
  return addAwsOptions(
    command
      .option('--store <where>', 'a directory or dynamodb:TABLE[@REGION] (default: the configuration)')
      .option('--config <file>', 'configuration (default: podguard.config.ts, where there is one)')
      .option('--no-color', 'no colours'),
  );
}

export function addAuthorOption(command: Command): Command {
  return command.option(
    '--author <name>',
    'who decides (default: the caller as AWS knows them; for a directory the user of this machine)',
  );
}

export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}
