import { setTimeout as wait } from 'node:timers/promises';
import {
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResultEntry,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { reasonOf, ServiceError } from '@podguard/core';

const BETWEEN_MS = 1_000;
/** For its list to show the task. */
const MOST_LOOKS = 60;

interface Moved {
  readonly moved: number;
  /** What the task was to move, and did not. */
  readonly left: number;
  /** Why it ended before all was moved; none where all was. */
  readonly reason?: string;
}

/**
 * Has SQS move what was put aside back to where it came from, as it is. Interrupted, it returns what was moved by then, and
 * SQS goes on.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 */
export async function moveMessages(
  client: SQSClient,
  { SourceArn, signal }: { readonly SourceArn: string; readonly signal: AbortSignal },
  onMoved: (moved: number) => void,
): Promise<Moved> {
  try {
    const before = (await newest(client, SourceArn))?.StartedTimestamp ?? 0;
    await client.send(new StartMessageMoveTaskCommand({ SourceArn }));
    for (let looks = 1; ; looks += 1) {
      const found = await newest(client, SourceArn);
      const task = (found?.StartedTimestamp ?? 0) > before ? found : undefined;
      const moved = task?.ApproximateNumberOfMessagesMoved ?? 0;
      const left = Math.max(0, (task?.ApproximateNumberOfMessagesToMove ?? moved) - moved);
      onMoved(moved);
      if (task?.Status === 'FAILED') throw new Error(task.FailureReason ?? 'SQS gives no reason');
      if (signal.aborted) return { moved, left };
      if (task?.Status === 'COMPLETED' || task?.Status === 'CANCELLED')
        return left === 0 ? { moved, left } : { moved, left, reason: `SQS says ${task.Status}` };
      if (task === undefined && looks === MOST_LOOKS)
        throw new Error('SQS does not show the task it started');
      await wait(BETWEEN_MS, undefined, { signal }).catch(() => {});
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
