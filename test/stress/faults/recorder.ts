import { S3Client } from '@aws-sdk/client-s3';
import { nameOf, type Site, siteOf } from './sites.ts';
import { calls, type FaultKind, type World, worlds } from './world.ts';

/** As the SDK hands it on. */
interface HttpRequest {
  readonly headers: Readonly<Record<string, string>>;
  clone(): HttpRequest;
}
interface Args {
  readonly input: unknown;
  readonly request: HttpRequest;
}
interface Context {
  readonly clientName?: string;
  readonly commandName?: string;
}
interface Sender {
  readonly config: {
    readonly requestHandler?: { readonly config?: unknown; readonly configProvider?: Promise<Patience> };
    readonly region?: () => Promise<string>;
  };
  readonly middlewareStack: { add(middleware: unknown, options: object): void };
}
interface Patience {
  readonly requestTimeout?: number;
  readonly throwOnRequestTimeout?: boolean;
  readonly socketTimeout?: number;
}
/** What breaks, what cannot be read, and what stops in the middle: the work was done. */
const ON_THE_WAY_BACK: readonly FaultKind[] = ['reset', 'malformed', 'stalled'];
type Send = (this: Sender, command: object, ...rest: readonly unknown[]) => unknown;

/**
 * From now on every client of the AWS SDK in this thread notes which place of our source sends what, and asks the fakes of the
 * world that it is called in, or meets that world's fault. Outside of a world nothing is otherwise.
 */
export function record(sites: readonly Site[], faultPort: number): void {
  Error.stackTraceLimit = 100;
  const watched = new WeakSet<object>();
  // The class that all clients extend.
  const prototype = Object.getPrototypeOf(S3Client.prototype) as { send: Send };
  const send = prototype.send;
  prototype.send = function (command, ...rest) {
    const world = worlds.getStore();
    if (world === undefined) return send.call(this, command, ...rest);
    if (!watched.has(this.middlewareStack)) {
      watched.add(this.middlewareStack);
      watch(this, faultPort);
    }
    const stack = new Error().stack ?? '';
    const found = siteOf(command.constructor.name, stack, sites);
    const site = found === undefined ? `no site: ${command.constructor.name}` : nameOf(found);
    world.sent.set(site, (world.sent.get(site) ?? 0) + 1);
    if (found === undefined && stack.includes('/packages/'))
      world.strangers.push(`${command.constructor.name}\n${stack}`);
    return calls.run({ world, site }, () => send.call(this, command, ...rest));
  };
}

function watch(client: Sender, faultPort: number): void {
  const middleware = (next: (args: Args) => Promise<object>, context: Context) => async (args: Args) => {
    const call = calls.getStore();
    if (call === undefined) return next(args);
    const { world, site } = call;
    const kind = takeFault(world, site);
    if (kind === undefined) return answered(next, args, context, call.world, client);
    if (ON_THE_WAY_BACK.includes(kind)) await answered(next, args, context, world, client).catch(() => {});
    return next({ ...args, request: toFault(args.request, kind, context, faultPort) });
  };
  client.middlewareStack.add(middleware, { step: 'deserialize', priority: 'high', name: 'faults' });
}

function takeFault(world: World, site: string): FaultKind | undefined {
  const { fault } = world;
  if (fault === null || fault.site !== site || (fault.on === 'first' && world.met > 0)) return undefined;
  world.met += 1;
  return fault.kind;
}

async function answered(
  next: (args: Args) => Promise<object>,
  args: Args,
  { clientName = '', commandName = '' }: Context,
  world: World,
  client: Sender,
): Promise<object> {
  const own = world.answers[`${clientName}.${commandName}`] ?? world.answers[commandName];
  if (own !== undefined) {
    const output = own(args.input as never, (await client.config.region?.()) ?? '');
    return { response: {}, output: { $metadata: {}, ...output } };
  }
  const url = Object.entries(world.urls).find(([part]) => clientName.startsWith(part))?.[1];
  if (url === undefined) throw new Error(`no fake answers ${clientName} ${commandName}`);
  return next({ ...args, request: towards(args.request, new URL(url)) });
}

function towards(request: HttpRequest, { host, hostname, port }: URL): HttpRequest {
  const headers = { ...request.headers, host };
  return Object.assign(request.clone(), { protocol: 'http:', hostname, port: Number(port), headers });
}

function toFault(
  request: HttpRequest,
  kind: FaultKind,
  { clientName = '' }: Context,
  port: number,
): HttpRequest {
  const type = String(request.headers['content-type'] ?? '');
  const protocol = clientName.startsWith('EC2')
    ? 'ec2'
    : clientName.startsWith('S3')
      ? 's3'
      : type.includes('x-www-form-urlencoded')
        ? 'query'
        : 'json';
  const made = towards(request, new URL(`http://127.0.0.1:${port}`));
  return Object.assign(made, { headers: { ...made.headers, 'x-fault': kind, 'x-fault-protocol': protocol } });
}
