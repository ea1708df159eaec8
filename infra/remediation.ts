import { functionAlarms } from './alarms.ts';
import { channelQueues, remediateQueue } from './environment.ts';
import { createFunction, type DeployedFunction } from './function.ts';
import { receive, send, table, tableKey } from './grants.ts';
import { LIVE_READS } from './live-reads.ts';
import type { Parts } from './parts.ts';
import type { WorkQueue } from './queues.ts';
import { readGrants } from './read-grants.ts';
import { changeDenials } from './remediation-denials.ts';
import { changeGrants, remediateRoleArn } from './remediation-grants.ts';
import type { Denial } from './statement-text.ts';
import type { Statement } from './statements.ts';

/** What repairs: the one function that may change what is not ours. Nothing of it where the mode of every rule is off. */
export function createRemediate(parts: Parts): readonly aws.lambda.EventSourceMapping[] {
  const queue = parts.queues.remediate;
  if (queue === undefined) return [];
  const { prefix, judgedWith, topic } = parts;
  const made = createFunction({
    ...{ prefix, judgedWith, name: 'remediate' },
    statements: remediateGrants(parts, queue),
    environment: {
      TABLE_NAME: parts.table.name,
      ACCOUNT_ID: parts.place.account,
      CHANNEL_QUEUES: channelQueues(parts),
      ...remediateQueue(parts),
      REMEDIATE_ROLE_ARN: remediateRoleArn(parts),
    },
  });
  functionAlarms(prefix, made, 'remediate', [topic.topic.arn]);
  return [readQueue(queue, made)];
}

/** One at a time, so that one that takes long or fails keeps no other waiting. */
function readQueue({ queue }: WorkQueue, reader: DeployedFunction): aws.lambda.EventSourceMapping {
  return new aws.lambda.EventSourceMapping('RemediateSource', {
    eventSourceArn: queue.arn,
    functionName: reader.arn,
    batchSize: 1,
    functionResponseTypes: ['ReportBatchItemFailures'],
    scalingConfig: { maximumConcurrency: 2 },
  });
}

function remediateGrants(parts: Parts, queue: WorkQueue): readonly (Statement | Denial<string>)[] {
  return [
    table(parts, 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan', 'BatchWriteItem'),
    ...tableKey(parts),
    ...readGrants(LIVE_READS, parts.place).map(anywhere),
    send(queue, ...Object.values(parts.queues.channels)),
    ...receive(queue),
    { actions: ['sqs:ChangeMessageVisibility'], resources: [queue.queue.arn] },
    ...changeGrants(parts),
    ...changeDenials(parts),
  ];
}

/** What is denied says the regions once: in each statement they leave no room for the rest. */
function anywhere({ actions, resources }: Statement): Statement {
  return { actions, resources };
}
