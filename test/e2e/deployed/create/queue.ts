import { CreateQueueCommand, SetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { type Inputs, text } from '../resources.ts';

/** The attribute of SQS that stands for an input. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  contentBasedDeduplication: 'ContentBasedDeduplication',
  deduplicationScope: 'DeduplicationScope',
  delaySeconds: 'DelaySeconds',
  fifoQueue: 'FifoQueue',
  fifoThroughputLimit: 'FifoThroughputLimit',
  messageRetentionSeconds: 'MessageRetentionPeriod',
  receiveWaitTimeSeconds: 'ReceiveMessageWaitTimeSeconds',
  redrivePolicy: 'RedrivePolicy',
  sqsManagedSseEnabled: 'SqsManagedSseEnabled',
  visibilityTimeoutSeconds: 'VisibilityTimeout',
};

export async function createQueue(sqs: SQSClient, inputs: Inputs): Promise<string> {
  const attributes = Object.entries(inputs).flatMap(([name, value]) => {
    const attribute = ATTRIBUTES[name];
    return attribute === undefined ? [] : [[attribute, String(value)]];
  });
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: text(inputs, 'name'), Attributes: Object.fromEntries(attributes) }),
  );
  return QueueUrl as string;
}

export async function setQueuePolicy(sqs: SQSClient, url: string, policy: string): Promise<void> {
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy: policy } }));
}
