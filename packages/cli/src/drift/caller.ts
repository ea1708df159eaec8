import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type Config, parseArn, reasonOf, ServiceError } from '@podguard/core';
import { type AwsFlags, awsConfig } from '../aws-flags.ts';

/** Whose credentials these are, and where AWS is asked. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
  readonly region: string;
  /** The id of the key that signs, where it is one that lasts; a session's keys are no keys of its user. */
  readonly keyId?: string;
}

/** Asks STS who calls, as nothing can be read without. */
export async function findCaller(aws: AwsFlags, abortSignal: AbortSignal): Promise<Caller> {
  const client = new STSClient(awsConfig(aws));
  try {
    const region = await client.config.region();
    const { Account: account, Arn: arn } = await client.send(new GetCallerIdentityCommand({}), {
      abortSignal,
    });
    if (account !== undefined && arn !== undefined && parseArn(arn) !== undefined) {
      const { accessKeyId, sessionToken } = await client.config.credentials();
      return { account, arn, region, ...(sessionToken === undefined ? { keyId: accessKeyId } : {}) };
    }
  } catch (cause) {
    throw untold(`${reasonOf(cause)}`, cause);
  } finally {
    client.destroy();
  }
  throw untold('its answer names none');
}

/** The caller's account is our own. */
export function withAccount(config: Config, { account }: Caller): Config {
  if (config.account === undefined || config.account === account) return { ...config, account };
  throw new ServiceError(
    'usage',
    `these credentials are of account ${account}, and the configuration is of ${config.account}: name another profile with --profile`,
  );
}

function untold(why: string, cause?: unknown): ServiceError {
  return new ServiceError(
    'account-unreachable',
    `AWS does not tell which account to read: ${why}`,
    cause === undefined ? {} : { cause },
  );
}
