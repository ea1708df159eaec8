import { logicalName } from './names.ts';
import { queuePolicy, type Sender } from './queue-policy.ts';

/** A message is tried so often before it is put aside. */
const RECEIVES = 5;
const DAY_SECONDS = 86_400;
/** What is put aside keeps the age it had: its queue must keep it for longer than the other, and this is the longest there is. */
const PUT_ASIDE_SECONDS = 14 * DAY_SECONDS;
const KEPT_SECONDS = 4 * DAY_SECONDS;

export interface QueueSpec {
  readonly prefix: string;
  /** Without the prefix and `.fifo`. */
  readonly name: string;
  readonly fifo?: boolean;
  /** Of the function that reads it, in seconds. */
  readonly timeout: number;
  /** Tries before a message is put aside. */
  readonly receives?: number;
}

export interface WorkQueue {
  readonly name: string;
  readonly queue: aws.sqs.Queue;
  readonly deadLetters: aws.sqs.Queue;
}

/** A queue that a function reads, and the one for what the function could not deal with. */
export function createWorkQueue(spec: QueueSpec): WorkQueue {
  const { prefix, name, fifo = false, timeout, receives = RECEIVES } = spec;
  const deadLetters = createQueue(prefix, `${name}-dlq`, fifo, {
    messageRetentionSeconds: PUT_ASIDE_SECONDS,
  });
  const queue = createQueue(prefix, name, fifo, {
    messageRetentionSeconds: KEPT_SECONDS,
    // Six times the function's: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    visibilityTimeoutSeconds: 6 * timeout,
    redrivePolicy: $jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: receives }),
  });
  new aws.sqs.RedriveAllowPolicy(`${logicalName(name)}DlqRedrive`, {
    queueUrl: deadLetters.url,
    redriveAllowPolicy: $jsonStringify({ redrivePermission: 'byQueue', sourceQueueArns: [queue.arn] }),
  });
  attachPolicy(`${name}-dlq`, deadLetters, []);
  return { name, queue, deadLetters };
}

/** A queue for what could not be delivered at all; it belongs to no other queue. */
export function createDeadLetters(prefix: string, name: string, region?: string): aws.sqs.Queue {
  const suffix = region === undefined ? '' : `-${region}`;
  return new aws.sqs.Queue(logicalName(`${name}${suffix}-queue`), {
    name: `${prefix}-${name}`,
    sqsManagedSseEnabled: true,
    messageRetentionSeconds: PUT_ASIDE_SECONDS,
    ...(region === undefined ? {} : { region }),
  });
}

/** Once for each queue: a second policy would take the place of the first. */
export function attachPolicy(
  name: string,
  queue: aws.sqs.Queue,
  senders: readonly Sender[],
  region?: string,
): aws.sqs.QueuePolicy {
  return new aws.sqs.QueuePolicy(logicalName(`${name}-policy`), {
    queueUrl: queue.url,
    policy: queuePolicy(queue.arn, senders),
    ...(region === undefined ? {} : { region }),
  });
}

function createQueue(prefix: string, name: string, fifo: boolean, more: aws.sqs.QueueArgs): aws.sqs.Queue {
  return new aws.sqs.Queue(logicalName(`${name}-queue`), {
    name: `${prefix}-${name}${fifo ? '.fifo' : ''}`,
    sqsManagedSseEnabled: true,
    ...(fifo ? FIFO : {}),
    ...more,
  });
}

/** Order within a group only, so that one resource does not hold up another. Who sends says what is the same message. */
const FIFO = {
  fifoQueue: true,
  contentBasedDeduplication: false,
  deduplicationScope: 'messageGroup',
  fifoThroughputLimit: 'perMessageGroupId',
};
