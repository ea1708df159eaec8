import { userInfo } from 'node:os';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { reasonOf, ServiceError } from '@podguard/core';
import { type AwsFlags, awsConfig } from '../aws-flags.ts';
import { isTable, regionOf } from '../local-store/index.ts';

/** Who decides: as they say themselves, else the caller as AWS knows them, or the user of this machine for a directory. */
export async function authorOf(given: string | undefined, where: string, aws: AwsFlags): Promise<string> {
  if (given !== undefined) return given;
  return isTable(where) ? callerOf(where, aws) : userOfMachine();
}

async function callerOf(where: string, aws: AwsFlags): Promise<string> {
  const client = new STSClient(awsConfig({ ...aws, region: regionOf(where) ?? aws.region }));
  try {
    const { Arn } = await client.send(new GetCallerIdentityCommand({}));
    if (Arn !== undefined) return Arn;
  } catch (cause) {
    throw unknown(`AWS does not tell who you are (${reasonOf(cause)})`, cause);
  } finally {
    client.destroy();
  }
  throw unknown('AWS does not tell who you are');
}

function userOfMachine(): string {
  try {
    return userInfo().username;
  } catch (cause) {
    throw unknown(`this machine does not tell who you are (${reasonOf(cause)})`, cause);
  }
}

function unknown(what: string, cause?: unknown): ServiceError {
  return new ServiceError('usage', `${what}: say it with --author NAME`, { cause });
}
