import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Systems Manager's Parameter Store, as far as secrets are read from it, on a free loopback port. */
export interface ParameterStub {
  readonly url: string;
  /** The names that were asked for. */
  readonly reads: string[];
  readonly values: Record<string, string>;
  close(): Promise<void>;
}

export async function openParameters(values: Record<string, string>): Promise<ParameterStub> {
  const reads: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { Name, WithDecryption } = JSON.parse(Buffer.concat(chunks).toString());
    reads.push(Name);
    const isFound = WithDecryption === true && values[Name] !== undefined;
    response.writeHead(isFound ? 200 : 400, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(
      JSON.stringify(
        isFound
          ? { Parameter: { Name, Type: 'SecureString', Value: values[Name] } }
          : { __type: 'ParameterNotFound', message: 'no such parameter' },
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reads,
    values,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
