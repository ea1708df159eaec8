import { parentPort } from 'node:worker_threads';
import { readArchive } from '@podguard/archive';
import { wantedEvents } from '@podguard/cloudtrail';

// Reads the files that it is told, as `scan` would, and tells how many records they hold.
parentPort?.on('message', async (files: readonly string[]) => {
  let records = 0;
  for await (const item of readArchive(files, { wanted: wantedEvents([]) })) {
    if (item.kind === 'problem') throw new Error(item.problem.message);
    records += item.records;
  }
  parentPort?.postMessage(records);
});
