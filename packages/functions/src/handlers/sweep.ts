import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { toMessageBody } from '../message-body.ts';
import { parseSettings } from '../settings.ts';
import { createSweep, throwFailures } from '../sweep.ts';
import { compose } from './compose.ts';
import { composeTellQuiet } from './compose-channel-queues.ts';
import { composeClock } from './compose-clock.ts';
import { composeDispatch } from './compose-dispatch.ts';
import { composeJudging } from './compose-judging.ts';
import { logger, metrics } from './compose-observers.ts';
import { composeOrganization } from './compose-organization.ts';
import { CALL_PATIENCE } from './compose-patience.ts';
import { composeRemediateQueue } from './compose-remediate-queue.ts';

const settings = parseSettings(process.env, [
  'TABLE_NAME',
  'ACCOUNT_ID',
  'JUDGED_WITH',
  'EVALUATE_QUEUE_URL',
  'DUE_QUEUE_URL',
  'CHANNEL_QUEUES',
  'REJUDGE_QUEUE_URL',
  'AWS_REGION',
]);
const judging = composeJudging(settings);
const sqs = new SQSClient(CALL_PATIENCE);
const tellQuiet = composeTellQuiet(sqs, settings, judging);
const remediateQueue = composeRemediateQueue(sqs, judging.config);
const sweep = createSweep({
  store: judging.store,
  state: judging.state,
  dispatch: composeDispatch(judging, sqs, settings),
  tellQuiet: () =>
    tellQuiet({ title: 'What reads of the account or replayed records showed, or is judged otherwise now' }),
  wakeRemediate: async () =>
    remediateQueue?.send([{ body: toMessageBody({ podguard: 'remediate', step: 'sweep' }) }]),
  now: () => new Date(),
  ...composeClock(judging, sqs, settings),
});
const followOrganization = composeOrganization(judging, sqs, settings);

export const handler = compose(
  async (_event: unknown, context: Context) => {
    const swept = await sweep(() => context.getRemainingTimeInMillis());
    const { dispatched, pending, oldestSeconds, digested, exempted, sinceReport } = swept;
    logger.info('swept', { dispatched, pending, oldestSeconds, digested, exempted });
    metrics.addMetric('PendingItems', MetricUnit.Count, pending);
    metrics.addMetric('OldestPendingSeconds', MetricUnit.Seconds, oldestSeconds);
    if (sinceReport !== undefined) metrics.addMetric('HoursSinceDriftReport', MetricUnit.Count, sinceReport);
    await followOrganization(() => context.getRemainingTimeInMillis());
    throwFailures(swept);
  },
  [judging.client, sqs],
);
