import { SQSClient } from '@aws-sdk/client-sqs';
import { connect, createDynamoDbServiceState, createDynamoDbStore } from '@podguard/store';
import { parseSettings } from '../settings.ts';
import { createTellHeld } from '../tell-held.ts';
import { composeChannelQueues } from './compose-channel-queues.ts';
import { composeLean, observe } from './compose-lean.ts';
import { CALL_PATIENCE } from './compose-patience.ts';

const settings = parseSettings(process.env, ['TABLE_NAME', 'ACCOUNT_ID', 'CHANNEL_QUEUES']);
const { client } = connect(CALL_PATIENCE);
const sqs = new SQSClient(CALL_PATIENCE);
const table = { client, table: settings.TABLE_NAME };
const tellHeld = createTellHeld({
  channels: composeChannelQueues(sqs, settings),
  state: createDynamoDbServiceState(table),
  store: createDynamoDbStore(table),
  account: settings.ACCOUNT_ID,
  now: () => new Date(),
});

/** For the schedule: most of the time there is nothing to tell. */
export const handler = composeLean(async () => {
  const told = await tellHeld();
  if (told.digests > 0) observe(({ logger }) => logger.info('told together', { ...told }));
}, [client, sqs]);
