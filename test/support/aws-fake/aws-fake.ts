import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '@podguard/core';
import { type Account, newAccount } from './account.ts';
import { callOf, type Incoming } from './incoming.ts';
import { renderJson, speaksJson } from './json.ts';
import { AwsError } from './operation.ts';
import { renderAnswer, renderError } from './query.ts';
import { recordOf } from './record-of.ts';

/** What happens to a call instead: or before, for a delay. `garbage`: an answer of 200 with that text. */
export type Fault =
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'error'; readonly status: number; readonly code: string; readonly message?: string }
  | { readonly kind: 'reset' }
  | { readonly kind: 'garbage'; readonly body: string };

export interface AwsFake {
  readonly url: string;
  readonly account: Account;
  /** Every call that came in, as `iam:GetRole`. */
  readonly calls: string[];
  /** What CloudTrail wrote of the calls that changed something, the oldest first. */
  readonly records: JsonObject[];
  /** Who signs by an access key, as CloudTrail tells it; everybody else is ada. */
  readonly callers: Map<string, JsonObject>;
  /** From now on, so many times. */
  fault(operation: string, fault: Fault, times?: number): void;
  close(): Promise<void>;
}

export interface FakeOptions {
  readonly account?: string;
  readonly now?: () => Date;
  /** How long each call takes. */
  readonly latencyMs?: number;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly code?: string;
}

/**
 * A stateful fake of what is read of an account, and of what changes it, over the services' own protocols on a free loopback
 * port: EKS with Pod Identity associations, IAM, EC2's instances, and what else belongs to the account.
 */
export async function startAwsFake({
  account: id = '111122223333',
  now = () => new Date(),
  latencyMs = 0,
}: FakeOptions = {}): Promise<AwsFake> {
  const account = newAccount(id);
  const calls: string[] = [];
  const records: JsonObject[] = [];
  const callers = new Map<string, JsonObject>();
  const faults = new Map<string, { readonly fault: Fault; left: number }>();

  const faultOf = (name: string): Fault | undefined => {
    const planned = faults.get(name);
    if (planned === undefined || planned.left <= 0) return undefined;
    planned.left -= 1;
    return planned.fault;
  };

  const perform = ({ accessKey, service, name, operation, region, input }: Incoming): string => {
    if (operation === undefined)
      throw new AwsError('UnknownOperationException', 404, `${service}:${name} is not faked`);
    const at = now();
    const answer = operation.run(input, { account, region, now: at, records });
    const serial = records.length + 1;
    if (operation.writes)
      records.push(
        recordOf(operation, {
          input,
          answer,
          account: id,
          region,
          now: at,
          serial,
          caller: callers.get(accessKey),
        }),
      );
    if (speaksJson(service)) return renderJson(answer);
    return service === 'eks' ? JSON.stringify(answer) : renderAnswer(operation, answer);
  };

  const answer = async (call: Incoming): Promise<Answer | null> => {
    const name = `${call.service}:${call.name}`;
    calls.push(name);
    if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
    const fault = faultOf(name);
    if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms));
    if (fault?.kind === 'reset') return null;
    if (fault?.kind === 'garbage') return { status: 200, body: fault.body };
    try {
      if (fault?.kind === 'error') throw new AwsError(fault.code, fault.status, fault.message);
      return { status: 200, body: perform(call) };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const { status, code, message } = error;
      if (speaksJson(call.service)) return { status, body: JSON.stringify({ __type: code, message }), code };
      if (call.service !== 'eks') return { status, body: renderError(call.service, error) };
      return { status, body: JSON.stringify({ message }), code };
    }
  };

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const given = await answer(callOf(request, Buffer.concat(chunks).toString()));
    if (given === null) return void request.socket.destroy();
    if (given.code !== undefined) response.setHeader('x-amzn-errortype', given.code);
    response.writeHead(given.status, { 'x-amzn-requestid': 'r-1' }).end(given.body);
  });
  // A busy machine may leave a connection idle for long.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    account,
    calls,
    records,
    callers,
    fault: (operation, fault, times = Number.POSITIVE_INFINITY) => {
      faults.set(operation, { fault, left: times });
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
