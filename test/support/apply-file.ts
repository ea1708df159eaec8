import { readFile } from 'node:fs/promises';
import type { Change } from '@podguard/core';
import { openLocalStore } from 'podguard/local-store';
import { createService, sweepAll } from './workers.ts';

// The local service in small: `node apply-file.ts DIRECTORY FILE` opens the store, dispatches what a predecessor left,
// delivers the changes, a few at a time, and ends.
const [directory = '', file = ''] = process.argv.slice(2);
const changes = JSON.parse(await readFile(file, 'utf8')) as readonly Change[];
const local = await openLocalStore({ directory });
console.log('open');
const { deliver, dispatcher } = createService(local.store);
await dispatcher.sweep();
const queue = changes.values();
await Promise.all(
  Array.from({ length: 4 }, async () => {
    for (const change of queue) await deliver(change);
  }),
);
await sweepAll(dispatcher);
await local.close();
