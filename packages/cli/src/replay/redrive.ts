import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { toChanges, toRecord } from '@podguard/cloudtrail';
import { OPT_IN_EVENTS, reasonOf, ServiceError } from '@podguard/core';
import { toMessageBody } from '@podguard/functions';
import { sendBatches } from './send-batches.ts';

export interface Redriven {
  moved: number;
  /** Messages that stay where they are, each with the reason. */
  readonly left: Map<string, string>;
}

interface Received {
  readonly id: string;
  readonly receipt: string;
  readonly body: string;
}

/** Long enough to send a batch, so that nobody else is given the same. */
const VISIBILITY_SECONDS = 120;
const WAIT_SECONDS = 1;
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
  const held = new Map<string, Received>();
  const leave = (received: Received, reason: string): void => {
    result.left.set(received.id, reason);
    held.set(received.id, received);
  };
  await sendBatches(clients.to, to, {
    messages: readable(clients.from, from, { signal, leave }),
    async onSent(messages) {
      for (const { receipt } of messages)
        await reach(
          from,
          clients.from.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle: receipt })),
        );
      result.moved += messages.length;
      onMoved(result.moved);
    },
    onRefused: ({ message, reason }) => leave(message, `SQS does not take it: ${reason}`),
  });
  // Whoever looks at them next need not wait.
  for (const { receipt } of held.values())
    await reach(
      from,
      clients.from.send(
        new ChangeMessageVisibilityCommand({ QueueUrl: from, ReceiptHandle: receipt, VisibilityTimeout: 0 }),
      ),
    );
  return result;
}

async function* readable(
  client: SQSClient,
  QueueUrl: string,
  {
    signal,
    leave,
  }: { readonly signal: AbortSignal; readonly leave: (received: Received, reason: string) => void },
): AsyncGenerator<Received> {
  const seen = new Set<string>();
  while (!signal.aborted) {
    const { Messages = [] } = await reach(
      QueueUrl,
      client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: VISIBILITY_SECONDS,
          WaitTimeSeconds: WAIT_SECONDS,
        }),
      ),
    );
    const fresh = Messages.filter(({ MessageId = '' }) => !seen.has(MessageId));
    if (fresh.length === 0) return;
    for (const { MessageId: id = '', ReceiptHandle: receipt = '', Body = '' } of fresh) {
      seen.add(id);
      const marked = markedBody(Body);
      if ('body' in marked) yield { id, receipt, body: marked.body };
      else leave({ id, receipt, body: Body }, marked.reason);
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
  if (typeof value === 'object' && value !== null && 'podguard' in value) return { body };
  const read = toRecord(value);
  if (read.kind === 'other') return { reason: `it is no record: ${read.what}` };
  const mapped = read.kind === 'record' ? toChanges(read.record, EVERY_GROUP) : read;
  if (mapped.kind === 'unreadable') return { reason: `it cannot be read: ${mapped.reason}` };
  return { body: toMessageBody({ podguard: 'replay', event: value }) };
}

async function reach<T>(url: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    const name = url.slice(url.lastIndexOf('/') + 1);
    throw new ServiceError(
      'queue-unreachable',
      `queue ${name}: ${reasonOf(cause)}; nothing is lost: what was not moved is still there, run it again`,
      { cause, retryable: true },
    );
  }
}
