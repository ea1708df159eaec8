import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCli } from '../support/run-cli.ts';

const record = (id: string) =>
  JSON.stringify({
    'detail-type': 'AWS API Call via CloudTrail',
    detail: {
      eventTime: '2026-03-12T08:00:00Z',
      eventSource: 'iam.amazonaws.com',
      eventName: 'DeleteRole',
      eventID: id,
      awsRegion: 'us-east-1',
      recipientAccountId: '111122223333',
      requestParameters: { roleName: 'app' },
    },
  });
const records = (count: number) => Array.from({ length: count }, (_, n) => record(`e-${n}`));

interface Entry {
  readonly ReceiptHandle?: string;
  readonly MessageBody?: string;
}

/** As much of SQS as a redrive takes; what was handed out shows again after some receives, as after its two minutes. */
async function sqsWith(bodies: readonly string[], hidden: readonly number[], lost = 0) {
  const sent: string[] = [];
  const deleted = new Set<number>();
  const handedOut = new Map<number, readonly number[]>();
  const isHidden = (n: number) => {
    const times = handedOut.get(n) ?? [];
    const last = times.at(-1);
    return last !== undefined && receives - last < (hidden[times.length - 1] ?? Number.POSITIVE_INFINITY);
  };
  let receives = 0;
  const calls: Record<string, number> = {};
  const answers: Record<string, (entries: readonly Entry[]) => object> = {
    GetQueueUrl: () => ({ QueueUrl: 'http://127.0.0.1/111122223333/queue' }),
    GetQueueAttributes: () => ({ Attributes: { ApproximateNumberOfMessages: String(bodies.length) } }),
    ReceiveMessage() {
      receives += 1;
      const some = bodies
        .map((Body, n) => ({ Body, n }))
        .filter(({ n }) => !deleted.has(n) && !isHidden(n))
        .slice(0, 10);
      for (const { n } of some) handedOut.set(n, [...(handedOut.get(n) ?? []), receives]);
      return {
        Messages: some.map(({ Body, n }) => ({
          MessageId: `m${n}`,
          ReceiptHandle: `${n}-${receives}`,
          Body,
          MD5OfBody: createHash('md5').update(Body).digest('hex'),
        })),
      };
    },
    SendMessageBatch(entries) {
      for (const { MessageBody = '' } of entries) sent.push(MessageBody);
      return { Successful: [] };
    },
    DeleteMessageBatch(entries) {
      for (const { ReceiptHandle = '' } of entries) {
        const [n, at] = ReceiptHandle.split('-').map(Number);
        if (handedOut.get(n ?? -1)?.at(-1) !== at)
          return { Failed: [{ Id: '0', SenderFault: true, Code: 'ReceiptHandleIsInvalid' }] };
        deleted.add(n ?? -1);
      }
      return { Successful: [] };
    },
  };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const name = String(request.headers['x-amz-target']).replace('AmazonSQS.', '');
    calls[name] = (calls[name] ?? 0) + 1;
    const answer = answers[name]?.(JSON.parse(body).Entries ?? []);
    if (name === 'ReceiveMessage' && receives <= lost) return void request.socket.destroy();
    // Of what is not hidden any more nothing can be released.
    const refusal = { __type: 'com.amazonaws.sqs#MessageNotInflight', message: 'it is not in flight' };
    response.writeHead(answer === undefined ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(answer ?? refusal));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ sent, calls, deleted },
    redrive: () =>
      runCli([
        ...['replay', '--redrive', 'evaluate', '--stage', 'dev'],
        ...['--region', 'eu-central-1', '--endpoint-url', endpoint],
      ]),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Sqs = Awaited<ReturnType<typeof sqsWith>>;

const countsOf = ({ stdout }: { readonly stdout: string }): unknown => JSON.parse(stdout);

describe('redriving what was put aside', () => {
  let sqs: Sqs | undefined;
  beforeEach(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await sqs?.close();
  });

  it('tells what is left, though that can no longer be released', async () => {
    sqs = await sqsWith(['no JSON', ...records(5)], []);
    const result = await sqs.redrive();
    expect(result.status).toBe(3);
    expect(countsOf(result)).toEqual({ waiting: 6, moved: 5, left: 1 });
    expect(result.stderr).toContain('left where it is: message m0: it is no JSON');
    expect(sqs.calls).toHaveProperty('ChangeMessageVisibilityBatch');
  });

  it('goes on where nothing but what is left comes again', async () => {
    sqs = await sqsWith([...Array.from({ length: 10 }, () => 'no JSON'), ...records(10)], [1]);
    expect(countsOf(await sqs.redrive())).toEqual({ waiting: 20, moved: 10, left: 10 });
    expect(sqs.sent).toHaveLength(10);
  });

  it('ends where what is left shows again and again', async () => {
    const always = Array.from({ length: 100 }, () => 1);
    sqs = await sqsWith(['no JSON'], always);
    expect(countsOf(await sqs.redrive())).toEqual({ waiting: 1, moved: 0, left: 1 });
  });

  it('does not say that all was moved where what was handed out got lost', async () => {
    sqs = await sqsWith(records(3), [], 1);
    const result = await sqs.redrive();
    expect(result.status).toBe(3);
    expect(countsOf(result)).toEqual({ waiting: 3, moved: 0, left: 3 });
    expect(result.stderr).toContain('counted it did not hand out 3, and may in two minutes; run it again');
  });

  it('deletes ten at once', async () => {
    sqs = await sqsWith(records(47), []);
    expect(countsOf(await sqs.redrive())).toEqual({ waiting: 47, moved: 47, left: 0 });
    expect(sqs.sent).toHaveLength(47);
    expect(sqs.calls.DeleteMessageBatch).toBe(5);
    expect(sqs.deleted.size).toBe(47);
  });

  it('deletes what shows again before it is sent by its newest receipt', async () => {
    sqs = await sqsWith(records(3), [1]);
    expect(countsOf(await sqs.redrive())).toEqual({ waiting: 3, moved: 3, left: 0 });
    expect(sqs.sent).toHaveLength(3);
  });

  it('leaves a message of ours that no function would take', async () => {
    sqs = await sqsWith(['{"podguard":"nonsense"}', '{"podguard":"rejudge","key":"k"}'], []);
    const result = await sqs.redrive();
    expect(countsOf(result)).toEqual({ waiting: 2, moved: 1, left: 1 });
    expect(result.stderr).toContain('message m0: ');
    expect(sqs.sent).toEqual(['{"podguard":"rejudge","key":"k"}']);
  });
});
