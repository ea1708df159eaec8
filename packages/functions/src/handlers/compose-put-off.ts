import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import type { Report } from '../notice.ts';
import type { Notified } from '../notify.ts';

/**
 * Puts off when the queue hands out what failed; by itself that is the queue's visibility timeout. Where this fails, that holds.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html
 */
export async function putOff(
  sqs: SQSClient,
  url: string,
  records: readonly SQSRecord[],
  { delays }: Pick<Notified, 'delays'>,
  report: Report,
): Promise<void> {
  const entries = records.flatMap(({ messageId, receiptHandle }) => {
    const seconds = delays.get(messageId);
    if (seconds === undefined) return [];
    return [{ Id: messageId, ReceiptHandle: receiptHandle, VisibilityTimeout: seconds }];
  });
  if (entries.length === 0) return;
  const what = 'putting off what failed';
  try {
    const { Failed = [] } = await sqs.send(
      new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries: entries }),
    );
    const [first] = Failed;
    if (first !== undefined)
      report({ kind: 'failed', what, error: new Error(`${first.Code}: ${first.Message}`) });
  } catch (error) {
    report({ kind: 'failed', what, error });
  }
}
