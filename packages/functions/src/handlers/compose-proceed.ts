import { SQSClient } from '@aws-sdk/client-sqs';
import type { Config } from '@podguard/core';
import { AWS_PATIENCE } from '@podguard/notify';
import { toMessageBody } from '../message-body.ts';
import { composeRemediateQueue } from './compose-remediate-queue.ts';

/** What has a remediation go on, by the queue of `remediate`; where there is none, nothing goes on. */
export function composeProceed(config: Pick<Config, 'remediation'>): (remediation: string) => Promise<void> {
  const queue = composeRemediateQueue(new SQSClient(AWS_PATIENCE), config);
  return async (remediation) =>
    queue?.send([{ body: toMessageBody({ podguard: 'remediate', step: 'proceed', remediation }) }]);
}
