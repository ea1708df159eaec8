import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { UrlAnswer, UrlCall } from '@podguard/functions';

export interface FunctionUrl {
  readonly url: string;
  /** The calls so far, as the function got them. */
  readonly calls: UrlCall[];
  close(): Promise<void>;
}

/** Calls a function as its URL does: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads */
export async function openFunctionUrl(
  handler: (call: UrlCall) => Promise<UrlAnswer | undefined>,
  { isEncoded = true }: { readonly isEncoded?: boolean } = {},
): Promise<FunctionUrl> {
  const calls: UrlCall[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const call = {
      version: '2.0',
      rawPath: request.url ?? '/',
      rawQueryString: '',
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      ),
      requestContext: { http: { method: request.method ?? 'GET', sourceIp: '192.0.2.1' } },
      ...(body.length === 0 ? {} : { body: body.toString(isEncoded ? 'base64' : 'utf8') }),
      isBase64Encoded: isEncoded,
    };
    calls.push(call);
    try {
      const answer = await handler(call);
      response.writeHead(answer?.statusCode ?? 200, answer?.headers).end(answer?.body ?? '');
    } catch {
      response.writeHead(502).end('Internal Server Error');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    calls,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
