import type { SQSClient } from '@aws-sdk/client-sqs';
import { createDispatch, type Dispatch } from '../dispatch.ts';
import { createHandToRemediate } from '../hand-to-remediate.ts';
import type { Settings } from '../settings.ts';
import { createTell } from '../tell.ts';
import { composeChannelQueues } from './compose-channel-queues.ts';
import type { Judging } from './compose-judging.ts';
import { createSqsQueue } from './compose-queue.ts';
import { composeRemediateQueue } from './compose-remediate-queue.ts';
import { report } from './compose-report.ts';

/** The dispatcher with the queues that it sends to. */
export function composeDispatch(
  judging: Judging,
  sqs: SQSClient,
  settings: Settings<'ACCOUNT_ID' | 'EVALUATE_QUEUE_URL' | 'DUE_QUEUE_URL' | 'CHANNEL_QUEUES'>,
): Dispatch {
  const { store, state, catalogue, config, context, backOff } = judging;
  const now = () => new Date();
  const queue = composeRemediateQueue(sqs, config);
  const { ACCOUNT_ID: account } = settings;
  return createDispatch({
    store,
    catalogue,
    backOff,
    context,
    report,
    engine: judging.engineOf(),
    tell: createTell({ channels: composeChannelQueues(sqs, settings, config), config, state, now }),
    ...(queue === undefined ? {} : { handOn: createHandToRemediate({ config, account, queue, state }) }),
    evaluateQueue: createSqsQueue(sqs, settings.EVALUATE_QUEUE_URL),
    dueQueue: createSqsQueue(sqs, settings.DUE_QUEUE_URL),
    now,
  });
}
