import type { Config } from '@podguard/core';
import { createAlarm, dlqAlarm } from './alarm.ts';
import { functionAlarms, oldestMessage } from './alarms.ts';
import { secrets } from './channel-grants.ts';
import { remediateQueue } from './environment.ts';
import { createFunction, type DeployedFunction } from './function.ts';
import { SLACK_FUNCTIONS, type SlackFunctionName } from './function-settings.ts';
import { receive, send, table, tableKey } from './grants.ts';
import type { Parts } from './parts.ts';
import { attachPolicy, createWorkQueue, type WorkQueue } from './queues.ts';
import type { Statement } from './statements.ts';

const MINUTE = 60;
/** More than people who press by mistake, or twice. */
const REFUSALS = 20;

/**
 * The public address of Slack's buttons, and what does what they ask for; nothing of it where the configuration lets nobody
 * act. Returns the address.
 */
export function createSlackActions(parts: Parts): $util.Output<string> | undefined {
  const { slackActions } = parts.config;
  if (slackActions === undefined) return undefined;
  const { prefix, topic } = parts;
  const queue = createWorkQueue({ prefix, name: 'actions', timeout: SLACK_FUNCTIONS.act.timeout });
  attachPolicy(queue.name, queue.queue, []);
  const functions = {
    'slack-actions': create(parts, 'slack-actions', answering(parts, slackActions, queue), {
      TABLE_NAME: parts.table.name,
      ACTIONS_QUEUE_URL: queue.queue.url,
    }),
    act: create(parts, 'act', acting(parts, slackActions, queue), {
      TABLE_NAME: parts.table.name,
      ACCOUNT_ID: parts.place.account,
      ...remediateQueue(parts),
    }),
  };
  new aws.lambda.EventSourceMapping('ActionsSource', {
    eventSourceArn: queue.queue.arn,
    functionName: functions.act.arn,
    batchSize: 1,
    functionResponseTypes: ['ReportBatchItemFailures'],
    scalingConfig: { maximumConcurrency: 2 },
  });
  watchActions(prefix, topic.topic, queue, functions);
  return openUrl(functions['slack-actions']);
}

function create(
  { prefix, judgedWith }: Parts,
  name: SlackFunctionName,
  statements: readonly Statement[],
  environment: Readonly<Record<string, $util.Input<string>>>,
): DeployedFunction {
  return createFunction({ prefix, name, judgedWith, statements, environment });
}

type Settings = NonNullable<Config['slackActions']>;

/** Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html */
const ONLY_CLAIMS = { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['counts'] } };

/** It claims a signature, and sends on what was asked for. What else is in the table it cannot write, as anybody may call it. */
function answering(
  parts: Parts,
  { signingSecretParameter, tokenParameter }: Settings,
  queue: WorkQueue,
): readonly Statement[] {
  return [
    { ...table(parts, 'PutItem'), condition: ONLY_CLAIMS },
    ...tableKey(parts),
    ...secrets(parts, [signingSecretParameter, tokenParameter]),
    send(queue),
  ];
}

/** It reads and marks the item of a finding, and writes exemptions and who did what. */
function acting(parts: Parts, { tokenParameter }: Settings, queue: WorkQueue): readonly Statement[] {
  return [
    table(parts, 'GetItem', 'PutItem', 'Query'),
    ...tableKey(parts),
    ...secrets(parts, [tokenParameter, ...channelTokens(parts.config)]),
    ...receive(queue),
    ...reviewing(parts),
  ];
}

/** It writes down who approved a repair, and has it go on; what is repaired is none of its rights. */
function reviewing(parts: Parts): readonly Statement[] {
  const { remediate } = parts.queues;
  return remediate === undefined ? [] : [table(parts, 'DeleteItem'), send(remediate)];
}

/** It also shows in the channels' messages who knows of a finding. */
function channelTokens({ channels }: Config): readonly string[] {
  return Object.values(channels).flatMap((channel) =>
    channel.type === 'slack' ? [channel.tokenParameter] : [],
  );
}

/**
 * Anybody may call it: the function looks at Slack's signature. A URL without authentication needs both permissions.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
function openUrl({ function: { name } }: DeployedFunction): $util.Output<string> {
  const common = { function: name, principal: '*' };
  new aws.lambda.Permission('SlackActionsUrlPermission', {
    ...common,
    action: 'lambda:InvokeFunctionUrl',
    functionUrlAuthType: 'NONE',
  });
  new aws.lambda.Permission('SlackActionsCallPermission', {
    ...common,
    action: 'lambda:InvokeFunction',
    invokedViaFunctionUrl: true,
  });
  const url = new aws.lambda.FunctionUrl('SlackActionsUrl', {
    functionName: name,
    authorizationType: 'NONE',
  });
  return url.functionUrl;
}

function watchActions(
  prefix: string,
  topic: aws.sns.Topic,
  queue: WorkQueue,
  functions: Readonly<Record<SlackFunctionName, DeployedFunction>>,
): void {
  const actions = [topic.arn];
  dlqAlarm({ prefix, name: `${queue.name}-dlq`, queue: queue.deadLetters, actions });
  oldestMessage(prefix, queue, actions);
  functionAlarms(prefix, functions['slack-actions'], 'slack-actions', actions);
  functionAlarms(prefix, functions.act, 'act', actions);
  createAlarm({
    ...{ prefix, actions, name: 'slack-actions-failures', namespace: 'Podguard', metric: 'Failures' },
    description:
      'What people pressed in Slack was not taken, as Slack showed them, or the signing secret cannot be read, without which nobody knows whether it was Slack: the log of slack-actions says why.',
    dimensions: { service: 'slack-actions' },
    ...{ statistic: 'Sum', period: 5 * MINUTE, above: 0 },
  });
  createAlarm({
    ...{ prefix, actions, name: 'slack-actions-refused', namespace: 'Podguard', metric: 'SlackRefused' },
    description:
      'Requests to the address of the Slack buttons are refused again and again: the signing secret is another one, or somebody sends junk.',
    dimensions: { service: 'slack-actions' },
    ...{ statistic: 'Sum', period: 5 * MINUTE, periods: 3, above: REFUSALS },
  });
}
