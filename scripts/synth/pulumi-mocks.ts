import { createRequire } from 'node:module';
import path from 'node:path';
import { lookup, outputsOf } from './answers.ts';
import { plain, type SynthesizedResource } from './resource.ts';

type Done = (error: unknown, response?: { getUrn(): string }) => void;
interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getDependenciesList(): readonly string[];
  getProtect?(): boolean;
  getRetainondelete?(): boolean;
  getIgnorechangesList?(): readonly string[];
}
interface Monitor {
  newUrn(parent: string, type: string, name: string): string;
  registerResource(request: Request, done: Done): void;
  readResource(request: Request, done: Done): void;
}
interface NewResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly provider?: string;
  readonly custom?: boolean;
  readonly id?: string;
}
export interface Pulumi {
  readonly runtime: {
    setMocks(mocks: object, project: string, stack: string, preview: boolean): Promise<void>;
    setConfig(key: string, value: string): void;
    runInPulumiStack(program: () => unknown): Promise<unknown>;
  };
  output(value: unknown): { promise(): Promise<unknown> };
}

export interface MockOptions {
  readonly platform: string;
  readonly stage: string;
  readonly account: string;
  readonly home: () => string;
  readonly fail: (reason: unknown) => never;
}

/** Puts a stand-in below the SDK of Pulumi that notes what would be made and answers as AWS would. */
export async function mockPulumi(options: MockOptions) {
  const load = createRequire(path.join(options.platform, 'package.json'));
  const pulumi: Pulumi = load('@pulumi/pulumi');
  const { MockMonitor }: { MockMonitor: { prototype: Monitor } } = load('@pulumi/pulumi/runtime/mocks');
  const resources: SynthesizedResource[] = [];
  const providers = new Map<string, string>();
  keepStackOutOfTypes(MockMonitor.prototype);
  for (const method of ['registerResource', 'readResource'] as const)
    note(MockMonitor.prototype, method, resources);
  const regionOf = (provider: string | undefined, inputs: Readonly<Record<string, unknown>>): string =>
    String(inputs.region ?? providers.get(provider?.split('::')[3] ?? '') ?? options.home());
  const mocks = {
    newResource({ type, name, inputs, provider, custom = false, id }: NewResource) {
      if (type === 'pulumi:providers:aws') providers.set(name, String(inputs.region));
      const region = custom && type.startsWith('aws:') ? regionOf(provider, inputs) : undefined;
      const secrets: string[] = [];
      const given = plain(inputs, secrets) as Readonly<Record<string, unknown>>;
      resources.push({
        ...{ urn: '', type, name, parent: '', custom, read: false, region, inputs: given, secrets },
        ...{ dependsOn: [], protect: false, retainOnDelete: false, ignoreChanges: [] },
      });
      const physical = id ? id.split('/').at(-1)! : String(given.name ?? given.bucket ?? name);
      const { account } = options;
      const answer = outputsOf({
        type,
        name: physical,
        region: region ?? options.home(),
        account,
        inputs: given,
      });
      return {
        id: id || `${name}-id`,
        state: {
          ...(custom ? { name: physical } : {}),
          ...given,
          ...(id ? { name: physical } : {}),
          ...answer,
        },
      };
    },
    call({
      token,
      inputs,
      provider,
    }: {
      token: string;
      inputs: Readonly<Record<string, unknown>>;
      provider?: string;
    }) {
      const answer = lookup(token, inputs, { region: regionOf(provider, inputs), account: options.account });
      return answer ?? options.fail(`synth: no answer is known for the lookup ${token}`);
    },
  };
  await pulumi.runtime.setMocks(mocks, 'synth', options.stage, false);
  return { pulumi, resources };
}

/** Pulumi's engine leaves the stack out of a child's type path; its mock does not, and SST's links then have wrong types. */
function keepStackOutOfTypes(monitor: Monitor): void {
  const original = monitor.newUrn;
  monitor.newUrn = (parent, type, name) =>
    original.call(monitor, parent?.includes('::pulumi:pulumi:Stack::') ? '' : parent, type, name);
}

/** Adds to what a mock is told of a resource what only the request says. */
function note(
  monitor: Monitor,
  method: 'registerResource' | 'readResource',
  resources: SynthesizedResource[],
): void {
  const original = monitor[method];
  monitor[method] = function (this: Monitor, request, done) {
    original.call(this, request, (error, response) => {
      const made = resources.findLast(
        ({ type, name, urn }) => type === request.getType() && name === request.getName() && urn === '',
      );
      if (!error && response && made !== undefined) {
        made.urn = response.getUrn();
        made.parent = lastOf(request.getParent());
        made.dependsOn = request.getDependenciesList().map(lastOf);
        made.read = method === 'readResource';
        made.protect = request.getProtect?.() ?? false;
        made.retainOnDelete = request.getRetainondelete?.() ?? false;
        made.ignoreChanges = request.getIgnorechangesList?.() ?? [];
      }
      done(error, response);
    });
  };
}

function lastOf(urn: string): string {
  return urn.split('::').at(-1) ?? '';
}
