import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, createDynamoDbServiceState } from '@podguard/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clientOf, startDynamoDb, type TestDynamoDb } from '../support/dynalite.ts';

let dynamoDb: TestDynamoDb;
let front: Server;
let lost = 0;
beforeAll(async () => {
  dynamoDb = await startDynamoDb();
  const { host } = new URL(dynamoDb.url);
  front = createServer((incoming, outgoing) => {
    const options = { method: 'POST', headers: { ...incoming.headers, host } };
    const onward = request(dynamoDb.url, options, (answer) => {
      if (lost === 0 && String(incoming.headers['x-amz-target']).endsWith('.PutItem')) {
        lost += 1;
        answer.resume();
        outgoing.destroy();
      } else {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      }
    });
    incoming.pipe(onward);
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
});
afterAll(async () => {
  front.close();
  front.closeAllConnections();
  await dynamoDb.close();
});

it('a claim whose answer is lost is the first still, and nobody else has it', async () => {
  const { table } = await dynamoDb.newStore();
  const { port } = front.address() as AddressInfo;
  const { client } = connect(clientOf(`http://127.0.0.1:${port}`, dynamoDb.key));
  const state = createDynamoDbServiceState({ client, table });
  expect(await state.claim('press', 600)).toBe(true);
  expect(lost).toBe(1);
  expect(await state.claim('press', 600)).toBe(false);
});
