import { GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { reasonOf, ServiceError } from '@podguard/core';
import { isNamed } from '@podguard/inventory';

const GONE = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];

/** The address of a queue by its name; undefined where there is none. */
export async function queueUrlOf(client: SQSClient, QueueName: string): Promise<string | undefined> {
  try {
    return (await client.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
  } catch (cause) {
    if (isNamed(cause, ...GONE)) return undefined;
    throw new ServiceError(
      'queue-unreachable',
      `queue ${QueueName}: ${reasonOf(cause)}; what is needed is sqs:GetQueueUrl`,
      {
        cause,
        retryable: true,
      },
    );
  }
}

/** The region that a queue's address names. */
export function regionOfQueue(url: string): string | undefined {
  return /^https:\/\/(?:sqs\.([a-z0-9-]+)|([a-z0-9-]+)\.queue)\.amazonaws\.com\//
    .exec(url)
    ?.slice(1)
    .find(Boolean);
}
