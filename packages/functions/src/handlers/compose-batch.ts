import type { DynamoDBStreamEvent, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Failures, Received } from '../evaluate.ts';
import { identityOf } from '../identity.ts';

/**
 * The answer of which messages are to be handed out again, or from which record the stream goes on. Also where all failed: an
 * error would say no more, and count as the function's own.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function failedOf({ Records }: SQSEvent | DynamoDBStreamEvent, failures: Failures): SQSBatchResponse {
  const failed = Records.map(identityOf).filter((id) => failures.has(id));
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

export function toReceived({ messageId, body, attributes }: SQSRecord): Received {
  return { id: messageId, body, receives: Number(attributes.ApproximateReceiveCount) };
}
