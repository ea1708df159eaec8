import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import type { Work } from './memory-worker.ts';

it.each<Work>([
  { roles: 'long', count: 100 },
  { roles: 'each under another configuration', count: 600 },
])('$count roles, $roles, are judged in 150 MB', { timeout: 120_000 }, async (work) => {
  const worker = new Worker(new URL('./memory-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 150 },
    workerData: work,
  });
  const judged = await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  expect(judged).toBe(work.count);
});
