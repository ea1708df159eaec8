import { SQSClient } from '@aws-sdk/client-sqs';
import type { Queue } from '../queue.ts';
import { CALL_PATIENCE } from './compose-patience.ts';
import { createSqsQueue } from './compose-queue.ts';

/** For a function that seldom sends: a module of its own, since the bundle takes of what is imported dynamically all exports. */
export function openQueue(url: string): Queue {
  return createSqsQueue(new SQSClient(CALL_PATIENCE), url);
}
