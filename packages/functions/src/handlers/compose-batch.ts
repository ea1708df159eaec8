import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { DynamoDBRecord, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { asError } from '../as-error.ts';
import { identityOf } from '../asked.ts';
import type { Failures, Received } from '../evaluate.ts';

const processors = {
  'aws:sqs': new BatchProcessor(EventType.SQS),
  'aws:dynamodb': new BatchProcessor(EventType.DynamoDBStreams),
};

/**
 * The answer of which messages are to be handed out again, or from which record the stream goes on. Also where all failed: an
 * error would say no more, and count as the function's own.
 */
export async function failedOf(
  event: SQSEvent | DynamoDBStreamEvent,
  failures: Failures,
): Promise<SQSBatchResponse> {
  const take = async (record: SQSRecord | DynamoDBRecord): Promise<void> => {
    const id = identityOf(record);
    if (failures.has(id)) throw asError(failures.get(id));
  };
  const [first] = event.Records;
  const source = first !== undefined && 'messageId' in first ? 'aws:sqs' : 'aws:dynamodb';
  return processPartialResponse(event, take, processors[source], { throwOnFullBatchFailure: false });
}

export function toReceived({ messageId, body, attributes }: SQSRecord): Received {
  return { id: messageId, body, receives: Number(attributes.ApproximateReceiveCount) };
}
