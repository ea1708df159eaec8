import { channelsOf, isProgramChannel } from '@podguard/core';
import { canaryRoleArn } from '@podguard/deployment';
import { LISTINGS, ORGANIZATION_ACTIONS, READERS } from '@podguard/inventory';
import { channelGrants } from './channel-grants.ts';
import type { FunctionName } from './function-settings.ts';
import type { Parts } from './parts.ts';
import type { WorkQueue } from './queues.ts';
import { readGrants } from './read-grants.ts';
import type { Statement } from './statements.ts';

const UNLISTED: ReadonlySet<string> = new Set(['ec2-instance', 'instance-profile']);

/** What missing and tied resources are read with, and what a baseline lists besides. */
const LIVE_READS = READERS.flatMap(({ actions }) => actions);
/** A baseline lists no instances, so that it comes to no profile either. */
const LISTED = [...READERS.filter(({ kind }) => !UNLISTED.has(kind)), ...LISTINGS].flatMap(
  ({ actions }) => actions,
);

/** What each function's code calls, and what the Lambda service needs to read its source. */
export function grantsOf(name: FunctionName, parts: Parts): readonly Statement[] {
  const { queues, place } = parts;
  const channels = Object.values(queues.channels);
  switch (name) {
    case 'evaluate':
      return [
        table(parts, 'GetItem', 'PutItem', 'Query', 'BatchWriteItem'),
        ...tableKey(parts),
        ...readGrants(LIVE_READS, place),
        send(queues.evaluate),
        ...receive(queues.evaluate),
      ];
    case 'dispatch':
      return [
        table(parts, 'GetItem', 'PutItem', 'UpdateItem', 'Query', 'BatchWriteItem'),
        ...tableKey(parts),
        send(queues.evaluate, queues.due, ...channels),
        ...receive(queues.due),
        ...readStream(parts),
      ];
    case 'sweep':
      return [
        table(parts, 'GetItem', 'PutItem', 'UpdateItem', 'Query', 'Scan', 'BatchWriteItem'),
        pendingIndex(parts),
        ...tableKey(parts),
        send(queues.evaluate, queues.due, ...channels),
        ...organization(parts),
      ];
    case 'rejudge':
      return [
        table(parts, 'GetItem', 'PutItem', 'Query', 'Scan', 'BatchWriteItem'),
        pendingIndex(parts),
        ...tableKey(parts),
        send(queues.evaluate, queues.rejudge, ...channels),
        depthOf(queues.evaluate),
        ...receive(queues.rejudge),
      ];
    case 'baseline':
      return [
        table(parts, 'GetItem', 'PutItem', 'Query', 'Scan', 'BatchWriteItem'),
        pendingIndex(parts),
        ...tableKey(parts),
        ...readGrants(LISTED, place),
        send(queues.baseline, ...channels),
        depthOf(queues.evaluate),
        { actions: ['s3:PutObject'], resources: [$interpolate`${parts.reports.arn}/baselines/*`] },
        ...receive(queues.baseline),
      ];
    case 'notify':
      return [
        ...channelGrants(parts, [table(parts, 'GetItem', 'PutItem'), ...tableKey(parts)]),
        ...receive(...channels),
        { actions: ['sqs:ChangeMessageVisibility'], resources: channels.map(({ queue }) => queue.arn) },
      ];
    case 'tell-held':
      return [
        table(parts, 'GetItem', 'PutItem', 'UpdateItem', 'Query', 'BatchWriteItem'),
        ...tableKey(parts),
        send(...people(parts)),
      ];
    case 'canary':
      return [
        table(parts, 'GetItem', 'PutItem'),
        ...tableKey(parts),
        { actions: ['iam:TagRole'], resources: [canaryRole(parts)] },
        { actions: ['events:TagResource'], resources: Object.values(parts.canaryRules) },
      ];
  }
}

/** The queues of channels that are for people. */
function people({ config, queues }: Parts): readonly WorkQueue[] {
  const settings = channelsOf(config);
  return Object.entries(queues.channels).flatMap(([name, queue]) => {
    const channel = settings[name];
    return channel === undefined || isProgramChannel(channel) ? [] : [queue];
  });
}

/** For listing its accounts, and for having everything judged again when they are others. */
function organization({ config, place, queues }: Parts): readonly Statement[] {
  if (!config.organization) return [];
  return [...readGrants(ORGANIZATION_ACTIONS, place), send(queues.rejudge)];
}

/** Known before the role is made: its own policy names it. */
export function canaryRole({ prefix, place }: Pick<Parts, 'prefix' | 'place'>): string {
  return canaryRoleArn({ prefix, account: place.account });
}

export function table({ table }: Parts, ...operations: readonly string[]): Statement {
  return { actions: operations.map((operation) => `dynamodb:${operation}`), resources: [table.arn] };
}

function pendingIndex({ table }: Parts): Statement {
  return { actions: ['dynamodb:Query'], resources: [$interpolate`${table.arn}/index/pending`] };
}

/**
 * DynamoDB uses a customer's key in the name of whoever calls it.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export function tableKey({ options, place }: Parts): readonly Statement[] {
  if (options.tableKey === undefined) return [];
  return [
    {
      actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
      resources: [options.tableKey],
      condition: { StringEquals: { 'kms:ViaService': `dynamodb.${place.home}.amazonaws.com` } },
    },
  ];
}

export function send(...queues: readonly WorkQueue[]): Statement {
  return { actions: ['sqs:SendMessage'], resources: queues.map(({ queue }) => queue.arn) };
}

function depthOf({ queue }: WorkQueue): Statement {
  return { actions: ['sqs:GetQueueAttributes'], resources: [queue.arn] };
}

/** For the Lambda service: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
export function receive(...queues: readonly WorkQueue[]): readonly Statement[] {
  return [
    {
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      resources: queues.map(({ queue }) => queue.arn),
    },
  ];
}

/** For the Lambda service: https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html */
function readStream({ table, undispatched }: Parts): readonly Statement[] {
  return [
    {
      actions: [
        'dynamodb:DescribeStream',
        'dynamodb:GetRecords',
        'dynamodb:GetShardIterator',
        'dynamodb:ListStreams',
      ],
      resources: [table.nodes.table.streamArn],
    },
    { actions: ['sqs:SendMessage'], resources: [undispatched.arn] },
  ];
}
