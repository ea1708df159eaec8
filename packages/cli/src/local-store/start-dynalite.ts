import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { WorkerInput } from './dynalite-worker.ts';
import { failed } from './unusable.ts';

export interface EmbeddedDynamoDb {
  readonly url: string;
  readonly key: string;
  close(): Promise<void>;
}

/**
 * Starts the embedded DynamoDB on a free loopback port, in a thread of its own: it throws its failures where nobody can
 * catch them. One that happens later ends the process: a store that lost its data must not look like an empty one.
 */
export async function startDynalite(path: string | undefined): Promise<EmbeddedDynamoDb> {
  const key = randomUUID();
  const workerData: WorkerInput = { key, ...(path === undefined ? {} : { path }) };
  const worker = new Worker(new URL('./dynalite-worker.ts', import.meta.url), { workerData });
  const [port] = (await once(worker, 'message')) as [number];
  let closing = false;
  worker.on('error', (cause: unknown) => {
    // Whoever still asks while it ends gets no answer; nothing of the data is lost by that.
    if (closing) return;
    throw failed(path ?? 'memory', cause);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    key,
    async close() {
      closing = true;
      const exited = new Promise((resolve) => worker.once('exit', resolve));
      worker.postMessage('close');
      await exited;
    },
  };
}
