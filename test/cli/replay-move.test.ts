import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCli } from '../support/run-cli.ts';

const DLQ = 'arn:aws:sqs:eu-central-1:111122223333:podguard-dev-sns-dlq.fifo';

/** As much of SQS as moving takes: a task that moves two messages a look. */
async function sqsThat(mode: 'moves' | 'refuses' | 'fails' | 'stops' | 'goes on') {
  const calls: { readonly name: string; readonly input: Record<string, unknown> }[] = [];
  let moved = 0;
  let started = false;
  const answer = (name: string): [status: number, body: object] => {
    switch (name) {
      case 'GetQueueUrl': {
        const { QueueName } = calls.at(-1)?.input ?? {};
        if (QueueName !== 'podguard-dev-sns-dlq.fifo')
          return [400, { __type: 'com.amazonaws.sqs#QueueDoesNotExist', message: 'none' }];
        return [200, { QueueUrl: `http://127.0.0.1/111122223333/${QueueName}` }];
      }
      case 'GetQueueAttributes':
        return [200, { Attributes: { QueueArn: DLQ, ApproximateNumberOfMessages: '4' } }];
      case 'StartMessageMoveTask':
        if (mode === 'refuses')
          return [403, { __type: 'com.amazon.coral.service#AccessDeniedException', message: 'not allowed' }];
        started = true;
        return [200, { TaskHandle: 'task' }];
      default: {
        // What it lists before is of another redrive, long ago.
        if (!started)
          return [
            200,
            { Results: [{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 77, StartedTimestamp: 1 }] },
          ];
        moved = Math.min(4, moved + 2);
        const ends = mode === 'stops' || moved === 4;
        const Status = mode === 'fails' ? 'FAILED' : ends && mode !== 'goes on' ? 'COMPLETED' : 'RUNNING';
        const counts = { ApproximateNumberOfMessagesMoved: moved, ApproximateNumberOfMessagesToMove: 4 };
        return [
          200,
          { Results: [{ Status, ...counts, StartedTimestamp: 2, FailureReason: 'the queue is gone' }] },
        ];
      }
    }
  };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const name = String(request.headers['x-amz-target']).replace('AmazonSQS.', '');
    calls.push({ name, input: JSON.parse(body) });
    const [status, told] = answer(name);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(told));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, calls, close: () => new Promise((resolve) => server.close(resolve)) };
}

const redrive = (url: string) =>
  runCli([
    ...['replay', '--redrive', 'sns', '--stage', 'dev'],
    ...['--region', 'eu-central-1', '--endpoint-url', url],
  ]);

describe('redriving a channel', () => {
  beforeEach(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('has SQS move the alerts as they are, and waits until it has', async () => {
    const sqs = await sqsThat('moves');
    const { status, stdout } = await redrive(sqs.url);
    await sqs.close();
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ waiting: 4, moved: 4, left: 0 });
    expect(sqs.calls.find(({ name }) => name === 'StartMessageMoveTask')?.input).toEqual({ SourceArn: DLQ });
    expect(sqs.calls.map(({ name }) => name)).not.toContain('ReceiveMessage');
  });

  it.for([
    ['refuses', 'not allowed'],
    ['fails', 'the queue is gone'],
  ] as const)('says so where SQS %s, and that nothing is lost', async ([mode, reason]) => {
    const sqs = await sqsThat(mode);
    const { status, stderr } = await redrive(sqs.url);
    await sqs.close();
    expect(status).toBe(2);
    expect(stderr).toContain(`queue podguard-dev-sns-dlq.fifo: ${reason}; nothing is lost`);
  });

  it('says how many are left where SQS ends before all are moved', async () => {
    const sqs = await sqsThat('stops');
    const { status, stdout, stderr } = await redrive(sqs.url);
    await sqs.close();
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toEqual({ waiting: 4, moved: 2, left: 2 });
    expect(stderr).toContain('left where they are: 2 messages: SQS says COMPLETED; run it again');
  });

  it('interrupted, says so by its status, and that SQS goes on', async () => {
    const sqs = await sqsThat('goes on');
    const { status, stdout, stderr } = await runCli(
      [
        ...['replay', '--redrive', 'sns', '--stage', 'dev'],
        ...['--region', 'eu-central-1', '--endpoint-url', sqs.url],
      ],
      { signal: AbortSignal.abort() },
    );
    await sqs.close();
    expect(status).toBe(130);
    expect(JSON.parse(stdout)).toEqual({ waiting: 4, moved: 2, left: 2 });
    expect(stderr).toContain('SQS goes on moving the rest by itself');
  });
});
