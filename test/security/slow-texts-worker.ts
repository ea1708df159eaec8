import { parentPort, workerData } from 'node:worker_threads';
import { SLOW_TEXTS } from './slow-texts.ts';

for (const name of workerData as readonly string[]) {
  parentPort?.postMessage(name);
  SLOW_TEXTS[name]?.();
}
