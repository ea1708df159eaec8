import { connect, createDynamoDbStore } from '@podguard/store';
import { expect, it } from 'vitest';
import { clientOf } from '../support/dynalite.ts';
import { openFaultServer } from '../support/fault-server.ts';

it('a table that does not answer is given up, also by a client that nobody told how long to wait', async () => {
  const server = await openFaultServer(() => 'hang');
  const { client, close } = connect({ ...clientOf(server.url, 'a'), maxAttempts: 1 });
  try {
    const loaded = createDynamoDbStore({ client, table: 'podguard' }).load('key');
    await expect(loaded).rejects.toMatchObject({ code: 'store-unreachable', retryable: true });
  } finally {
    close();
    await server.close();
  }
}, 40_000);
