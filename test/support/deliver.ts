import { readFile } from 'node:fs/promises';
import type { Change } from '@podguard/core';
import { connect, createDynamoDbStore } from '@podguard/store';
import { clientOf } from './dynalite.ts';
import { createService } from './workers.ts';

// Delivers the changes of a file to a table, four at a time: `node deliver.ts URL KEY TABLE FILE`.
const [url = '', key = '', table = '', file = ''] = process.argv.slice(2);
const changes = JSON.parse(await readFile(file, 'utf8')) as readonly Change[];
const { client, close } = connect(clientOf(url, key));
const { deliver } = createService(createDynamoDbStore({ client, table }));
const queue = changes.values();
await Promise.all(
  Array.from({ length: 4 }, async () => {
    for (const change of queue) await deliver(change);
  }),
);
close();
