import { hash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Sent {
  readonly queue: string;
  readonly body: string;
  readonly delaySeconds: number;
  readonly identity: string | undefined;
}

/** SQS, S3, Step Functions and EventBridge on a free loopback port, as far as the functions of one test call them. */
export interface ServicesStub {
  readonly url: string;
  /** Every call, as `sqs:SendMessageBatch`. */
  readonly calls: string[];
  readonly sent: Sent[];
  /** By bucket and key. */
  readonly objects: Map<string, { readonly text: string; readonly type: string }>;
  readonly tagged: { readonly region: string; readonly arn: string; readonly value: string }[];
  /** Executions that were asked for. */
  readonly executions: { readonly stateMachineArn: string; readonly name: string; readonly input: string }[];
  close(): Promise<void>;
}

const missing = '<Error><Code>NoSuchKey</Code><Message>there is none</Message></Error>';

export async function startServicesStub(): Promise<ServicesStub> {
  const calls: string[] = [];
  const sent: Sent[] = [];
  const objects = new Map<string, { text: string; type: string }>();
  const tagged: { region: string; arn: string; value: string }[] = [];
  const executions: ServicesStub['executions'] = [];

  const perform = (
    request: Pick<IncomingMessage, 'headers' | 'method' | 'url'>,
    text: string,
  ): object | string | undefined => {
    const target = String(request.headers['x-amz-target'] ?? `${request.method}`);
    const name = target.split('.').at(-1) as string;
    const [, region = '', service = ''] =
      /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
    calls.push(`${service}:${name}`);
    if (service === 's3') {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
      const path = decodeURIComponent(pathname.slice(1)).replace(/\/$/, '');
      if (request.method !== 'GET') {
        objects.set(path, { text, type: String(request.headers['content-type']) });
        return undefined;
      }
      if (!searchParams.has('list-type')) return objects.get(path)?.text ?? missing;
      const start = `${path}/${searchParams.get('prefix')}`;
      const keys = [...objects.keys()].filter((key) => key.startsWith(start)).toSorted();
      const contents = keys.map((key) => `<Contents><Key>${key.slice(path.length + 1)}</Key></Contents>`);
      return `<ListBucketResult>${contents.join('')}</ListBucketResult>`;
    }
    const input = JSON.parse(text);
    if (name === 'SendMessageBatch') {
      for (const entry of input.Entries)
        sent.push({
          queue: input.QueueUrl.split('/').at(-1),
          body: entry.MessageBody,
          delaySeconds: entry.DelaySeconds ?? 0,
          identity: entry.MessageDeduplicationId,
        });
      const taken = input.Entries.map((entry: { Id: string; MessageBody: string }) => ({
        Id: entry.Id,
        MessageId: `m-${sent.length}`,
        MD5OfMessageBody: hash('md5', entry.MessageBody),
      }));
      return { Successful: taken, Failed: [] };
    }
    if (name === 'GetQueueAttributes')
      return {
        Attributes: {
          ApproximateNumberOfMessages: '0',
          ApproximateNumberOfMessagesNotVisible: '0',
          ApproximateNumberOfMessagesDelayed: '0',
        },
      };
    if (name === 'StartExecution') {
      executions.push(input);
      return { executionArn: `arn:execution:${input.name}`, startDate: 1 };
    }
    if (name === 'TagResource') tagged.push({ region, arn: input.ResourceARN, value: input.Tags[0].Value });
    return {};
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = perform(request, Buffer.concat(chunks).toString());
      if (answer === missing) response.statusCode = 404;
      response.setHeader(
        'content-type',
        typeof answer === 'string' ? 'text/xml' : 'application/x-amz-json-1.0',
      );
      response.end(typeof answer === 'object' ? JSON.stringify(answer) : answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    sent,
    objects,
    tagged,
    executions,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
