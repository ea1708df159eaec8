import { type ChannelSettings, type Config, channelsOf, isProgramChannel } from '@podguard/core';

/** What a function's code cannot do without: actions, and on which part. */
export interface Need {
  readonly actions: readonly string[];
  /** `table`, `topic`, `parameter NAME`, an ARN, or the name of a queue without the prefix. */
  readonly on: string;
}

const READ_AND_WRITE = ['GetItem', 'PutItem', 'Query', 'BatchWriteItem'].map((name) => `dynamodb:${name}`);
const RECEIVE = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const SEND = ['sqs:SendMessage'];

/** By the function's short name. What functions read of the account is not among it: who cannot be read is named in reports. */
export function needsOf(config: Config): Readonly<Record<string, readonly Need[]>> {
  const channels = Object.entries(channelsOf(config));
  const fifos = channels.map(([name]) => `${name}.fifo`);
  const tell = fifos.map((on) => ({ actions: SEND, on }));
  const toPeople = channels.flatMap(([name, channel]) =>
    isProgramChannel(channel) ? [] : [{ actions: SEND, on: `${name}.fifo` }],
  );
  const table = { actions: READ_AND_WRITE, on: 'table' };
  const counting = { actions: [...READ_AND_WRITE, 'dynamodb:UpdateItem'], on: 'table' };
  return {
    evaluate: [table, { actions: [...SEND, ...RECEIVE], on: 'evaluate' }],
    dispatch: [
      counting,
      { actions: SEND, on: 'evaluate' },
      { actions: [...SEND, ...RECEIVE], on: 'due' },
      ...tell,
    ],
    sweep: [counting, { actions: SEND, on: 'evaluate' }, ...tell],
    rejudge: [table, { actions: SEND, on: 'evaluate' }, { actions: RECEIVE, on: 'rejudge' }, ...tell],
    baseline: [table, { actions: [...SEND, ...RECEIVE], on: 'baseline' }, ...tell],
    notify: [
      { actions: ['sns:Publish'], on: 'topic' },
      ...channels.flatMap(([, channel]) => notifying(channel)),
      ...fifos.map((on) => ({ actions: [...RECEIVE, 'sqs:ChangeMessageVisibility'], on })),
    ],
    'tell-held': [counting, ...toPeople],
    canary: [{ actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], on: 'table' }],
    ...(config.slackActions === undefined ? {} : acting(config.slackActions)),
  };
}

function notifying(channel: ChannelSettings): readonly Need[] {
  const secret = (name: string) => ({ actions: ['ssm:GetParameter'], on: `parameter ${name}` });
  switch (channel.type) {
    case 'slack':
      return [secret(channel.tokenParameter)];
    case 'slack-webhook':
      return [secret(channel.urlParameter)];
    case 'webhook':
      return [secret(channel.secretParameter)];
    case 'eventbridge':
      return [{ actions: ['events:PutEvents'], on: channel.bus }];
    default:
      return [];
  }
}

function acting({ signingSecretParameter, tokenParameter }: NonNullable<Config['slackActions']>) {
  const secret = (name: string) => ({ actions: ['ssm:GetParameter'], on: `parameter ${name}` });
  return {
    'slack-actions': [
      { actions: ['dynamodb:PutItem'], on: 'table' },
      secret(signingSecretParameter),
      { actions: SEND, on: 'actions' },
    ],
    act: [
      { actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], on: 'table' },
      secret(tokenParameter),
      { actions: RECEIVE, on: 'actions' },
    ],
  };
}
