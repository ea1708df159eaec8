import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { QueueMessage } from '@podguard/functions';
import { createSqsDepth, createSqsQueue } from '@podguard/functions/handlers/compose-queue';
import { afterEach, describe, expect, it, test } from 'vitest';

interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
  readonly DelaySeconds?: number;
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
}

type Answer = 'ok' | 'error' | 'throttled' | 'reset' | ((entries: readonly Entry[]) => object);

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const accepted = (entries: readonly Entry[], failed: readonly object[] = []) => ({
  Successful: entries.map(({ Id }) => ({ Id, MessageId: `m-${Id}`, MD5OfMessageBody: 'x' })),
  Failed: failed,
});

/** A queue on a loopback port that answers its first calls so, and then takes all. */
async function startQueue(answers: readonly Answer[]) {
  const calls: (readonly Entry[])[] = [];
  const taken: string[] = [];
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const { Entries: entries = [] } = JSON.parse(text) as { readonly Entries?: readonly Entry[] };
    const answer = answers[calls.length] ?? 'ok';
    calls.push(entries);
    if (answer === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    const [status, body] = bodyOf(answer, entries);
    const refused = new Set(((body as { Failed?: { Id: string }[] }).Failed ?? []).map(({ Id }) => Id));
    if (status === 200)
      taken.push(...entries.filter(({ Id }) => !refused.has(Id)).map(({ MessageBody }) => MessageBody));
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new SQSClient({
    endpoint: url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 3,
    md5: false,
  });
  closing.push(async () => {
    client.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { calls, taken, queue: createSqsQueue(client, `${url}/1/evaluate`), client, url };
}

function bodyOf(answer: Exclude<Answer, 'reset'>, entries: readonly Entry[]): readonly [number, object] {
  if (answer === 'error') return [500, { __type: 'InternalError', message: 'try again' }];
  if (answer === 'throttled')
    return [400, { __type: 'com.amazonaws.sqs#RequestThrottled', message: 'slow down' }];
  return [200, answer === 'ok' ? accepted(entries) : answer(entries)];
}

const messages = (count: number, more: Partial<QueueMessage> = {}): readonly QueueMessage[] =>
  Array.from({ length: count }, (_, n) => ({ body: `b-${n}`, ...more }));
const bodies = (count: number) => messages(count).map(({ body }) => body);

describe('a queue of SQS', () => {
  it('takes ten at a time', async () => {
    const { queue, calls, taken } = await startQueue([]);
    await queue.send(messages(25, { delaySeconds: 7 }));
    expect(calls.map((entries) => entries.length).sort()).toEqual([10, 10, 5]);
    expect(taken.sort()).toEqual(bodies(25).sort());
    expect(calls[0]?.[0]).toMatchObject({ DelaySeconds: 7 });
    await queue.send([]);
    expect(calls).toHaveLength(3);
  });

  it('takes no more in one call than SQS allows', async () => {
    const { queue, calls } = await startQueue([]);
    await queue.send(Array.from({ length: 10 }, (_, n) => ({ body: `${n}`.padEnd(60_000, 'é') })));
    const sizes = calls.map((entries) =>
      entries.reduce((sum, { MessageBody }) => sum + Buffer.byteLength(MessageBody), 0),
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(262_144);
    expect(calls.flat()).toHaveLength(10);
  });

  test.for<[name: string, answers: readonly Answer[]]>([
    ['errors of the service', ['error', 'error']],
    ['throttling', ['throttled']],
    ['connections that are reset', ['reset']],
  ])('%s pass, and nothing is lost', async ([, answers]) => {
    const { queue, taken } = await startQueue(answers);
    await queue.send(messages(3));
    expect(taken).toEqual(bodies(3));
  });

  it('a service that does not come back is told, and may be tried again', async () => {
    const { queue, taken } = await startQueue(Array.from({ length: 9 }, () => 'error'));
    await expect(queue.send(messages(3))).rejects.toMatchObject({
      code: 'queue-unreachable',
      retryable: true,
      message: expect.stringContaining('queue evaluate: try again'),
    });
    expect(taken).toEqual([]);
  });

  it('what a call refuses for a reason that passes is sent again, and nothing else', async () => {
    const refusing = (id: string) => (entries: readonly Entry[]) =>
      accepted(
        entries.filter(({ Id }) => Id !== id),
        [{ Id: id, SenderFault: false, Code: 'InternalError', Message: 'busy' }],
      );
    const { queue, calls, taken } = await startQueue([refusing('1'), refusing('1')]);
    await queue.send(messages(3));
    expect(calls.map((entries) => entries.map(({ MessageBody }) => MessageBody))).toEqual([
      bodies(3),
      ['b-1'],
      ['b-1'],
    ]);
    expect(taken.sort()).toEqual(bodies(3));
  });

  it('what a call refuses each time is told', async () => {
    const refuse = (entries: readonly Entry[]) =>
      accepted(
        [],
        entries.map(({ Id }) => ({ Id, SenderFault: false, Code: 'InternalError', Message: 'busy' })),
      );
    const { queue, calls } = await startQueue(Array.from({ length: 9 }, () => refuse));
    await expect(queue.send(messages(1))).rejects.toMatchObject({
      code: 'queue-unreachable',
      retryable: true,
    });
    expect(calls).toHaveLength(5);
  });

  it('a message that is our own mistake is not sent again', async () => {
    const refuse = (entries: readonly Entry[]) =>
      accepted(entries.slice(1), [
        { Id: entries[0]?.Id, SenderFault: true, Code: 'InvalidMessageContents', Message: 'no' },
      ]);
    const { queue, calls } = await startQueue([refuse]);
    await expect(queue.send(messages(2))).rejects.toMatchObject({
      retryable: false,
      message: expect.stringContaining('InvalidMessageContents'),
    });
    expect(calls).toHaveLength(1);
  });

  it('those of a group go one by one, and none overtakes one that was refused', async () => {
    const { queue, calls, taken } = await startQueue([
      'ok',
      ...Array.from({ length: 3 }, () => 'error' as const),
    ]);
    const ordered = messages(3).map((message, n) => ({ ...message, group: 'g', identity: `i-${n}` }));
    await expect(queue.send(ordered)).rejects.toMatchObject({ code: 'queue-unreachable' });
    expect(taken).toEqual(['b-0']);
    expect(calls.every((entries) => entries.length === 1)).toBe(true);
    expect(calls[0]?.[0]).toMatchObject({ MessageGroupId: 'g', MessageDeduplicationId: 'i-0' });
    await queue.send(ordered);
    expect(taken).toEqual(['b-0', 'b-0', 'b-1', 'b-2']);
  });

  it('its depth counts what waits, what is handed out and what is delayed', async () => {
    const counts = {
      Attributes: {
        ApproximateNumberOfMessages: '3',
        ApproximateNumberOfMessagesNotVisible: '20',
        ApproximateNumberOfMessagesDelayed: '100',
      },
    };
    const { client, url } = await startQueue([() => counts]);
    expect(await createSqsDepth(client, `${url}/1/evaluate`)()).toBe(123);
  });
});
