import {
  type ChannelSettings,
  type Config,
  channelsOf,
  isProgramChannel,
  isRemediating,
} from '@podguard/core';
import { ORGANIZATION_ACTIONS } from '@podguard/inventory';

/** What a function's code cannot do without: actions, and on which part. */
export interface Need {
  readonly actions: readonly string[];
  /** `table`, `pending` (its index), `topic`, `product` and `hub` of Security Hub, `machine` (the drift run's), `parameter NAME`, `*`, an ARN, or the name of a queue without the prefix. */
  readonly on: string;
}

const READ_AND_WRITE = ['GetItem', 'PutItem', 'Query', 'BatchWriteItem'].map((name) => `dynamodb:${name}`);
const SCAN = { actions: ['dynamodb:Scan'], on: 'table' };
const FORGETTING = { actions: ['dynamodb:DeleteItem'], on: 'table' };
const PENDING = { actions: ['dynamodb:Query'], on: 'pending' };
const DEPTH = { actions: ['sqs:GetQueueAttributes'], on: 'evaluate' };
const RECEIVE = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const SEND = ['sqs:SendMessage'];

export const STARTING: Need = { actions: ['states:StartExecution'], on: 'machine' };
const KEEPING = { actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], on: 'table' };
const FOLLOWING = [
  { actions: ORGANIZATION_ACTIONS, on: '*' },
  { actions: SEND, on: 'rejudge' },
];

/** By the function's short name. What functions read of the account is not among it: who cannot be read is named in reports. */
export function needsOf(config: Config): Readonly<Record<string, readonly Need[]>> {
  const channels = Object.entries(channelsOf(config));
  const fifos = channels.map(([name]) => `${name}.fifo`);
  const tell = fifos.map((on) => ({ actions: SEND, on }));
  const toPeople = channels.flatMap(([name, channel]) =>
    isProgramChannel(channel) ? [] : [{ actions: SEND, on: `${name}.fifo` }],
  );
  const table = { actions: READ_AND_WRITE, on: 'table' };
  const remediating = isRemediating(config);
  const remediate = remediating ? [{ actions: SEND, on: 'remediate' }] : [];
  const counting = { actions: [...READ_AND_WRITE, 'dynamodb:UpdateItem'], on: 'table' };
  return {
    evaluate: [table, { actions: [...SEND, ...RECEIVE], on: 'evaluate' }],
    dispatch: [
      counting,
      { actions: SEND, on: 'evaluate' },
      { actions: [...SEND, ...RECEIVE], on: 'due' },
      { actions: SEND, on: 'undispatched' },
      ...remediate,
      ...tell,
    ],
    sweep: [
      ...[counting, SCAN, PENDING],
      { actions: SEND, on: 'evaluate' },
      { actions: SEND, on: 'due' },
      ...remediate,
      ...tell,
      ...(config.organization ? FOLLOWING : []),
    ],
    rejudge: [
      ...[table, SCAN, PENDING, DEPTH],
      { actions: SEND, on: 'evaluate' },
      { actions: [...SEND, ...RECEIVE], on: 'rejudge' },
      ...tell,
    ],
    drift: [...[table, SCAN, PENDING, DEPTH, STARTING], ...toPeople],
    notify: [
      { actions: ['sns:Publish'], on: 'topic' },
      ...channels.flatMap(([, channel]) => notifying(channel)),
      ...fifos.map((on) => ({ actions: [...RECEIVE, 'sqs:ChangeMessageVisibility'], on })),
    ],
    'tell-held': [counting, ...toPeople],
    canary: [KEEPING],
    ...(config.slackActions === undefined ? {} : acting(config, config.slackActions)),
    ...(remediating ? { remediate: repairing(counting, tell) } : {}),
  };
}

/** What it may change of the account is not among it: a call that is refused fails the repair, which is told. */
function repairing(counting: Need, tell: readonly Need[]): readonly Need[] {
  return [
    ...[counting, SCAN, FORGETTING],
    { actions: [...SEND, ...RECEIVE, 'sqs:ChangeMessageVisibility'], on: 'remediate' },
    ...tell,
  ];
}

function secret(name: string): Need {
  return { actions: ['ssm:GetParameter'], on: `parameter ${name}` };
}

function notifying(channel: ChannelSettings): readonly Need[] {
  switch (channel.type) {
    case 'slack':
      return [secret(channel.tokenParameter), KEEPING];
    case 'slack-webhook':
      return [secret(channel.urlParameter)];
    case 'webhook':
      return [secret(channel.secretParameter)];
    case 'eventbridge':
      return [{ actions: ['events:PutEvents'], on: channel.bus }];
    case 'security-hub':
      return [
        { actions: ['securityhub:BatchImportFindings'], on: 'product' },
        { actions: ['securityhub:BatchUpdateFindings'], on: 'hub' },
        KEEPING,
      ];
    default:
      return [];
  }
}

function acting(
  config: Config,
  { signingSecretParameter, tokenParameter }: NonNullable<Config['slackActions']>,
) {
  const reviewing = isRemediating(config) ? [FORGETTING, { actions: SEND, on: 'remediate' }] : [];
  const shown = Object.values(config.channels).flatMap((channel) =>
    channel.type === 'slack' ? [secret(channel.tokenParameter)] : [],
  );
  return {
    'slack-actions': [
      { actions: ['dynamodb:PutItem'], on: 'table' },
      secret(signingSecretParameter),
      secret(tokenParameter),
      { actions: SEND, on: 'actions' },
    ],
    act: [
      { actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], on: 'table' },
      secret(tokenParameter),
      ...shown,
      { actions: RECEIVE, on: 'actions' },
      ...reviewing,
    ],
  };
}
