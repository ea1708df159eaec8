import { createServer, type Server } from 'node:net';
import { connectMarks } from '@podguard/functions/handlers/compose-marks';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

let server: Server;
beforeEach(async () => {
  server = createServer(() => {}).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { readonly port: number };
  const environment = {
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.close();
});

it('a table that does not answer holds up no alert: what channels keep is given up on, and tried again later', async () => {
  await expect(connectMarks({ TABLE_NAME: 'podguard-test' }).loadMark('x')).rejects.toMatchObject({
    code: 'store-unreachable',
    retryable: true,
  });
}, 20_000);
