import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSEvent } from 'aws-lambda';
import { asError } from '../as-error.ts';
import { createBaseline, takeBaseline } from '../baseline.ts';
import { createBaselineDigest } from '../baseline-digest.ts';
import { createBaselineReport } from '../baseline-report.ts';
import type { StartEvent } from '../messages.ts';
import { createRecordReads } from '../record-reads.ts';
import { parseSettings } from '../settings.ts';
import { compose, logger } from './compose.ts';
import { composeTellQuiet } from './compose-channel-queues.ts';
import { composeJudging } from './compose-judging.ts';
import { composeListings } from './compose-listings.ts';
import { createSqsDepth, createSqsQueue } from './compose-queue.ts';
import { createKeep } from './compose-reports.ts';

const settings = parseSettings(process.env, [
  'TABLE_NAME',
  'ACCOUNT_ID',
  'JUDGED_WITH',
  'EVALUATE_QUEUE_URL',
  'BASELINE_QUEUE_URL',
  'CHANNEL_QUEUES',
  'REPORT_BUCKET',
  'AWS_REGION',
]);
const { client, store, state, catalogue, config, context, judgedBy, engineOf } = composeJudging(settings);
const sqs = new SQSClient();
const s3 = new S3Client();
const engine = engineOf();
const baseline = createBaseline({
  ...composeListings(settings, { config, store }),
  store,
  state,
  now: () => new Date(),
  record: createRecordReads(engine.apply, (key, error) =>
    logger.error('a resource could not be recorded', { key, error: asError(error) }),
  ),
  queue: createSqsQueue(sqs, settings.BASELINE_QUEUE_URL),
  evaluateDepth: createSqsDepth(sqs, settings.EVALUATE_QUEUE_URL),
  report: async (run) => {
    const by = await judgedBy();
    const keep = createKeep(s3, settings.REPORT_BUCKET);
    return createBaselineReport({ store, catalogue, config: by.config, context, keep })(run);
  },
  tell: createBaselineDigest(composeTellQuiet(sqs, settings, { state, store })),
});

/** For the deployment's call, and for the queue that a run goes on by: one message each. */
export const handler = compose(
  async (event: StartEvent | SQSEvent, context: Context) => {
    for (const step of await takeBaseline(baseline, event, () => context.getRemainingTimeInMillis()))
      logger.info('baseline', { step });
  },
  [client, sqs, s3],
);
