import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FaultyAws {
  readonly url: string;
  /** Answers these calls with an error of that code: `events:DescribeRule`, or a method and path. */
  refuse(call: string, code: string): void;
  /** Answers these calls with what is given, as often as it gives something. */
  answer(call: string, give: () => string | undefined): void;
  answerAll(): void;
  close(): Promise<void>;
}

/** Hands on to another endpoint what it is not told to refuse. */
export async function startFaultyAws(endpoint: string): Promise<FaultyAws> {
  const refused = new Map<string, string>();
  const answers = new Map<string, () => string | undefined>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const code = refused.get(callOf(request, body.toString()));
    if (code !== undefined) {
      const isXml = body.toString().startsWith('Action=');
      const text = isXml
        ? `<ErrorResponse><Error><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`
        : JSON.stringify({ __type: code, message: 'no' });
      response.writeHead(403, { 'x-amzn-errortype': code }).end(text);
      return;
    }
    const own = answers.get(callOf(request, body.toString()))?.();
    if (own !== undefined) {
      const type = own.startsWith('<') ? 'text/xml' : 'application/x-amz-json-1.1';
      response.writeHead(200, { 'content-type': type }).end(own);
      return;
    }
    const headers = Object.entries(request.headers).flatMap(([name, value]) =>
      ['host', 'connection', 'content-length'].includes(name) ? [] : [[name, String(value)] as const],
    );
    const answer = await fetch(`${endpoint}${request.url}`, {
      method: request.method ?? 'GET',
      headers: Object.fromEntries(headers),
      ...(body.length === 0 ? {} : { body }),
    });
    const type = answer.headers.get('content-type') ?? 'application/json';
    const named = answer.headers.get('x-amzn-errortype');
    response.writeHead(answer.status, {
      'content-type': type,
      ...(named === null ? {} : { 'x-amzn-errortype': named }),
    });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refuse: (call, code) => void refused.set(call, code),
    answer: (call, give) => void answers.set(call, give),
    answerAll: () => {
      refused.clear();
      answers.clear();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function callOf({ headers, method, url }: IncomingMessage, body: string): string {
  const [, service = ''] = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return `${service}:${target.slice(target.lastIndexOf('.') + 1)}`;
  const action = new URLSearchParams(body).get('Action');
  return action === null ? `${method} ${url}` : `${service}:${action}`;
}
