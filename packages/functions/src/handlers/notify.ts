import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { SNSClient } from '@aws-sdk/client-sns';
import { parseConfig } from '@podguard/core';
import { createSnsChannel, SEND_MS, SNS_PATIENCE } from '@podguard/notify';
import { catalogue } from '@podguard/rules';
import type { Context, SQSEvent } from 'aws-lambda';
import configured from '../../../../podguard.config.ts';
import { CHANNEL_RECEIVES, createNotify } from '../notify.ts';
import { parseSettings } from '../settings.ts';
import { compose, metrics } from './compose.ts';
import { failedOf, toReceived } from './compose-batch.ts';
import { report } from './compose-report.ts';

const settings = parseSettings(process.env, ['TOPIC_ARN', 'TABLE_NAME', 'AWS_REGION']);
const { customRules } = parseConfig(configured, 'podguard.config.ts');
const rules = new Map([...catalogue.rules, ...customRules].map((rule) => [rule.id, rule]));
const client = new SNSClient(SNS_PATIENCE);
const notify = createNotify({
  channel: createSnsChannel({
    client,
    topicArn: settings.TOPIC_ARN,
    wording: {
      ruleOf: (id) => rules.get(id),
      store: `dynamodb:${settings.TABLE_NAME}@${settings.AWS_REGION}`,
    },
  }),
  report,
  sendMs: SEND_MS,
  maxReceives: CHANNEL_RECEIVES,
});

export const handler = compose(
  async (event: SQSEvent, context: Context) => {
    const messages = event.Records.map((record) => ({
      ...toReceived(record),
      // Every message of a FIFO queue has one; what has none waits for no other.
      group: record.attributes.MessageGroupId ?? record.messageId,
    }));
    const { failures, alerts } = await notify(messages, () => context.getRemainingTimeInMillis());
    if (alerts > 0) metrics.addMetric('AlertsSent', MetricUnit.Count, alerts);
    return failedOf(event, failures);
  },
  [client],
);
