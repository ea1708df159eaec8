import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSEvent } from 'aws-lambda';
import { createFindingNow } from '../finding-now.ts';
import { lazily } from '../lazily.ts';
import { createRemediate } from '../remediate.ts';
import { parseSettings } from '../settings.ts';
import { createReportShadow } from '../shadow-report.ts';
import { createTellRemediation } from '../tell-remediation.ts';
import { compose } from './compose.ts';
import { failedOf, toReceived } from './compose-batch.ts';
import { composeChannelQueues } from './compose-channel-queues.ts';
import { composeJudging } from './compose-judging.ts';
import { logger } from './compose-observers.ts';
import { CALL_PATIENCE } from './compose-patience.ts';
import { putOff } from './compose-put-off.ts';
import { createSqsQueue } from './compose-queue.ts';
import { report } from './compose-report.ts';

const settings = parseSettings(process.env, [
  'TABLE_NAME',
  'ACCOUNT_ID',
  'AWS_REGION',
  'JUDGED_WITH',
  'CHANNEL_QUEUES',
  'REMEDIATE_QUEUE_URL',
  'REMEDIATE_ROLE_ARN',
]);
const judging = composeJudging(settings);
const { store, state, catalogue, config, context } = judging;
const sqs = new SQSClient(CALL_PATIENCE);
const channels = composeChannelQueues(sqs, settings, config);
const findingOf = createFindingNow({ store, catalogue, context });
const now = () => new Date();
const remediating = lazily(async () => {
  const { composeRemediate } = await import('./compose-remediate.ts');
  const tell = createTellRemediation({ channels, config, catalogue, findingOf });
  return composeRemediate({ judging, settings, tell });
});
const remediate = createRemediate({
  remediating: async () => (await remediating())(),
  queue: createSqsQueue(sqs, settings.REMEDIATE_QUEUE_URL),
  reportShadow: createReportShadow({
    ...{ config, state, channels, now },
    account: settings.ACCOUNT_ID,
    unreadable: (problem) =>
      logger.error('a remediation cannot be read, and is in no report', { error: problem }),
  }),
  onRemediation: ({ id, status, rule, key, finding, mode, version }) =>
    logger.info('remediation', { id, status, rule, key, finding, mode, version }),
  now,
  random: Math.random,
  report,
});

/** For the remediate queue. */
export const handler = compose(
  async (event: SQSEvent, context: Context) => {
    const remainingMs = () => context.getRemainingTimeInMillis();
    const done = await remediate(event.Records.map(toReceived), remainingMs);
    await putOff(sqs, settings.REMEDIATE_QUEUE_URL, event.Records, done, report);
    return failedOf(event, done.failures);
  },
  [judging.client, sqs],
);
