import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { SLOW_TEXTS } from './slow-texts.ts';

const PATIENCE_MS = 40_000;

it('reads what others wrote in a time that grows with its length, whatever it is', async () => {
  const names = Object.keys(SLOW_TEXTS);
  const worker = new Worker(new URL('./slow-texts-worker.ts', import.meta.url), { workerData: names });
  const begun: string[] = [];
  worker.on('message', (name: string) => begun.push(name));
  const stop = setTimeout(() => worker.terminate(), PATIENCE_MS);
  const [status] = await once(worker, 'exit');
  clearTimeout(stop);
  expect({ status, last: begun.at(-1) }).toEqual({ status: 0, last: names.at(-1) });
});
