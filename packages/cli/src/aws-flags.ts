import { ServiceError } from '@podguard/core';
import { type Command, InvalidArgumentError } from 'commander';

/** How AWS is reached: what is not given, the environment and the shared configuration files say. */
export interface AwsFlags {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  readonly endpointUrl?: string | undefined;
}

export function addAwsOptions(command: Command): Command {
  return command
    .option(
      '--profile <name>',
      'profile of the AWS configuration (default: AWS_PROFILE, else the environment)',
    )
    .option(
      '--region <region>',
      'region (default: of a table the one that it names, else that of the AWS configuration)',
    )
    .option('--endpoint-url <url>', "another endpoint than AWS's", url);
}

/**
 * By itself a client waits for an answer without end.
 * Source: https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/migrate-client-constructor-parameters.html
 */
const PATIENCE = {
  requestTimeout: 10_000,
  socketTimeout: 10_000,
  throwOnRequestTimeout: true,
} as const;

/** As the clients of the AWS SDK take it; what is not given is left out, so that the SDK finds it. */
export function awsConfig({ profile, region, endpointUrl: endpoint }: AwsFlags) {
  return {
    requestHandler: PATIENCE,
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
}

/** They choose nothing where AWS is not asked. */
export function refuseAwsFlags(flags: AwsFlags, where: string): void {
  const names = { profile: '--profile', region: '--region', endpointUrl: '--endpoint-url' } as const;
  for (const [name, option] of Object.entries(names)) {
    if (flags[name as keyof AwsFlags] === undefined) continue;
    throw new ServiceError(
      'usage',
      `${option} is for the table of a deployed service, and ${where} is none; name one with --store dynamodb:TABLE`,
    );
  }
}

function url(value: string): string {
  if (/^https?:$/.test(URL.parse(value)?.protocol ?? '')) return value;
  throw new InvalidArgumentError('An endpoint is an address as https://dynamodb.eu-central-1.amazonaws.com.');
}
