import { setTimeout as wait } from 'node:timers/promises';
import {
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { reasonOf, ServiceError } from '@podguard/core';
import { MAX_BODY_BYTES, type Queue, type QueueDepth, type QueueMessage } from '../queue.ts';

/** Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const BATCH = 10;
const PARALLEL = 4;
const MAX_ATTEMPTS = 5;
const FIRST_WAIT_MS = 50;

/** Creates a queue of SQS. What a batch call refuses for a reason that may pass is sent again. */
export function createSqsQueue(client: SQSClient, url: string): Queue {
  return {
    async send(messages) {
      const chunks = chunksOf(messages);
      for (let at = 0; at < chunks.length; ) {
        const ordered = isOrdered(chunks[at]);
        const some = chunks.slice(at, ordered ? at + 1 : at + PARALLEL);
        await Promise.all(some.map((chunk) => sendChunk(client, url, chunk)));
        at += some.length;
      }
    },
  };
}

export function createSqsDepth(client: SQSClient, url: string): QueueDepth {
  return async () => {
    const { Attributes = {} } = await reach(
      url,
      client.send(
        new GetQueueAttributesCommand({
          QueueUrl: url,
          AttributeNames: [
            'ApproximateNumberOfMessages',
            'ApproximateNumberOfMessagesNotVisible',
            'ApproximateNumberOfMessagesDelayed',
          ],
        }),
      ),
    );
    return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
  };
}

/** Those of a group alone, so that none overtakes one that was refused. */
function chunksOf(messages: readonly QueueMessage[]): readonly (readonly QueueMessage[])[] {
  const chunks: QueueMessage[][] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = Buffer.byteLength(message.body);
    const last = chunks.at(-1);
    if (
      last === undefined ||
      isOrdered(last) ||
      isOrdered([message]) ||
      last.length === BATCH ||
      bytes + size > MAX_BODY_BYTES
    ) {
      chunks.push([message]);
      bytes = size;
    } else {
      last.push(message);
      bytes += size;
    }
  }
  return chunks;
}

function isOrdered(chunk: readonly QueueMessage[] | undefined): boolean {
  return chunk?.[0]?.group !== undefined;
}

async function sendChunk(client: SQSClient, url: string, chunk: readonly QueueMessage[]): Promise<void> {
  let left = chunk.map(toEntry);
  let refused = '';
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    if (attempt > 0) await wait(FIRST_WAIT_MS * 2 ** attempt * (0.5 + Math.random() / 2));
    const command = new SendMessageBatchCommand({ QueueUrl: url, Entries: left });
    const { Failed = [] } = await reach(url, client.send(command));
    if (Failed.length === 0) return;
    const fault = Failed.find(({ SenderFault }) => SenderFault === true);
    if (fault !== undefined) throw unreachable(url, `${fault.Code}: ${fault.Message}`, false);
    refused = `${Failed[0]?.Code}: ${Failed[0]?.Message}`;
    const ids = new Set(Failed.map(({ Id }) => Id));
    left = left.filter(({ Id }) => ids.has(Id));
  }
  throw unreachable(url, refused, true);
}

function toEntry(
  { body, delaySeconds, group, identity }: QueueMessage,
  index: number,
): SendMessageBatchRequestEntry {
  return {
    Id: String(index),
    MessageBody: body,
    ...(delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds }),
    ...(group === undefined ? {} : { MessageGroupId: group }),
    ...(identity === undefined ? {} : { MessageDeduplicationId: identity }),
  };
}

async function reach<T>(url: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw unreachable(url, reasonOf(cause), true, cause);
  }
}

function unreachable(url: string, reason: string, retryable: boolean, cause?: unknown): ServiceError {
  const name = url.slice(url.lastIndexOf('/') + 1);
  return new ServiceError('queue-unreachable', `queue ${name}: ${reason}; it is sent again`, {
    retryable,
    ...(cause === undefined ? {} : { cause }),
  });
}
