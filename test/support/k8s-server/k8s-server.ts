import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { answerOf, type Refused } from './answers.ts';
import { type Certificate, makeCertificate } from './certificate.ts';
import type { Held } from './objects.ts';
import { refusedToken } from './token.ts';

/** What happens to a call instead. `garbage`: an answer of 200 with that text. */
export type K8sFault =
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'status'; readonly status: number; readonly message: string }
  | { readonly kind: 'reset' }
  | { readonly kind: 'endless' }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'garbage'; readonly body: string };

export interface K8sServer {
  readonly url: string;
  /** As DescribeCluster gives it. */
  readonly certificateAuthority: { readonly data: string };
  readonly objects: Held[];
  /** API groups of custom resource definitions that are installed, with the version that they serve. */
  readonly groups: Map<string, string>;
  /** Resources that the caller may not list or get: `secretstores.external-secrets.io`. */
  readonly forbidden: Set<string>;
  /** Every call that came in: path and query. */
  readonly calls: string[];
  /** From now on, so many times, to calls whose path and query match. */
  fault(call: RegExp, fault: K8sFault, times?: number): void;
  close(): Promise<void>;
}

let certificate: Promise<Certificate> | undefined;

/**
 * A stand-in for the Kubernetes API server of a cluster: TLS by an authority of its own, tokens as EKS takes them, discovery, lists in
 * pages whose tokens grow old, single objects, refusals and missing types in the words of a real one.
 */
export async function startK8sServer(cluster: string): Promise<K8sServer> {
  certificate ??= makeCertificate();
  const { key, cert } = await certificate;
  const objects: Held[] = [];
  const groups = new Map<string, string>();
  const forbidden = new Set<string>(['secrets']);
  const calls: string[] = [];
  const faults: { readonly call: RegExp; readonly fault: K8sFault; left: number }[] = [];
  const server = createServer({ key, cert }, async (request, response) => {
    const { method = '', url = '', headers } = request;
    calls.push(url);
    const planned = faults.find(({ call, left }) => left > 0 && call.test(decodeURIComponent(url)));
    if (planned !== undefined) planned.left -= 1;
    const fault = planned?.fault;
    const say = (status: number, body: string) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    const refuse = ({ status, reason, message }: Refused) =>
      say(
        status,
        JSON.stringify({
          kind: 'Status',
          apiVersion: 'v1',
          status: 'Failure',
          message,
          reason,
          code: status,
        }),
      );
    if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms));
    if (fault?.kind === 'reset') return request.socket.destroy();
    if (fault?.kind === 'redirect') return response.writeHead(302, { location: fault.to }).end();
    if (fault?.kind === 'garbage') return say(200, fault.body);
    if (fault?.kind === 'status') return refuse({ ...fault, reason: 'Expired' });
    if (fault?.kind === 'endless') {
      const more = () => response.write(' '.repeat(1_000_000), () => setImmediate(more));
      return more();
    }
    const problem = refusedToken(headers.authorization, cluster);
    if (problem !== undefined) return refuse({ status: 401, reason: problem, message: 'Unauthorized' });
    if (method !== 'GET')
      return refuse({ status: 403, reason: 'Forbidden', message: `${method} is not faked` });
    const answer = answerOf(new URL(url, 'https://cluster'), headers.accept ?? '', {
      objects,
      groups,
      forbidden,
    });
    return 'reason' in answer ? refuse(answer as Refused) : say(200, JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    certificateAuthority: { data: Buffer.from(cert).toString('base64') },
    objects,
    groups,
    forbidden,
    calls,
    fault: (call, fault, times = 1) => faults.push({ call, fault, left: times }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
