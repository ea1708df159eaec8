import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { SQSClient } from '@aws-sdk/client-sqs';
import { connect, createDynamoDbServiceState } from '@podguard/store';
import { lazily } from '../lazily.ts';
import { parseSettings } from '../settings.ts';
import { createSlackActions } from '../slack-actions.ts';
import { composeLean, observe } from './compose-lean.ts';
import { createParameter } from './compose-parameter.ts';
import { createSqsQueue } from './compose-queue.ts';
import { slackActionSettings } from './compose-slack-settings.ts';

const settings = parseSettings(process.env, ['TABLE_NAME', 'ACTIONS_QUEUE_URL']);
/** Slack waits for three seconds; what fails in them is shown to whoever pressed, who tries again. */
const PATIENCE = {
  maxAttempts: 2,
  requestHandler: {
    connectionTimeout: 500,
    requestTimeout: 1_000,
    socketTimeout: 1_000,
    throwOnRequestTimeout: true,
  },
};
const { client } = connect(PATIENCE);
const { signingSecretParameter, tokenParameter } = slackActionSettings();
const people = lazily(async () => {
  const { composeSlack } = await import('./compose-slack.ts');
  return composeSlack({ token: createParameter(tokenParameter, PATIENCE), timeoutMs: 1_500 });
});
const slackActions = createSlackActions({
  secret: createParameter(signingSecretParameter, PATIENCE),
  state: createDynamoDbServiceState({ client, table: settings.TABLE_NAME }),
  queue: createSqsQueue(new SQSClient(PATIENCE), settings.ACTIONS_QUEUE_URL),
  openDialog: async (trigger, dialog) => (await people()).openDialog(trigger, dialog),
  onRefusal: (why) =>
    observe(({ logger, metrics }) => {
      logger.warn('a request was refused', { why });
      metrics.addMetric('SlackRefused', MetricUnit.Count, 1);
    }),
  report: (notice) => observe(({ report }) => report(notice)),
  now: () => new Date(),
});

/** For the function's URL. */
export const handler = composeLean(slackActions, [client]);
