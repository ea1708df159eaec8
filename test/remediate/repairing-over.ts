import {
  type Config,
  createEngine,
  createFindingContext,
  type ServiceState,
  type Store,
} from '@podguard/core';
import { type createClients, createLiveReads, READERS } from '@podguard/inventory';
import { ALL_REMEDIATORS, createPerform, createRemediating, type RemediateDeps } from '@podguard/remediate';
import { catalogue } from '@podguard/rules';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { ACCOUNT, REGION } from '../support/states.ts';

interface Over {
  readonly config: Config;
  readonly clients: ReturnType<typeof createClients>;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<unknown>;
  /** The role by which it reads and calls. */
  readonly principal: string;
  readonly deps?: Partial<RemediateDeps>;
  /** Absent: in memory. */
  readonly store?: Store;
  readonly state?: ServiceState;
}

/** What reads an account, records it, and repairs it. */
export function repairingOver({
  config,
  clients,
  now,
  pause,
  principal,
  deps = {},
  store = createMemoryStore(),
  state = createMemoryServiceState(store, () => now().getTime()),
}: Over) {
  const judging = { store, catalogue, config, judgedWith: 'test' };
  const engine = createEngine({ ...judging, pastLimit: 20, backOff: async () => {} });
  const reads = createLiveReads({
    readers: READERS,
    clients,
    account: ACCOUNT,
    regions: [REGION, 'us-east-1'],
    ownParts: config.ownParts,
    by: { principal, type: 'role' },
    now,
    timeoutMs: 10_000,
    recorded: (key) => store.load(key),
  });
  const context = createFindingContext({ config, state, now });
  const remediating = createRemediating({
    ...judging,
    engine,
    context,
    remediations: state,
    state,
    remediators: ALL_REMEDIATORS,
    account: ACCOUNT,
    read: (key) => reads.read(key),
    perform: createPerform({ clients }),
    mayApply: () => true,
    principal,
    own: [principal],
    now,
    pause,
    tell: async () => {},
    ...deps,
  });
  return { store, engine, reads, state, context, remediating };
}
