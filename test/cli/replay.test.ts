import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { SQS } from '@aws-sdk/client-sqs';
import { parseEvaluateMessage } from '@podguard/functions';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { type MiniStack, REGION, startMiniStack } from '../support/ministack/start.ts';
import { type FaultyAws, startFaultyAws } from '../support/parts-world/faulty-aws.ts';
import { runCli } from '../support/run-cli.ts';

const SAMPLES = path.resolve(import.meta.dirname, '../../samples');
const EVENT = {
  version: '0',
  id: 'e-1',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.iam',
  detail: {
    eventTime: '2026-03-12T08:00:00Z',
    eventSource: 'iam.amazonaws.com',
    eventName: 'DeleteRole',
    eventID: 'e-1',
    awsRegion: 'us-east-1',
    recipientAccountId: '111122223333',
    requestParameters: { roleName: 'app' },
  },
};

let miniStack: MiniStack;
let sqs: SQS;
beforeAll(async () => {
  miniStack = await startMiniStack();
  sqs = new SQS(miniStack.clientOptions());
  vi.stubEnv('AWS_ACCESS_KEY_ID', '111122223333');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  sqs?.destroy();
  await miniStack?.stop();
});

const NAMES = ['evaluate', 'evaluate-dlq', 'undelivered'].map((name) => `podguard-dev-${name}`);
const urls = new Map<string, string>();
beforeEach(async () => {
  for (const QueueName of NAMES) {
    const { QueueUrl = '' } = await sqs.createQueue({ QueueName });
    await sqs.purgeQueue({ QueueUrl });
    urls.set(QueueName.replace('podguard-dev-', ''), QueueUrl);
  }
});

const url = (name: string) => urls.get(name) ?? '';
async function bodiesIn(name: string): Promise<readonly string[]> {
  const bodies: string[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.receiveMessage({ QueueUrl: url(name), MaxNumberOfMessages: 10 });
    if (Messages.length === 0) return bodies;
    for (const { Body = '', ReceiptHandle } of Messages) {
      bodies.push(Body);
      await sqs.deleteMessage({ QueueUrl: url(name), ReceiptHandle });
    }
  }
}
const putAside = async (name: string, ...bodies: readonly string[]) => {
  for (const MessageBody of bodies) await sqs.sendMessage({ QueueUrl: url(name), MessageBody });
};
const replay = (...args: readonly string[]) =>
  runCli(['replay', ...args, '--region', REGION, '--endpoint-url', miniStack.url]);

describe('replaying files', () => {
  it('sends what changes something, marked, as EventBridge would have', async () => {
    const { status, stdout } = await replay(SAMPLES, '--stage', 'dev');
    const counts = JSON.parse(stdout);
    expect(status).toBe(0);
    const bodies = await bodiesIn('evaluate');
    const relevant = bodies.length + counts['failed-call'];
    expect(counts).toMatchObject({ sent: bodies.length, relevant, unreadable: 0 });
    expect(bodies.length).toBeGreaterThan(50);
    expect(counts.records).toBeGreaterThan(bodies.length);
    for (const body of bodies) {
      const message = parseEvaluateMessage(body);
      if (message.podguard !== 'replay') throw new Error(body);
      const event = message.event as typeof EVENT;
      expect(event['detail-type']).toBe('AWS API Call via CloudTrail');
      expect(event.source).toBe(`aws.${event.detail.eventSource.replace('.amazonaws.com', '')}`);
      expect(event.id).toBe(event.detail.eventID);
    }
  });

  it('takes a queue by its address, and records from the standard input', async () => {
    const { status, stdout } = await runCli(
      ['replay', '-', '--queue', url('evaluate'), '--region', REGION, '--endpoint-url', miniStack.url],
      { stdin: JSON.stringify(EVENT) },
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      records: 1,
      relevant: 1,
      'failed-call': 0,
      elsewhere: 0,
      unreadable: 0,
      problems: 0,
      sent: 1,
    });
    expect((await bodiesIn('evaluate')).map(parseEvaluateMessage)).toMatchObject([
      { podguard: 'replay', event: { source: 'aws.iam', detail: EVENT.detail } },
    ]);
  });

  it.for([
    ['another account', { recipientAccountId: '444455556666' }],
    ['a region that is not watched', { awsRegion: 'ap-south-1' }],
  ] as const)('passes over records of %s, and counts them', async ([, other]) => {
    const detail = { ...EVENT.detail, ...other, eventID: 'e-2' };
    const stdin = [EVENT.detail, detail].map((one) => JSON.stringify(one)).join('\n');
    const flags = ['--stage', 'dev', '--region', REGION, '--endpoint-url', miniStack.url];
    const { status, stdout } = await runCli(['replay', '-', ...flags], { stdin });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ records: 2, relevant: 1, elsewhere: 1, sent: 1 });
    const [body = '', ...more] = await bodiesIn('evaluate');
    expect(more).toEqual([]);
    expect(JSON.parse(body).event.id).toBe('e-1');
  });

  it('goes by the account and the regions of the configuration', async () => {
    const detail = (n: number, awsRegion: string, recipientAccountId = '444455556666') =>
      JSON.stringify({ ...EVENT.detail, awsRegion, recipientAccountId, eventID: `e-${n}` });
    const stdin = [
      ...[detail(1, REGION), detail(2, 'us-east-1'), detail(3, 'eu-west-1'), detail(4, 'ap-south-1')],
      detail(5, REGION, '111122223333'),
    ].join('\n');
    const config = path.resolve(import.meta.dirname, '../fixtures/replay/elsewhere.config.ts');
    const { stdout } = await runCli(
      ['replay', '-', '--stage', 'dev', '--dry-run', '--region', REGION, '--config', config],
      { stdin },
    );
    expect(JSON.parse(stdout)).toMatchObject({ records: 5, relevant: 3, elsewhere: 2 });
  });

  it('means by relevant what scan does, with calls that failed, which it does not send', async () => {
    const failed = { ...EVENT.detail, errorCode: 'AccessDenied', eventID: 'e-2' };
    const stdin = JSON.stringify({ Records: [EVENT.detail, failed, { ...failed, awsRegion: 'ap-south-1' }] });
    const flags = ['--region', REGION, '--endpoint-url', miniStack.url];
    const sent = JSON.parse((await runCli(['replay', '-', '--stage', 'dev', ...flags], { stdin })).stdout);
    expect(sent).toMatchObject({ relevant: 2, 'failed-call': 1, elsewhere: 1, sent: 1 });
    const scanned = await runCli(['scan', '-', '--format', 'json'], { stdin });
    expect(JSON.parse(scanned.stdout).summary.relevant).toBe(sent.relevant + sent.elsewhere);
    expect(await bodiesIn('evaluate')).toHaveLength(1);
  });

  it('counts and sends nothing in a dry run', async () => {
    const { stdout } = await replay(SAMPLES, '--stage', 'dev', '--dry-run');
    expect(JSON.parse(stdout)).toMatchObject({ sent: 0, dryRun: true });
    expect(JSON.parse(stdout).relevant).toBeGreaterThan(50);
    expect(await bodiesIn('evaluate')).toEqual([]);
  });

  it('names what it cannot read, and sends the rest', async () => {
    const { status, stderr, stdout } = await runCli(
      ['replay', '-', '--stage', 'dev', '--region', REGION, '--endpoint-url', miniStack.url],
      { stdin: `${JSON.stringify(EVENT)}\n{"eventTime": "now"}\n` },
    );
    expect(status).toBe(3);
    expect(stderr).toContain('standard input:2: the record has no eventSource');
    expect(JSON.parse(stdout)).toMatchObject({ sent: 1, unreadable: 1 });
    await bodiesIn('evaluate');
  });

  it('posts to a service on this machine', async () => {
    const bodies: string[] = [];
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      bodies.push(`${request.method} ${request.url} ${body}`);
      response.writeHead(200).end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { status, stdout } = await runCli(['replay', SAMPLES, '--url', address]);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(status).toBe(0);
    const lines = bodies.flatMap((body) => body.replace('POST /events ', '').split('\n'));
    expect(lines).toHaveLength(JSON.parse(stdout).sent);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ 'detail-type': 'AWS API Call via CloudTrail' });
  });

  test.for<[args: readonly string[], message: string]>([
    [[SAMPLES], 'say where to: --stage NAME, --queue URL, --url ADDRESS or --store DIRECTORY'],
    [
      [SAMPLES, '--stage', 'dev', '--url', 'http://localhost:1'],
      'give one of --stage, --queue, --url and --store',
    ],
    [['--stage', 'dev'], 'name files or directories of records'],
    [[SAMPLES, '--redrive', 'evaluate', '--stage', 'dev'], '--redrive takes no files'],
    [['--redrive', 'evaluate'], '--redrive needs --stage'],
    [['--redrive', 'sns@us-east-1', '--stage', 'dev'], '--redrive sns@us-east-1: name evaluate'],
    [[SAMPLES, '--stage', 'none'], 'there is no queue podguard-none-evaluate there'],
    [
      ['--redrive', 'sms', '--stage', 'dev'],
      'there is no queue podguard-dev-sms-dlq or podguard-dev-sms-dlq.fifo',
    ],
    [[SAMPLES, '--url', 'localhost'], '--url localhost: give an address as http://localhost:4700'],
    [[SAMPLES, '--url', 'http://127.0.0.1:1'], 'http://127.0.0.1:1 does not answer'],
  ])('%s is refused with a way out', async ([args, message]) => {
    const { status, stderr } = await replay(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  test('where no service answers nothing is said of regions', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const { stderr } = await replay(SAMPLES, '--url', `http://127.0.0.1:${port}`);
    expect(stderr).toBe(
      `podguard: http://127.0.0.1:${port} does not answer: fetch failed; is podguard start running there?\n`,
    );
  });
});

describe('redriving', () => {
  it('moves records back marked, and what is ours as it is', async () => {
    const rejudge = '{"podguard":"rejudge","key":"k"}';
    await putAside('evaluate-dlq', JSON.stringify(EVENT), rejudge);
    const { status, stdout } = await replay('--redrive', 'evaluate', '--stage', 'dev');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ waiting: 2, moved: 2, left: 0 });
    const bodies = (await bodiesIn('evaluate')).map((body) => JSON.parse(body));
    expect(bodies).toHaveLength(2);
    expect(bodies).toContainEqual({ podguard: 'replay', event: EVENT });
    expect(bodies).toContainEqual(JSON.parse(rejudge));
    expect(await bodiesIn('evaluate-dlq')).toEqual([]);
  });

  it('marks no record twice', async () => {
    const marked = JSON.stringify({ podguard: 'replay', event: EVENT });
    await putAside('evaluate-dlq', marked);
    await replay('--redrive', 'evaluate', '--stage', 'dev');
    expect(await bodiesIn('evaluate')).toEqual([marked]);
  });

  it('leaves what would only fail again, and says why', async () => {
    await putAside('evaluate-dlq', 'no JSON', '{"eventTime":1}', JSON.stringify(EVENT));
    const { status, stdout, stderr } = await replay('--redrive', 'evaluate', '--stage', 'dev');
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toEqual({ waiting: 3, moved: 1, left: 2 });
    expect(stderr).toContain('left where it is: message');
    expect(stderr).toContain('it is no JSON');
    expect((await bodiesIn('evaluate-dlq')).toSorted()).toEqual(['no JSON', '{"eventTime":1}']);
    await bodiesIn('evaluate');
  });

  it('moves what EventBridge could not deliver to the evaluate queue, and keeps notes of alarms', async () => {
    const alarm = JSON.stringify({
      'detail-type': 'CloudWatch Alarm State Change',
      source: 'aws.cloudwatch',
    });
    await putAside('undelivered', JSON.stringify(EVENT), alarm);
    const { stdout } = await replay('--redrive', 'undelivered', '--stage', 'dev');
    expect(JSON.parse(stdout)).toEqual({ waiting: 2, moved: 1, left: 1 });
    expect(await bodiesIn('undelivered')).toEqual([alarm]);
    expect((await bodiesIn('evaluate')).map((body) => JSON.parse(body))).toEqual([
      { podguard: 'replay', event: EVENT },
    ]);
  });

  it('moves many, each once', async () => {
    const events = Array.from({ length: 47 }, (_, at) => ({
      ...EVENT,
      detail: { ...EVENT.detail, eventID: `e-${at}` },
    }));
    await putAside('evaluate-dlq', ...events.map((event) => JSON.stringify(event)));
    await replay('--redrive', 'evaluate', '--stage', 'dev');
    const ids = (await bodiesIn('evaluate')).map((body) => JSON.parse(body).event.detail.eventID);
    expect(ids.toSorted()).toEqual(events.map(({ detail }) => detail.eventID).toSorted());
    expect(await bodiesIn('evaluate-dlq')).toEqual([]);
  });

  describe('when a call fails', () => {
    let aws: FaultyAws;
    beforeAll(async () => {
      aws = await startFaultyAws(miniStack.url);
    });
    afterEach(() => aws.answerAll());
    afterAll(() => aws.close());
    const redrive = (endpoint: string) =>
      runCli([
        ...['replay', '--redrive', 'evaluate', '--stage', 'dev'],
        ...['--region', REGION, '--endpoint-url', endpoint],
      ]);
    const waiting = async (name: string) => {
      const { Attributes = {} } = await sqs.getQueueAttributes({
        QueueUrl: url(name),
        AttributeNames: ['All'],
      });
      const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = Attributes;
      return Number(ApproximateNumberOfMessages) + Number(ApproximateNumberOfMessagesNotVisible);
    };

    it('sending: nothing is deleted', async () => {
      await putAside('evaluate-dlq', JSON.stringify(EVENT));
      aws.refuse('sqs:SendMessageBatch', 'AccessDeniedException');
      const { status, stderr } = await redrive(aws.url);
      expect(status).toBe(2);
      expect(stderr).toContain('queue podguard-dev-evaluate: no; what was sent is sent');
      expect(await waiting('evaluate-dlq')).toBe(1);
      expect(await waiting('evaluate')).toBe(0);
    });

    it('deleting: it is there twice, and never lost', async () => {
      await putAside('evaluate-dlq', JSON.stringify(EVENT));
      aws.refuse('sqs:DeleteMessageBatch', 'AccessDeniedException');
      const { status, stderr } = await redrive(aws.url);
      expect(status).toBe(2);
      expect(stderr).toContain('queue podguard-dev-evaluate-dlq: no; nothing is lost');
      expect(await waiting('evaluate-dlq')).toBe(1);
      expect(await waiting('evaluate')).toBe(1);
    });
  });
});
