import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { reasonOf, ServiceError } from '@podguard/core';
import { prefixOf } from '@podguard/deployment';
import type { ReplayFlags } from '../commands/replay.ts';
import { createProgress } from '../progress.ts';
import type { Terminal } from '../terminal.ts';
import { moveMessages } from './move-messages.ts';
import { evaluateQueue, sqsClient } from './open-destination.ts';
import { queueUrlOf } from './queue-of.ts';
import { redriveRecords } from './redrive.ts';

export interface RedriveCounts {
  /** As SQS counts them before, which may be some seconds late. */
  readonly waiting: number;
  readonly moved: number;
  readonly left: number;
  /** Why, by message where it is known. */
  readonly reasons: readonly string[];
}

/** Puts back what was put aside: records by us, marked; what another function reads by SQS, as it is. */
export async function redrive(asked: string, flags: ReplayFlags, terminal: Terminal): Promise<RedriveCounts> {
  const [, name = '', elsewhere] = /^([a-z][a-z0-9-]*)(?:@([a-z0-9-]+))?$/.exec(asked) ?? [];
  if (name === '' || (elsewhere !== undefined && name !== 'undelivered'))
    throw new ServiceError(
      'usage',
      `--redrive ${asked}: name evaluate, undelivered, undelivered@REGION or a channel`,
    );
  const prefix = prefixOf(flags.stage ?? '');
  const home = await sqsClient(flags, undefined);
  const there = elsewhere === undefined ? home : await sqsClient(flags, elsewhere);
  try {
    const from = await deadLettersOf(there, prefix, name);
    const { arn, waiting } = await attributesOf(there, from);
    if (flags.dryRun === true) return { waiting, moved: 0, left: 0, reasons: [] };
    const { show, end } = createProgress(terminal, flags.quiet === true, (count: number) => `${count} moved`);
    const { signal } = terminal;
    try {
      if (name !== 'evaluate' && name !== 'undelivered')
        return { waiting, ...(await move(home, { SourceArn: arn, signal, waiting }, show)) };
      const to = await evaluateQueue(home, flags.stage ?? '');
      const { moved, left } = await redriveRecords({ from: there, to: home }, { from, to, signal }, show);
      // Handed out to somebody else, or in an answer that was lost.
      const unseen = signal.aborted ? 0 : Math.max(0, waiting - moved - left.size);
      const reasons = [
        ...[...left].map(([id, reason]) => `left where it is: message ${id}: ${reason}`),
        ...(unseen === 0 ? [] : [unseenWords(unseen, from)]),
      ];
      return { waiting, moved, left: stillThere(left.size + unseen, { waiting, moved, signal }), reasons };
    } finally {
      end();
    }
  } finally {
    home.destroy();
    there.destroy();
  }
}

function unseenWords(count: number, url: string): string {
  const queue = url.slice(url.lastIndexOf('/') + 1);
  return `left where they are: of what queue ${queue} counted it did not hand out ${count}, and may in two minutes; run it again`;
}

async function move(
  client: SQSClient,
  { SourceArn, signal, waiting }: Parameters<typeof moveMessages>[1] & { readonly waiting: number },
  onMoved: (moved: number) => void,
): Promise<Omit<RedriveCounts, 'waiting'>> {
  const { moved, left, reason } = await moveMessages(client, { SourceArn, signal }, onMoved);
  const told = reason === undefined ? [] : [`left where they are: ${left} messages: ${reason}; run it again`];
  return {
    moved,
    left: stillThere(left, { waiting, moved, signal }),
    reasons: signal.aborted ? ['SQS goes on moving the rest by itself'] : told,
  };
}

/** Interrupted, what was not looked at is left as well. */
function stillThere(
  left: number,
  { waiting, moved, signal }: Pick<RedriveCounts, 'waiting' | 'moved'> & { readonly signal: AbortSignal },
): number {
  return signal.aborted ? Math.max(left, waiting - moved) : left;
}

async function deadLettersOf(client: SQSClient, prefix: string, name: string): Promise<string> {
  const names =
    name === 'undelivered'
      ? [`${prefix}-undelivered`]
      : [`${prefix}-${name}-dlq`, `${prefix}-${name}-dlq.fifo`];
  for (const one of names) {
    const url = await queueUrlOf(client, one);
    if (url !== undefined) return url;
  }
  throw new ServiceError(
    'usage',
    `there is no queue ${names.join(' or ')}: name evaluate, undelivered, a channel, due or rejudge, and the region with --region`,
  );
}

async function attributesOf(client: SQSClient, QueueUrl: string) {
  try {
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ['QueueArn', 'ApproximateNumberOfMessages'],
      }),
    );
    return { arn: Attributes.QueueArn ?? '', waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0) };
  } catch (cause) {
    const name = QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1);
    throw new ServiceError('queue-unreachable', `queue ${name}: ${reasonOf(cause)}`, {
      cause,
      retryable: true,
    });
  }
}
