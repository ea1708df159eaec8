import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { parseSettings } from '../settings.ts';
import { createSweep, throwFailures } from '../sweep.ts';
import { createTellQuiet } from '../tell-quiet.ts';
import { compose, logger, metrics } from './compose.ts';
import { channelQueues, composeDispatch } from './compose-dispatch.ts';
import { composeJudging } from './compose-judging.ts';

const settings = parseSettings(process.env, [
  'TABLE_NAME',
  'ACCOUNT_ID',
  'JUDGED_WITH',
  'EVALUATE_QUEUE_URL',
  'DUE_QUEUE_URL',
  'CHANNEL_QUEUES',
]);
const judging = composeJudging(settings);
const sqs = new SQSClient();
const tellQuiet = createTellQuiet({
  channels: channelQueues(sqs, settings),
  state: judging.state,
  store: judging.store,
  account: settings.ACCOUNT_ID,
});
const sweep = createSweep({
  store: judging.store,
  state: judging.state,
  dispatch: composeDispatch(judging, sqs, settings),
  tellQuiet: () => tellQuiet({ title: 'What reads of the account showed, or is judged otherwise now' }),
  now: () => new Date(),
});

export const handler = compose(
  async (_event: unknown, context: Context) => {
    const swept = await sweep(() => context.getRemainingTimeInMillis());
    const { dispatched, pending, oldestSeconds, digested } = swept;
    logger.info('swept', { dispatched, pending, oldestSeconds, digested });
    metrics.addMetric('PendingItems', MetricUnit.Count, pending);
    metrics.addMetric('OldestPendingSeconds', MetricUnit.Seconds, oldestSeconds);
    throwFailures(swept);
  },
  [judging.client, sqs],
);
