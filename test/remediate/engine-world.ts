import {
  type Catalogue,
  type Config,
  createEngine,
  createFindingContext,
  findingId,
  inSeconds,
  instanceKey,
  type JsonObject,
  known,
  parseConfig,
  type Remediation,
  type RemediationStep,
  type ServiceState,
  type StateChange,
  type Store,
} from '@podguard/core';
import { createLiveReads, type LiveRead, type Reader, toldChange } from '@podguard/inventory';
import {
  createRemediating,
  defineRemediator,
  type FindingRef,
  type RemediateDeps,
  type Remediating,
  type Remediator,
} from '@podguard/remediate';
import { catalogue } from '@podguard/rules';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';

const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';
export const RULE = 'imds-v1-allowed';
export const OURS = `arn:aws:iam::${ACCOUNT}:role/podguard-remediate`;
export const ADMIN = `arn:aws:iam::${ACCOUNT}:user/admin`;
export const PIPELINE = `arn:aws:iam::${ACCOUNT}:role/pipeline`;

export interface Options {
  readonly httpTokens: 'optional' | 'required';
  readonly hopLimit: number;
}

export const instance = (which: number): string => instanceKey('aws', REGION, ACCOUNT, `i-${which}`);
const findingOf = (key: string): string => findingId(RULE, key);
export const refOf = (key: string): FindingRef => ({ finding: findingOf(key), rule: RULE, key });

const call = (key: string, input: JsonObject, words: string): RemediationStep => ({
  action: 'ec2:ModifyInstanceMetadataOptions',
  region: REGION,
  input: { InstanceId: key, ...input },
  words,
});

/** Two calls, so that it can be interrupted between them. */
export const twoSteps = defineRemediator({
  id: 'require-imdsv2',
  title: 'Requires tokens, and one hop',
  rules: [RULE],
  kind: 'ec2-instance',
  grants: [],
  mayBreak: ['what asks without a token'],
  needs: {},
  guards: [],
  mayForce: false,
  settlesMs: 2_000,
  target: ({ resource }) => resource.key,
  plan({ key, state }) {
    const { hopLimit, httpTokens } = state;
    if (typeof hopLimit !== 'number' || typeof httpTokens !== 'string') return 'its options are not known';
    return [
      {
        summary: 'Require tokens, and one hop',
        steps: [
          call(key, { HttpTokens: 'required' }, 'require tokens'),
          call(key, { HttpPutResponseHopLimit: 1 }, 'one hop'),
        ],
        undo: [call(key, { HttpTokens: httpTokens, HttpPutResponseHopLimit: hopLimit }, 'as it was')],
        after: { httpTokens: 'required', hopLimit: 1 },
      },
    ];
  },
});

const CATALOGUE: Catalogue = { rules: catalogue.rules.filter(({ id }) => id === RULE), families: {} };

export interface Call {
  readonly remediation: string;
  readonly input: JsonObject;
  readonly at: number;
}

export interface World {
  clock: number;
  readonly account: Map<string, Options>;
  readonly store: Store;
  readonly state: ServiceState;
  readonly engine: RemediateDeps['engine'];
  readonly calls: Call[];
  readonly told: Remediation[];
  /** Events that nobody has heard of yet. */
  readonly events: StateChange[];
  readonly config: Config;
  /** The profile of all instances. */
  profile: string | null;
  /** Answers the next reads instead of the account. */
  readFails: LiveRead | null;
  /** Called before each call of AWS. */
  onCall: ((call: Call) => void) | null;
  /** Somebody changes the account; the event waits to be delivered. */
  change(key: string, options: Partial<Options>, by?: string): void;
  deliver(): Promise<void>;
  deps(changes?: Partial<RemediateDeps>): RemediateDeps;
  use(changes?: Partial<RemediateDeps>): Remediating;
}

export interface Making {
  readonly remediation?: object;
  readonly remediators?: readonly Remediator[];
  readonly instances?: number;
}

/** An account of a few instances, whose metadata options are all that there is. */
export async function makeWorld({
  remediation = {},
  remediators = [twoSteps],
  instances = 1,
}: Making = {}): Promise<World> {
  const config = parseConfig(
    {
      instances: 'all',
      remediation: { rules: { [RULE]: 'propose' }, ...remediation },
    },
    'test',
  );
  const store = createMemoryStore();
  const account = new Map<string, Options>();
  const events: StateChange[] = [];
  const calls: Call[] = [];
  const told: Remediation[] = [];
  let serial = 0;
  const judging = { catalogue: CATALOGUE, config, judgedWith: 'test.test' };
  const world: World = {
    clock: Date.parse('2026-03-01T10:00:00Z'),
    account,
    store,
    state: createMemoryServiceState(store, () => world.clock),
    engine: createEngine({ store, ...judging, pastLimit: 20, backOff: async () => {} }),
    calls,
    told,
    events,
    config,
    profile: null,
    readFails: null,
    onCall: null,
    change(key, options, by = ADMIN) {
      const before = account.get(key);
      account.set(key, { httpTokens: 'optional', hopLimit: 2, ...before, ...options });
      serial += 1;
      events.push(eventOf({ key, at: new Date(world.clock), by, id: `e-${serial}` }, options));
    },
    async deliver() {
      for (const event of events.splice(0)) await world.engine.apply(event);
    },
    deps: (changes = {}) => ({
      store,
      engine: world.engine,
      ...judging,
      context: createFindingContext({ config, state: world.state, now: () => new Date(world.clock) }),
      remediations: world.state,
      state: world.state,
      remediators,
      account: ACCOUNT,
      read: (key) => readOf(world, key),
      perform: async ({ input }, id) => {
        const one = { remediation: id, input, at: world.clock };
        world.onCall?.(one);
        calls.push(one);
        world.change(String(input.InstanceId), optionsOf(input), OURS);
        return {};
      },
      mayApply: () => true,
      principal: OURS,
      own: [OURS],
      now: () => new Date(world.clock),
      pause: async (ms) => {
        world.clock += ms;
      },
      tell: async (one) => {
        told.push(one);
      },
      ...changes,
    }),
    use: (changes) => createRemediating(world.deps(changes)),
  };
  for (let which = 0; which < instances; which += 1) {
    account.set(instance(which), { httpTokens: 'required', hopLimit: 2 });
    for (const change of tell(world, instance(which), -3_600_000)) await world.engine.apply(change);
  }
  return world;
}

/** Somebody lets an instance answer without a token, and all has settled. */
export async function makeBad(world: World, key = instance(0), by = ADMIN): Promise<void> {
  world.change(key, { httpTokens: 'optional' }, by);
  await world.deliver();
  world.clock += 180_000;
}

export async function isOpen({ store }: World, key = instance(0)): Promise<boolean> {
  const item = await store.load(key);
  return item?.lives.some(({ rule, resolved }) => rule === RULE && resolved === null) ?? false;
}

const SOURCE = { name: 'instance', actions: ['ec2:DescribeInstances'] };
const READER_ACTOR = { principal: OURS, type: 'role' as const };

function tell(world: World, key: string, later = 0): readonly StateChange[] {
  const options = world.account.get(key);
  const told =
    options === undefined
      ? null
      : {
          fields: {
            ...options,
            httpEndpoint: 'enabled' as const,
            httpProtocolIpv6: 'disabled' as const,
            metadataTags: 'disabled' as const,
            profileArn: world.profile,
          },
          sets: { tags: {} },
        };
  return [
    toldChange(
      SOURCE,
      { kind: 'ec2-instance', key, region: REGION, told },
      { account: ACCOUNT, startedAt: new Date(world.clock + later), by: READER_ACTOR },
    ),
  ];
}

async function readOf(world: World, key: string): Promise<LiveRead> {
  if (world.readFails !== null) return world.readFails;
  const reader: Reader = {
    ...SOURCE,
    kind: 'ec2-instance',
    matches: () => true,
    read: async () => tell(world, key),
  };
  const reads = createLiveReads({
    readers: [reader],
    clients: {} as never,
    account: ACCOUNT,
    regions: [REGION],
    by: READER_ACTOR,
    now: () => new Date(world.clock),
    timeoutMs: 5_000,
    recorded: world.store.load,
  });
  return reads.read(key);
}

function optionsOf(input: JsonObject): Partial<Options> {
  return {
    ...(typeof input.HttpTokens === 'string' ? { httpTokens: input.HttpTokens as 'required' } : {}),
    ...(typeof input.HttpPutResponseHopLimit === 'number' ? { hopLimit: input.HttpPutResponseHopLimit } : {}),
  };
}

function eventOf(
  { key, at, by, id }: { readonly key: string; readonly at: Date; readonly by: string; readonly id: string },
  options: Partial<Options>,
): StateChange {
  const time = inSeconds(at);
  const type = by.includes(':role/') ? ('role' as const) : ('user' as const);
  return {
    kind: 'ec2-instance',
    key,
    account: ACCOUNT,
    region: REGION,
    stamp: { time, rank: 1, eventId: id },
    cause: {
      eventId: id,
      eventName: 'ModifyInstanceMetadataOptions',
      eventSource: 'ec2.amazonaws.com',
      at: time,
      actor: { principal: by, type },
    },
    op: 'patch',
    fields: Object.fromEntries(Object.entries(options).map(([name, value]) => [name, known(value)])),
    sets: {},
  };
}
