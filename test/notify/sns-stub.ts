import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { SNSClient } from '@aws-sdk/client-sns';
import { SNS_PATIENCE } from '@podguard/notify';

/** What SNS does with a request; `lost`: it takes the message, and its answer does not arrive. */
export type Mood = 'ok' | 'error' | 'throttled' | 'reset' | 'lost' | 'silent' | 'refused' | 'denied';

export interface Published {
  readonly subject: string;
  readonly message: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, { readonly type: string; readonly value: string }>>;
}

export interface SnsStub {
  readonly url: string;
  readonly client: SNSClient;
  readonly published: Published[];
  /** What is done with the next requests; then all is well again. */
  readonly moods: Mood[];
  /** Requests so far. */
  requests(): number;
  close(): Promise<void>;
}

/** A topic on this machine that keeps to the rules of Publish. */
export async function openSnsStub(requestTimeout = 300): Promise<SnsStub> {
  const published: Published[] = [];
  const moods: Mood[] = [];
  let requests = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests += 1;
      const publish = publishOf(new URLSearchParams(Buffer.concat(chunks).toString()));
      answer(moods.shift() ?? 'ok', publish, { published, response, socket: request.socket });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const client = new SNSClient({
    ...SNS_PATIENCE,
    requestHandler: { ...SNS_PATIENCE.requestHandler, requestTimeout },
    region: 'eu-central-1',
    endpoint: url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return {
    url,
    client,
    published,
    moods,
    requests: () => requests,
    async close() {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Answer {
  writeHead(status: number, headers: Readonly<Record<string, string>>): unknown;
  end(text: string): unknown;
}

interface Answering {
  readonly published: Published[];
  readonly response: Answer;
  readonly socket: Socket;
}

const FAILURES: Readonly<Record<'error' | 'throttled' | 'denied' | 'refused', readonly [number, string]>> = {
  error: [500, 'InternalError'],
  throttled: [400, 'Throttling'],
  denied: [403, 'AuthorizationError'],
  refused: [400, 'InvalidParameter'],
};

function answer(mood: Mood, publish: Published | string, { published, response, socket }: Answering): void {
  if (mood === 'silent') return;
  if (mood === 'lost' && typeof publish !== 'string') published.push(publish);
  if (mood === 'lost' || mood === 'reset') {
    socket.destroy();
  } else if (mood !== 'ok') {
    fail(response, ...FAILURES[mood]);
  } else if (typeof publish === 'string') {
    fail(response, ...FAILURES.refused, publish);
  } else {
    published.push(publish);
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(
      `<PublishResponse xmlns="${XMLNS}"><PublishResult><MessageId>${published.length}</MessageId></PublishResult></PublishResponse>`,
    );
  }
}

const XMLNS = 'http://sns.amazonaws.com/doc/2010-03-31/';

function fail(response: Answer, status: number, code: string, message: string = code): void {
  response.writeHead(status, { 'content-type': 'text/xml' });
  const type = status < 500 ? 'Sender' : 'Receiver';
  response.end(
    `<ErrorResponse xmlns="${XMLNS}"><Error><Type>${type}</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  );
}

/** What was published, or what SNS says against it: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
function publishOf(form: URLSearchParams): Published | string {
  const subject = form.get('Subject') ?? '';
  if (subject.length >= 100 || !/^[ -~]+$/.test(subject)) return 'Subject';
  const text = form.get('Message') ?? '';
  const attributes = attributesOf(form);
  if (Buffer.byteLength(text + JSON.stringify(attributes)) > 262_144) return 'Message too long';
  if (form.get('MessageStructure') !== 'json') return 'MessageStructure';
  const message = JSON.parse(text) as Record<string, string>;
  if (Object.values(message).some((value) => typeof value !== 'string' || !value.isWellFormed()))
    return 'Message Structure';
  if (message.default === undefined) return 'No default entry in JSON message body';
  const some = Object.values(attributes);
  if (some.length > 10 || some.some(({ type, value }) => type === '' || value === '')) return 'attributes';
  return { subject, message, attributes };
}

function attributesOf(form: URLSearchParams): Published['attributes'] {
  const attributes: Record<string, { type: string; value: string }> = {};
  for (let at = 1; form.has(`MessageAttributes.entry.${at}.Name`); at += 1) {
    const entry = (name: string) => form.get(`MessageAttributes.entry.${at}.${name}`) ?? '';
    attributes[entry('Name')] = { type: entry('Value.DataType'), value: entry('Value.StringValue') };
  }
  return attributes;
}
