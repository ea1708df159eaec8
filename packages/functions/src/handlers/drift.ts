import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { startDrift } from '../drift-start.ts';
import { parseDriftEvent } from '../drift-state.ts';
import { createDriftSteps } from '../drift-steps.ts';
import { lazily } from '../lazily.ts';
import { parseSettings } from '../settings.ts';
import { compose } from './compose.ts';
import { composeDrift } from './compose-drift.ts';
import { composeJudging } from './compose-judging.ts';
import { logger } from './compose-observers.ts';
import { CALL_PATIENCE, OBJECT_PATIENCE } from './compose-patience.ts';

const settings = parseSettings(process.env, [
  'TABLE_NAME',
  'ACCOUNT_ID',
  'JUDGED_WITH',
  'EVALUATE_QUEUE_URL',
  'CHANNEL_QUEUES',
  'REPORT_BUCKET',
  'STATE_MACHINE_ARN',
  'AWS_REGION',
]);
const judging = composeJudging(settings);
const sqs = new SQSClient(CALL_PATIENCE);
const s3 = new S3Client(OBJECT_PATIENCE);
const depsOf = composeDrift(judging, { s3, sqs }, settings);
const startExecution = lazily(async () => {
  const { createStartExecution } = await import('./compose-executions.ts');
  return createStartExecution(settings.STATE_MACHINE_ARN);
});

/** For the deployment or a person, who start a run by its id, and for the state machine, whose steps it takes. */
export const handler = compose(
  async (event: unknown, context: Context) => {
    const parsed = parseDriftEvent(event);
    if ('start' in parsed) {
      const started = await startDrift(parsed, {
        startExecution: await startExecution(),
        now: () => new Date(),
      });
      logger.info('drift', { start: parsed.start, ...started });
      return started;
    }
    const step = createDriftSteps(depsOf(parsed.execution));
    const answer = await step(parsed, () => context.getRemainingTimeInMillis());
    logger.info('drift', { step: parsed.step, execution: parsed.execution, answer });
    return answer;
  },
  [judging.client, sqs, s3],
);
