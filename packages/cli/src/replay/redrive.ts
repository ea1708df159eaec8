import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { toChanges, toRecord } from '@podguard/cloudtrail';
import { OPT_IN_EVENTS, reasonOf, ServiceError } from '@podguard/core';
import { parseEvaluateMessage, toMessageBody } from '@podguard/functions';
import { sendBatches } from './send-batches.ts';

export interface Redriven {
  moved: number;
  /** Messages that stay where they are, each with the reason. */
  readonly left: Map<string, string>;
}

interface Received {
  readonly id: string;
  readonly body: string;
}

/** Long enough to send a batch, so that nobody else is given the same. */
const VISIBILITY_SECONDS = 120;
const WAIT_SECONDS = 1;
/** Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html */
const BATCH = 10;
/** What was put aside was let in, whatever the configuration says now. */
const EVERY_GROUP = [...OPT_IN_EVENTS, 'self'] as const;

/**
 * Moves what was put aside of records back to the evaluate queue, marked as sent again. Each is sent before it is deleted: after a
 * crash in between it is there twice, and records are recognized by their event ID. What would only fail again stays.
 */
export async function redriveRecords(
  clients: { readonly from: SQSClient; readonly to: SQSClient },
  { from, to, signal }: { readonly from: string; readonly to: string; readonly signal: AbortSignal },
  onMoved: (moved: number) => void,
): Promise<Redriven> {
  const result: Redriven = { moved: 0, left: new Map() };
  // Of what is handed out again the newest receipt holds.
  const receipts = new Map<string, string>();
  const entriesOf = (ids: readonly string[]) =>
    ids.map((id, index) => ({ Id: String(index), ReceiptHandle: receipts.get(id) ?? '' }));
  await sendBatches(clients.to, to, {
    messages: readable(clients.from, from, { signal, receipts, left: result.left }),
    async onSent(messages) {
      const Entries = entriesOf(messages.map(({ id }) => id));
      const { Failed: [failed] = [] } = await reach(
        from,
        clients.from.send(new DeleteMessageBatchCommand({ QueueUrl: from, Entries })),
      );
      if (failed !== undefined) throw unreachable(from, `${failed.Code}: ${failed.Message}`);
      result.moved += messages.length;
      onMoved(result.moved);
    },
    onRefused: ({ message, reason }) => result.left.set(message.id, `SQS does not take it: ${reason}`),
  });
  await release(clients.from, from, entriesOf([...result.left.keys()]));
  return result;
}

/** Whoever looks at them next need not wait. They show again by themselves, so that it does not matter whether it is done. */
async function release(
  client: SQSClient,
  QueueUrl: string,
  entries: readonly { readonly Id: string; readonly ReceiptHandle: string }[],
): Promise<void> {
  for (let at = 0; at < entries.length; at += BATCH) {
    const Entries = entries.slice(at, at + BATCH).map((entry) => ({ ...entry, VisibilityTimeout: 0 }));
    try {
      await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
    } catch {
      return;
    }
  }
}

/** What is left comes back while there is more to read: it ends when nothing comes, or nothing but that. */
async function* readable(
  client: SQSClient,
  QueueUrl: string,
  {
    signal,
    receipts,
    left,
  }: {
    readonly signal: AbortSignal;
    readonly receipts: Map<string, string>;
    readonly left: Map<string, string>;
  },
): AsyncGenerator<Received> {
  for (let known = 0; !signal.aborted && known <= 2 * receipts.size; ) {
    const { Messages = [] } = await reach(
      QueueUrl,
      client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: BATCH,
          VisibilityTimeout: VISIBILITY_SECONDS,
          WaitTimeSeconds: WAIT_SECONDS,
        }),
      ),
    );
    if (Messages.length === 0) return;
    for (const { MessageId: id = '', ReceiptHandle: receipt = '', Body = '' } of Messages) {
      const isKnown = receipts.has(id);
      receipts.set(id, receipt);
      known = isKnown ? known + 1 : 0;
      if (isKnown) continue;
      const marked = markedBody(Body);
      if ('body' in marked) yield { id, body: marked.body };
      else left.set(id, marked.reason);
    }
  }
}

/** What to send of a message that was put aside: a record marked, a message of ours as it is. */
function markedBody(body: string): { readonly body: string } | { readonly reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { reason: 'it is no JSON' };
  }
  if (typeof value === 'object' && value !== null && 'podguard' in value) return ours(body);
  const read = toRecord(value);
  if (read.kind === 'other') return { reason: `it is no record: ${read.what}` };
  const mapped = read.kind === 'record' ? toChanges(read.record, EVERY_GROUP) : read;
  if (mapped.kind === 'unreadable') return { reason: `it cannot be read: ${mapped.reason}` };
  return { body: toMessageBody({ podguard: 'replay', event: value }) };
}

function ours(body: string): { readonly body: string } | { readonly reason: string } {
  try {
    parseEvaluateMessage(body);
    return { body };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

async function reach<T>(url: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    throw unreachable(url, reasonOf(cause), cause);
  }
}

function unreachable(url: string, reason: string, cause?: unknown): ServiceError {
  const name = url.slice(url.lastIndexOf('/') + 1);
  return new ServiceError(
    'queue-unreachable',
    `queue ${name}: ${reason}; nothing is lost: what was not moved is still there, run it again`,
    { retryable: true, ...(cause === undefined ? {} : { cause }) },
  );
}
