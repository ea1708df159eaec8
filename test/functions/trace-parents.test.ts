import asyncHooks, { executionAsyncId } from 'node:async_hooks';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { afterEach, expect, it, vi } from 'vitest';

interface Segment {
  readonly id: string;
  readonly name: string;
  readonly trace_id: string;
  readonly parent_id: string;
}

const TRACES = [
  '1-5759e988-000000000000000000000001',
  '1-5759e988-000000000000000000000002',
  '1-5759e988-000000000000000000000003',
];
const ENVIRONMENT = {
  LAMBDA_TASK_ROOT: '/var/task',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  POWERTOOLS_SERVICE_NAME: 'evaluate',
  _HANDLER: 'bundle.handler',
};

afterEach(() => vi.unstubAllEnvs());

it('what an event asks is below its own segment, and no promise of the process is watched for it', async () => {
  const segments: Segment[] = [];
  const daemon = createSocket('udp4', (message) =>
    segments.push(JSON.parse(message.toString().split('\n')[1] ?? '')),
  );
  await new Promise<void>((resolve) => daemon.bind(0, '127.0.0.1', resolve));
  const table = createServer((request, response) => {
    request.resume();
    response.end('{"TableNames":[]}');
  });
  await new Promise<void>((resolve) => table.listen(0, '127.0.0.1', resolve));
  for (const [name, value] of Object.entries(ENVIRONMENT)) vi.stubEnv(name, value);
  vi.stubEnv('AWS_XRAY_DAEMON_ADDRESS', `127.0.0.1:${daemon.address().port}`);
  const { composeLean } = await import('@podguard/functions/handlers/compose-lean');
  const { createHook } = asyncHooks;
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(table.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' },
  });
  const ask = () => client.send(new ListTablesCommand({}));
  const handle = composeLean(
    async (_event: object) => {
      await Promise.all([ask(), ask()]);
      await ask();
    },
    [client],
  );
  // The first of a process is not traced.
  for (const trace of ['1-5759e988-000000000000000000000000', ...TRACES]) {
    vi.stubEnv('_X_AMZN_TRACE_ID', `Root=${trace};Parent=53995c3f42cd8ad8;Sampled=1`);
    await handle({}, { functionName: 'evaluate', awsRequestId: trace } as Context);
  }
  await vi.waitFor(() => expect(segments).toHaveLength(TRACES.length * 4));
  client.destroy();
  daemon.close();
  table.close();

  for (const trace of TRACES) {
    const own = segments.filter(({ trace_id }) => trace_id === trace);
    const [event] = own.filter(({ name }) => name.startsWith('## '));
    const asked = own.filter(({ name }) => name === 'DynamoDB');
    expect(event?.parent_id).toBe('53995c3f42cd8ad8');
    expect(asked.map(({ parent_id }) => parent_id)).toEqual(Array(3).fill(event?.id));
  }
  expect(asyncHooks.createHook).toBe(createHook);
  // Only where something watches promises has each a number of its own.
  const numbers = [
    await Promise.resolve().then(executionAsyncId),
    await Promise.resolve().then(executionAsyncId),
  ];
  expect(new Set(numbers).size).toBe(1);
});
