import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { openLocalStore } from 'podguard/local-store';
import { afterAll, expect, it } from 'vitest';
import { itemOf } from '../store/arbitrary-item.ts';
import { clientOf } from '../support/dynalite.ts';
import { runCli } from '../support/run-cli.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'podguard-version-'));
afterAll(() => rmSync(directory, { recursive: true }));

it('what another version wrote is named in a line, by its key and with the way out', async () => {
  const local = await openLocalStore({ directory });
  await local.store.save(itemOf('a'));
  const { url, key, table } = local.endpoint;
  const client = new DynamoDBClient(clientOf(url, key));
  await client.send(
    new UpdateItemCommand({
      TableName: table,
      Key: { pk: { S: 'r#a' }, sk: { S: 'item' } },
      UpdateExpression: 'SET v = :v',
      ExpressionAttributeValues: { ':v': { N: '99' } },
    }),
  );
  client.destroy();
  await local.close();
  const { stderr } = await runCli(['start', '--once', '--no-sample', '--store', directory]);
  const told =
    'podguard: r#a item has version 99, this podguard reads 4: update podguard, or begin a new store';
  expect(new Set(stderr.trimEnd().split('\n'))).toEqual(new Set([told]));
});
