import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCli } from '../support/run-cli.ts';

interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
}

/** Takes batches as the test says, by the number of the call. */
async function sqsThat(refuse: (call: number, entries: readonly Entry[]) => readonly object[]) {
  const batches: (readonly Entry[])[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { Entries } = JSON.parse(body) as { readonly Entries: readonly Entry[] };
    batches.push(Entries);
    const Failed = refuse(batches.length, Entries);
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ Successful: [], Failed }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, batches, close: () => new Promise((resolve) => server.close(resolve)) };
}

const recordNumbered = (n: number, roleName: string) => ({
  eventTime: '2026-03-12T08:00:00Z',
  eventSource: 'iam.amazonaws.com',
  eventName: 'DeleteRole',
  eventID: `e-${n}`,
  awsRegion: 'us-east-1',
  recipientAccountId: '111122223333',
  requestParameters: { roleName },
});
const records = (count: number, roleName = 'app') =>
  JSON.stringify({ Records: Array.from({ length: count }, (_, n) => recordNumbered(n, roleName)) });
const replay = (url: string, stdin: string) =>
  runCli(
    [
      ...['replay', '-', '--queue', `${url}/111122223333/evaluate`],
      ...['--region', 'eu-central-1', '--endpoint-url', url],
    ],
    { stdin },
  );
const busy = ({ Id }: Entry) => ({ Id, SenderFault: false, Code: 'InternalError', Message: 'busy' });
const tooLarge = ({ Id }: Entry) => ({
  Id,
  SenderFault: true,
  Code: 'InvalidMessageContents',
  Message: 'not this',
});

describe('sending in batches', () => {
  beforeEach(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('ten at once', async () => {
    const sqs = await sqsThat(() => []);
    const { status } = await replay(sqs.url, records(23));
    await sqs.close();
    expect(status).toBe(0);
    expect(sqs.batches.map((batch) => batch.length)).toEqual([10, 10, 3]);
  });

  it('fewer where they are large', async () => {
    const sqs = await sqsThat(() => []);
    await replay(sqs.url, records(5, 'a'.repeat(100_000)));
    await sqs.close();
    expect(sqs.batches.map((batch) => batch.length)).toEqual([2, 2, 1]);
  });

  it('what SQS has no time for is sent again, and nothing else', async () => {
    const sqs = await sqsThat((call, entries) => (call === 1 ? entries.slice(1, 3).map(busy) : []));
    const { status, stdout } = await replay(sqs.url, records(4));
    await sqs.close();
    expect(status).toBe(0);
    expect(JSON.parse(stdout).sent).toBe(4);
    expect(sqs.batches.map((batch) => batch.map(({ Id }) => Id))).toEqual([
      ['0', '1', '2', '3'],
      ['1', '2'],
    ]);
  });

  it('what SQS throttles is sent again, whosever fault it calls that', async () => {
    const throttled = ({ Id }: Entry) => ({ ...tooLarge({ Id, MessageBody: '' }), Code: 'RequestThrottled' });
    const sqs = await sqsThat((call, entries) => (call === 1 ? entries.map(throttled) : []));
    const { status, stdout } = await replay(sqs.url, records(2));
    await sqs.close();
    expect(status).toBe(0);
    expect(JSON.parse(stdout).sent).toBe(2);
  });

  it('what SQS refuses for what it is, is named, and the others are sent', async () => {
    const sqs = await sqsThat((_, entries) => entries.slice(0, 1).map(tooLarge));
    const { status, stdout, stderr } = await replay(sqs.url, records(3));
    await sqs.close();
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ relevant: 3, sent: 2 });
    expect(stderr).toContain('record e-0: SQS does not take it: InvalidMessageContents: not this');
  });
});
