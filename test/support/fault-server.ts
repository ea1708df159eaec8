import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FaultRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What it says to a request; `hang`: nothing, ever; `reset`: it hangs up; `endless`: an answer that does not end. */
export type FaultAnswer =
  | 'hang'
  | 'reset'
  | 'endless'
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    };

export interface FaultServer {
  readonly url: string;
  readonly requests: readonly FaultRequest[];
  close(): Promise<void>;
}

/** A server on this machine that answers each request as it is told to. */
export async function openFaultServer(
  answer: (request: FaultRequest, count: number) => FaultAnswer,
): Promise<FaultServer> {
  const requests: FaultRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const told = { method, path: url, headers, body: Buffer.concat(chunks).toString() };
      requests.push(told);
      const said = answer(told, requests.length);
      if (said === 'hang') return;
      if (said === 'reset') {
        request.socket.destroy();
      } else if (said === 'endless') {
        response.writeHead(200);
        const more = () => response.write('x'.repeat(1_000), () => setImmediate(more));
        more();
      } else {
        response.writeHead(said.status, { ...said.headers });
        response.end(said.body ?? '');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers of an AWS service that speaks JSON of this content type; `error` is one of its errors by name. */
export function awsAnswers(contentType: string) {
  const json = (status: number, body: unknown, type?: string): FaultAnswer => ({
    status,
    headers: { 'content-type': contentType, ...(type === undefined ? {} : { 'x-amzn-errortype': type }) },
    body: JSON.stringify(body),
  });
  const error = (status: number, type: string): FaultAnswer => json(status, { message: 'no' }, type);
  return { json, error };
}
