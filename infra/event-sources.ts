import type { DeployedFunction } from './function.ts';
import type { FunctionName } from './function-settings.ts';
import { logicalName } from './names.ts';
import type { Parts } from './parts.ts';
import type { WorkQueue } from './queues.ts';

/** So long it is tried again, however often that is; what is older is pending, and the sweep finds it. */
const STREAM_SECONDS = 3600;

type Functions = Readonly<Record<FunctionName, DeployedFunction>>;

/**
 * Which function reads which queue, and how many at once: no reserved concurrency, which small accounts do not have. A new one
 * may have ten executions in all, and what it throttles uses up the receives of a message.
 */
export function connectSources(parts: Parts, functions: Functions): readonly aws.lambda.EventSourceMapping[] {
  const { evaluate, due, rejudge, channels } = parts.queues;
  return [
    fromQueue(evaluate, functions.evaluate, { batchSize: 10, atOnce: 4 }),
    fromQueue(due, functions.dispatch, { batchSize: 10, atOnce: 2 }),
    fromQueue(rejudge, functions.rejudge, { batchSize: 1, atOnce: 2 }),
    ...Object.values(channels).map((queue) =>
      fromQueue(queue, functions.notify, { batchSize: 10, atOnce: 2 }),
    ),
    fromStream(parts, functions.dispatch),
  ];
}

function fromQueue(
  { name, queue }: WorkQueue,
  reader: DeployedFunction,
  { batchSize, atOnce }: { readonly batchSize: number; readonly atOnce: number },
): aws.lambda.EventSourceMapping {
  return new aws.lambda.EventSourceMapping(`${logicalName(name)}Source`, {
    eventSourceArn: queue.arn,
    functionName: reader.arn,
    batchSize,
    functionResponseTypes: ['ReportBatchItemFailures'],
    scalingConfig: { maximumConcurrency: atOnce },
  });
}

/** Only rows that are marked: the others concern nobody. The sweep finds what is lost on the way. */
function fromStream({ table, undispatched }: Parts, reader: DeployedFunction): aws.lambda.EventSourceMapping {
  return new aws.lambda.EventSourceMapping('TableSource', {
    eventSourceArn: table.nodes.table.streamArn,
    functionName: reader.arn,
    startingPosition: 'TRIM_HORIZON',
    batchSize: 100,
    parallelizationFactor: 2,
    bisectBatchOnFunctionError: true,
    maximumRetryAttempts: -1,
    maximumRecordAgeInSeconds: STREAM_SECONDS,
    functionResponseTypes: ['ReportBatchItemFailures'],
    destinationConfig: { onFailure: { destinationArn: undispatched.arn } },
    filterCriteria: {
      filters: [
        {
          pattern: JSON.stringify({
            eventName: ['INSERT', 'MODIFY'],
            dynamodb: { NewImage: { pending: { S: [{ exists: true }] } } },
          }),
        },
      ],
    },
  });
}
