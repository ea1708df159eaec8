import { setTimeout as wait } from 'node:timers/promises';
import {
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResultEntry,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { reasonOf, ServiceError } from '@podguard/core';

const BETWEEN_MS = 1_000;

/**
 * Has SQS move what was put aside back to where it came from, as it is; returns how many it moved.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 */
export async function moveMessages(
  client: SQSClient,
  { SourceArn, signal }: { readonly SourceArn: string; readonly signal: AbortSignal },
  onMoved: (moved: number) => void,
): Promise<number> {
  try {
    const { TaskHandle } = await client.send(new StartMessageMoveTaskCommand({ SourceArn }));
    for (;;) {
      const task = await newest(client, SourceArn);
      const moved = task?.ApproximateNumberOfMessagesMoved ?? 0;
      onMoved(moved);
      if (task?.Status === 'FAILED') throw new Error(task.FailureReason ?? 'SQS gives no reason');
      if (task?.Status === 'COMPLETED' || task?.Status === 'CANCELLED' || signal.aborted) return moved;
      if (task === undefined) throw new Error(`SQS knows no task ${TaskHandle}`);
      await wait(BETWEEN_MS);
    }
  } catch (cause) {
    const name = SourceArn.slice(SourceArn.lastIndexOf(':') + 1);
    throw new ServiceError(
      'queue-unreachable',
      `queue ${name}: ${reasonOf(cause)}; nothing is lost: what was not moved is still there`,
      { cause, retryable: true },
    );
  }
}

async function newest(
  client: SQSClient,
  SourceArn: string,
): Promise<ListMessageMoveTasksResultEntry | undefined> {
  const { Results = [] } = await client.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 1 }));
  return Results[0];
}
