import { channelsOf, isProgramChannel } from '@podguard/core';
import { canaryRoleArn } from '@podguard/deployment';
import { LOOKUP_ACTIONS, ORGANIZATION_ACTIONS } from '@podguard/inventory';
import { listingsFor, readersFor } from '@podguard/inventory/kubernetes';
import { channelGrants } from './channel-grants.ts';
import { machineArn } from './drift.ts';
import type { FunctionName } from './function-settings.ts';
import { LIVE_READS } from './live-reads.ts';
import type { Parts } from './parts.ts';
import type { WorkQueue } from './queues.ts';
import { readGrants } from './read-grants.ts';
import type { Statement } from './statements.ts';

/** What each function's code calls, and what the Lambda service needs to read its source. */
export function grantsOf(name: FunctionName, parts: Parts): readonly Statement[] {
  const { queues, place } = parts;
  const channels = Object.values(queues.channels);
  const remediate = queues.remediate === undefined ? [] : [queues.remediate];
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
        send(queues.evaluate, queues.due, ...remediate, ...channels),
        ...receive(queues.due),
        ...readStream(parts),
      ];
    case 'sweep':
      return [
        table(parts, 'GetItem', 'PutItem', 'UpdateItem', 'Query', 'Scan', 'BatchWriteItem'),
        pendingIndex(parts),
        ...tableKey(parts),
        send(queues.evaluate, queues.due, ...remediate, ...channels),
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
    case 'drift':
      return [
        table(parts, 'GetItem', 'PutItem', 'Query', 'Scan', 'BatchWriteItem'),
        pendingIndex(parts),
        ...tableKey(parts),
        ...readGrants(driftReads(parts), place),
        send(...people(parts)),
        depthOf(queues.evaluate),
        ...runFiles(parts),
        { actions: ['states:StartExecution'], resources: [machineArn(parts)] },
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

/** What a run reads and lists, and looks up in the event history; what runs in clusters the Kubernetes API itself allows. */
function driftReads({ config }: Parts): readonly string[] {
  const all = [...readersFor(config), ...listingsFor(config)].flatMap(({ actions }) => actions);
  return [...all, ...LOOKUP_ACTIONS];
}

/** What a run found until it is reported, and reports; whoever has a link to one reads it in the name of who made the link. */
function runFiles({ reports }: Parts): readonly Statement[] {
  const files = [$interpolate`${reports.arn}/drift/*`, $interpolate`${reports.arn}/reports/*`];
  return [
    { actions: ['s3:GetObject', 's3:PutObject'], resources: files },
    { actions: ['s3:ListBucket'], resources: [reports.arn] },
  ];
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
