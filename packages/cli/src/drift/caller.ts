import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { parseArn, reasonOf, ServiceError } from '@podguard/core';
import { type AwsFlags, awsConfig } from '../aws-flags.ts';

/** Whose credentials these are, and where AWS is asked. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
  readonly region: string;
}

/** Asks STS who calls, as nothing can be read without. */
export async function findCaller(aws: AwsFlags, abortSignal: AbortSignal): Promise<Caller> {
  const client = new STSClient(awsConfig(aws));
  try {
    const region = await client.config.region();
    const { Account: account, Arn: arn } = await client.send(new GetCallerIdentityCommand({}), {
      abortSignal,
    });
    if (account !== undefined && arn !== undefined && parseArn(arn) !== undefined)
      return { account, arn, region };
  } catch (cause) {
    throw untold(`${reasonOf(cause)}`, cause);
  } finally {
    client.destroy();
  }
  throw untold('its answer names none');
}

function untold(why: string, cause?: unknown): ServiceError {
  return new ServiceError(
    'account-unreachable',
    `AWS does not tell which account to read: ${why}`,
    cause === undefined ? {} : { cause },
  );
}
