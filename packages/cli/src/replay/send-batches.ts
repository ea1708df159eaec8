import { setTimeout as wait } from 'node:timers/promises';
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { reasonOf, ServiceError } from '@podguard/core';
import { MAX_BODY_BYTES } from '@podguard/functions';

/** Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const BATCH = 10;
const MAX_ATTEMPTS = 5;
const FIRST_WAIT_MS = 200;

/** What SQS would not take for what it is: too large, or with characters that it refuses. */
export interface Refused<T> {
  readonly message: T;
  readonly reason: string;
}

/** Sends in as few calls as it can; told of each batch that was taken. What is refused for good is told and left out. */
export async function sendBatches<T extends { readonly body: string }>(
  client: SQSClient,
  url: string,
  {
    messages,
    onSent,
    onRefused,
  }: {
    readonly messages: AsyncIterable<T>;
    readonly onSent: (messages: readonly T[]) => Promise<void>;
    readonly onRefused: (refused: Refused<T>) => void;
  },
): Promise<void> {
  for await (const batch of batchesOf(messages)) {
    const { taken, refused } = await sendBatch(client, url, batch);
    if (taken.length > 0) await onSent(taken);
    for (const one of refused) onRefused(one);
  }
}

async function* batchesOf<T extends { readonly body: string }>(
  messages: AsyncIterable<T>,
): AsyncGenerator<readonly T[]> {
  let batch: T[] = [];
  let bytes = 0;
  for await (const message of messages) {
    const size = Buffer.byteLength(message.body);
    if (batch.length === BATCH || (batch.length > 0 && bytes + size > MAX_BODY_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(message);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

async function sendBatch<T extends { readonly body: string }>(
  client: SQSClient,
  url: string,
  batch: readonly T[],
) {
  const taken: T[] = [];
  const refused: Refused<T>[] = [];
  let left = batch.map((message, index) => ({ Id: String(index), message }));
  let reason = '';
  for (let attempt = 0; left.length > 0; attempt += 1) {
    if (attempt === MAX_ATTEMPTS) throw unreachable(url, reason);
    if (attempt > 0) await wait(FIRST_WAIT_MS * 2 ** attempt);
    const Entries = left.map(({ Id, message }) => ({ Id, MessageBody: message.body }));
    const failed = await call(client, url, Entries);
    const again: typeof left = [];
    for (const one of left) {
      const fault = failed.find(({ Id }) => Id === one.Id);
      if (fault === undefined) taken.push(one.message);
      else if (fault.SenderFault === true && !/throttl/i.test(fault.Code ?? ''))
        refused.push({ message: one.message, reason: `${fault.Code}: ${fault.Message}` });
      else again.push(one);
    }
    reason = `${failed[0]?.Code}: ${failed[0]?.Message}`;
    left = again;
  }
  return { taken, refused };
}

/** A batch that is refused as a whole for one that is too large is told by that one alone. */
async function call(
  client: SQSClient,
  QueueUrl: string,
  Entries: readonly { readonly Id: string; readonly MessageBody: string }[],
) {
  try {
    const { Failed = [] } = await client.send(
      new SendMessageBatchCommand({ QueueUrl, Entries: [...Entries] }),
    );
    return Failed;
  } catch (error) {
    const { name, message } = error as Error;
    const isTooLong = /BatchRequestTooLong|InvalidMessageContents|InvalidParameterValue/.test(name);
    const [only] = Entries;
    if (isTooLong && Entries.length === 1 && only !== undefined)
      return [{ Id: only.Id, SenderFault: true, Code: name, Message: message }];
    throw unreachable(QueueUrl, reasonOf(error), error);
  }
}

function unreachable(url: string, reason: string, cause?: unknown): ServiceError {
  const name = url.slice(url.lastIndexOf('/') + 1);
  return new ServiceError(
    'queue-unreachable',
    `queue ${name}: ${reason}; what was sent is sent: to send everything again is safe`,
    { retryable: true, ...(cause === undefined ? {} : { cause }) },
  );
}
