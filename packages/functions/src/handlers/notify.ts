import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { SQSClient } from '@aws-sdk/client-sqs';
import { ServiceError } from '@podguard/core';
import type { Context, SQSEvent } from 'aws-lambda';
import { lazily } from '../lazily.ts';
import { createNotify } from '../notify.ts';
import { parseSettings } from '../settings.ts';
import { compose } from './compose.ts';
import { failedOf, toReceived } from './compose-batch.ts';
import { openChannel } from './compose-channels.ts';
import { metrics } from './compose-observers.ts';
import { CALL_PATIENCE } from './compose-patience.ts';
import { putOff } from './compose-put-off.ts';
import { report } from './compose-report.ts';

const settings = parseSettings(process.env, [
  'TABLE_NAME',
  'ACCOUNT_ID',
  'AWS_REGION',
  'TOPIC_ARN',
  'CHANNEL_QUEUES',
]);
const sqs = new SQSClient(CALL_PATIENCE);
/** By the queue's name, which ends its URL and its ARN. */
const channels = new Map(
  Object.entries(settings.CHANNEL_QUEUES).map(([name, url]) => [
    url.split('/').at(-1),
    { name, url, notify: lazily(() => openNotify(name)) },
  ]),
);

/** For the queues of all channels; the messages of a batch are of one. */
export const handler = compose(
  async (event: SQSEvent, context: Context) => {
    const [first] = event.Records;
    const channel = channels.get(first?.eventSourceARN.split(':').at(-1));
    if (channel === undefined)
      throw new ServiceError(
        'environment-invalid',
        `CHANNEL_QUEUES has no queue ${first?.eventSourceARN}: deploy again, which sets it`,
      );
    const messages = event.Records.map((record) => ({
      ...toReceived(record),
      // Every message of a FIFO queue has one; what has none waits for no other.
      group: record.attributes.MessageGroupId ?? record.messageId,
    }));
    const notify = await channel.notify();
    const notified = await notify(messages, () => context.getRemainingTimeInMillis());
    if (notified.alerts > 0) metrics.addMetric('AlertsSent', MetricUnit.Count, notified.alerts);
    await putOff(sqs, channel.url, event.Records, notified, report);
    return failedOf(event, notified.failures);
  },
  [sqs],
);

async function openNotify(name: string) {
  const opened = await openChannel(name, settings);
  return createNotify({ ...opened, report, now: Date.now, random: Math.random });
}
