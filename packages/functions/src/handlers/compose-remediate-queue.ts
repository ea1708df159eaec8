import type { SQSClient } from '@aws-sdk/client-sqs';
import { type Config, isRemediating } from '@podguard/core';
import type { Queue } from '../queue.ts';
import { parseSettings } from '../settings.ts';
import { createSqsQueue } from './compose-queue.ts';

/** The queue of `remediate`; there is none where the mode of every rule is off. */
export function composeRemediateQueue(
  sqs: SQSClient,
  config: Pick<Config, 'remediation'>,
): Queue | undefined {
  if (!isRemediating(config)) return undefined;
  const { REMEDIATE_QUEUE_URL: url } = parseSettings(process.env, ['REMEDIATE_QUEUE_URL']);
  return createSqsQueue(sqs, url);
}
