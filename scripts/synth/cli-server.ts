import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { bundle } from '../bundle.ts';

export interface CliServerOptions {
  readonly root: string;
  readonly work: string;
  readonly account: string;
  /** Build functions for real; else their bundles are empty. */
  readonly builds: boolean;
  readonly config: string | undefined;
}

interface BuildRequest {
  readonly functionID: string;
  readonly handler: string;
  readonly links: Readonly<Record<string, unknown>>;
  readonly encryptionKey: string;
  /** A function's `nodejs`. */
  readonly properties: { readonly esbuild?: { readonly define?: Readonly<Record<string, string>> } };
}

/** Stands in for the sst command, which components ask over HTTP for buckets and bundles; gives its address. */
export async function startCliServer(options: CliServerOptions): Promise<string> {
  const methods: Readonly<Record<string, (parameters: never) => unknown>> = {
    'Provider.Aws.Bootstrap': ({ region }: { readonly region: string }) => ({
      asset: `sst-asset-${region}`,
      state: `sst-state-${region}`,
      assetEcrRegistryId: options.account,
      assetEcrUrl: `${options.account}.dkr.ecr.${region}.amazonaws.com/sst-asset`,
      appsyncHttp: '',
      appsyncRealtime: '',
    }),
    'Runtime.Build': (request: BuildRequest) => build(request, options),
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, params } = JSON.parse(Buffer.concat(chunks).toString()) as {
      readonly method: string;
      readonly params: readonly never[];
    };
    const called = methods[method];
    const answer =
      called === undefined
        ? { error: `rpc: can't find method ${method}` }
        : { result: await called(params[0]!) };
    response.end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  server.on('connection', (socket) => socket.unref());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function build(request: BuildRequest, options: CliServerOptions) {
  const { functionID, handler, links, encryptionKey, properties } = request;
  const { root, work, builds, config } = options;
  const entry = path.join(root, handler.replace(/\.[^./]+$/, '.ts'));
  const exported = handler.split('.').at(-1);
  const out = path.join(work, 'artifacts', `${functionID}-src`);
  if (builds) {
    if (!existsSync(entry)) return { errors: [`handler not found: ${entry}`] };
    await bundle({ entry, out, links, key: encryptionKey, config, define: properties.esbuild?.define });
  } else {
    mkdirSync(out, { recursive: true });
    writeFileSync(path.join(out, 'bundle.mjs'), '');
  }
  return { handler: `bundle.${exported}`, out, errors: [], sourcemaps: [] };
}
