import type { SQSClient } from '@aws-sdk/client-sqs';
import { createDispatch, type Dispatch } from '../dispatch.ts';
import type { Queue } from '../queue.ts';
import type { Settings } from '../settings.ts';
import { createTell } from '../tell.ts';
import type { Judging } from './compose-judging.ts';
import { createSqsQueue } from './compose-queue.ts';
import { report } from './compose-report.ts';

/** The dispatcher with the queues that it sends to. */
export function composeDispatch(
  judging: Judging,
  sqs: SQSClient,
  settings: Settings<'EVALUATE_QUEUE_URL' | 'DUE_QUEUE_URL' | 'CHANNEL_QUEUES'>,
): Dispatch {
  const { store, state, catalogue, backOff } = judging;
  return createDispatch({
    store,
    catalogue,
    backOff,
    report,
    engine: judging.engineOf(),
    tell: createTell({ channels: channelQueues(sqs, settings), state }),
    evaluateQueue: createSqsQueue(sqs, settings.EVALUATE_QUEUE_URL),
    dueQueue: createSqsQueue(sqs, settings.DUE_QUEUE_URL),
    now: () => new Date(),
  });
}

export function channelQueues(
  sqs: SQSClient,
  { CHANNEL_QUEUES }: Settings<'CHANNEL_QUEUES'>,
): Readonly<Record<string, Queue>> {
  const queues = Object.entries(CHANNEL_QUEUES).map(
    ([name, url]) => [name, createSqsQueue(sqs, url)] as const,
  );
  return Object.fromEntries(queues);
}
