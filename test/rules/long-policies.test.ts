import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';

it('roles with long trust policies are judged in 150 MB, however many they are', async () => {
  const worker = new Worker(new URL('./long-policies-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 150 },
  });
  const judged = await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  expect(judged).toBe(100);
}, 120_000);
