import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FaultKind } from './world.ts';

const SLOW_MS = 30_000;

export interface FaultAnswers {
  readonly port: number;
  close(): Promise<void>;
}

/** A server whose every answer is a fault, in the words of the protocol that it is asked in: `/throttled`, `/500`, ... */
export async function startFaultAnswers(): Promise<FaultAnswers> {
  const waiting = new Set<NodeJS.Timeout>();
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const kind = request.headers['x-fault'] as FaultKind;
      const asked = String(request.headers['x-fault-protocol']);
      if (kind === 'timeout') return;
      if (kind === 'reset') return void request.socket.destroy();
      if (kind === 'slow') {
        const timer = setTimeout(() => fail(response, asked, 500, 'ServiceUnavailable'), SLOW_MS);
        waiting.add(timer);
        return void response.on('close', () => clearTimeout(timer));
      }
      if (kind === 'malformed' || kind === 'stalled') {
        response.writeHead(200, {
          'content-type': asked === 'json' ? 'application/x-amz-json-1.1' : 'text/xml',
        });
        response.write(asked === 'json' ? '{"cut": [of' : '<Cut><of');
        return void (kind === 'malformed' && response.end());
      }
      const [status, code] = kind === 'throttled' ? [400, 'ThrottlingException'] : [500, 'InternalFailure'];
      fail(response, asked, status as number, code as string);
    });
  });
  // A busy machine may leave a connection idle for long.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const timer of waiting) clearTimeout(timer);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const WORDS: Readonly<Record<string, string>> = {
  ThrottlingException: 'Rate exceeded',
  InternalFailure: 'An internal error occurred',
  ServiceUnavailable: 'It took too long',
};

function fail(response: ServerResponse, asked: string, status: number, code: string): void {
  const message = WORDS[code] ?? code;
  if (asked === 'json') {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': code });
    response.end(JSON.stringify({ __type: code, message }));
    return;
  }
  const error = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  response.writeHead(status, { 'content-type': 'text/xml' });
  if (asked === 'ec2') response.end(`<Response><Errors>${error}</Errors><RequestID>r</RequestID></Response>`);
  else if (asked === 's3') response.end(error);
  else response.end(`<ErrorResponse>${error}<RequestId>r</RequestId></ErrorResponse>`);
}
