import { SQSClient } from '@aws-sdk/client-sqs';
import { parseConfig, remediatedWith } from '@podguard/core';
import { connect, createDynamoDbServiceState, createDynamoDbStore } from '@podguard/store';
import type { Context, SQSEvent } from 'aws-lambda';
import configured from '../../../../podguard.config.ts';
import type { StartEvent } from '../messages.ts';
import { createJudgedBy } from '../organization.ts';
import { createRejudge, takeRejudge } from '../rejudge.ts';
import { parseSettings } from '../settings.ts';
import { compose } from './compose.ts';
import { composeTellQuiet } from './compose-channel-queues.ts';
import { logger } from './compose-observers.ts';
import { CALL_PATIENCE } from './compose-patience.ts';
import { createSqsDepth, createSqsQueue } from './compose-queue.ts';

const settings = parseSettings(process.env, [
  'TABLE_NAME',
  'ACCOUNT_ID',
  'JUDGED_WITH',
  'EVALUATE_QUEUE_URL',
  'REJUDGE_QUEUE_URL',
  'CHANNEL_QUEUES',
]);
const { client } = connect(CALL_PATIENCE);
const sqs = new SQSClient(CALL_PATIENCE);
const table = { client, table: settings.TABLE_NAME };
const state = createDynamoDbServiceState(table);
const store = createDynamoDbStore(table);
const tellQuiet = composeTellQuiet(sqs, settings, { state, store });
const now = () => new Date();
const common = {
  store,
  state,
  evaluateQueue: createSqsQueue(sqs, settings.EVALUATE_QUEUE_URL),
  evaluateDepth: createSqsDepth(sqs, settings.EVALUATE_QUEUE_URL),
  rejudgeQueue: createSqsQueue(sqs, settings.REJUDGE_QUEUE_URL),
  tellQuiet: (notes: readonly string[]) =>
    tellQuiet({ title: 'What is judged otherwise since the last deployment', notes }),
  now,
};
const config = parseConfig(configured, 'podguard.config.ts');

/** For the deployment's call, and for the queue that a run goes on by: one message each. */
export const handler = compose(
  async (event: StartEvent | SQSEvent, context: Context) => {
    // Looked up each time: who compares with an old list would go on for ever.
    const { judgedWith } = await createJudgedBy({ config, judgedWith: settings.JUDGED_WITH, state, now })();
    const rejudge = createRejudge({ ...common, judgedWith, remediatedWith: remediatedWith(config) });
    for (const step of await takeRejudge(rejudge, event, () => context.getRemainingTimeInMillis()))
      logger.info('rejudge', { ...step });
  },
  [client, sqs],
);
