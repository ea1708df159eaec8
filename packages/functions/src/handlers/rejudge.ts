import { SQSClient } from '@aws-sdk/client-sqs';
import { connect, createDynamoDbServiceState, createDynamoDbStore } from '@podguard/store';
import type { Context, SQSEvent } from 'aws-lambda';
import type { StartEvent } from '../messages.ts';
import { createRejudge, takeRejudge } from '../rejudge.ts';
import { parseSettings } from '../settings.ts';
import { createTellQuiet } from '../tell-quiet.ts';
import { compose, logger } from './compose.ts';
import { channelQueues } from './compose-dispatch.ts';
import { createSqsDepth, createSqsQueue } from './compose-queue.ts';

const settings = parseSettings(process.env, [
  'TABLE_NAME',
  'ACCOUNT_ID',
  'JUDGED_WITH',
  'EVALUATE_QUEUE_URL',
  'REJUDGE_QUEUE_URL',
  'CHANNEL_QUEUES',
]);
const { client } = connect();
const sqs = new SQSClient();
const table = { client, table: settings.TABLE_NAME };
const state = createDynamoDbServiceState(table);
const store = createDynamoDbStore(table);
const tellQuiet = createTellQuiet({
  channels: channelQueues(sqs, settings),
  state,
  store,
  account: settings.ACCOUNT_ID,
});
const rejudge = createRejudge({
  store,
  state,
  judgedWith: settings.JUDGED_WITH,
  evaluateQueue: createSqsQueue(sqs, settings.EVALUATE_QUEUE_URL),
  evaluateDepth: createSqsDepth(sqs, settings.EVALUATE_QUEUE_URL),
  rejudgeQueue: createSqsQueue(sqs, settings.REJUDGE_QUEUE_URL),
  tellQuiet: (notes) => tellQuiet({ title: 'What is judged otherwise since the last deployment', notes }),
  now: () => new Date(),
});

/** For the deployment's call, and for the queue that a run goes on by: one message each. */
export const handler = compose(
  async (event: StartEvent | SQSEvent, context: Context) => {
    for (const step of await takeRejudge(rejudge, event, () => context.getRemainingTimeInMillis()))
      logger.info('rejudge', { ...step });
  },
  [client, sqs],
);
