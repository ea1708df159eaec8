import { SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import { askedBy } from '../asked.ts';
import { parseSettings } from '../settings.ts';
import { compose } from './compose.ts';
import { failedOf } from './compose-batch.ts';
import { composeDispatch } from './compose-dispatch.ts';
import { composeJudging } from './compose-judging.ts';
import { CALL_PATIENCE } from './compose-patience.ts';

const settings = parseSettings(process.env, [
  'TABLE_NAME',
  'ACCOUNT_ID',
  'JUDGED_WITH',
  'EVALUATE_QUEUE_URL',
  'DUE_QUEUE_URL',
  'CHANNEL_QUEUES',
]);
const judging = composeJudging(settings);
const sqs = new SQSClient(CALL_PATIENCE);
const dispatch = composeDispatch(judging, sqs, settings);

/** For the table's stream and for the due queue. */
export const handler = compose(
  async (event: DynamoDBStreamEvent | SQSEvent) => {
    const { asked, failures } = askedBy(event.Records);
    return failedOf(event, new Map([...failures, ...(await dispatch(asked))]));
  },
  [judging.client, sqs],
);
