import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Item } from '@podguard/core';
import {
  CONCURRENCY,
  createMemoryResults,
  createPlan,
  createReconcile,
  createScan,
  type DriftDeps,
  loadFindings,
  type RunHereDeps,
  runHere,
  startRun,
} from '@podguard/drift';
import { createClients, LISTINGS, READERS } from '@podguard/inventory';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { createHarness } from '../support/harness.ts';
import { type Bench, median } from './bench.ts';
import type { AccountSize } from './drift-account.ts';

const ACCOUNT = '111122223333';
const REGIONS = ['eu-central-1', 'us-east-1'];
const LATENCY_MS = 50;
const FULL: AccountSize = { clusters: 50, associations: 5_000, roles: 5_000, instances: 20_000 };
/** Resources that a shard reads at a time. */
const READS_AT_ONCE = 5;
const SLICE_MS = 90_000;
const BATCHES_AT_ONCE = 4;
const LONGEST_STEP_SECONDS = 120;

/**
 * A run of an account that is as it is recorded, against a fake of AWS in another thread whose calls take 50 ms each. The floor of the
 * calls: every page as full as AWS fills it, and one call for each that has to be described. The floor of the time: the calls by which
 * clusters are known, then those of the busiest service, as many at once as the run may make, or those of one cluster, if these
 * take longer; nothing for our own work.
 */
export const drift: Bench = {
  name: 'drift',
  async run({ runs, scale }) {
    const size = sizeAt(scale);
    const account = await startAccount(size);
    const recorded = recordAccount(account.url);
    const baseline = await runHere(recorded.deps, { id: 'baseline' });
    const { gaps: unread } = await loadFindings(recorded.deps.results, baseline);
    if (unread.length > 0) throw new Error(`the account was not read: ${JSON.stringify(unread[0])}`);
    const first = await account.calls();
    const times: number[] = [];
    let own = 0;
    let calls = 0;
    let floor = leastCalls(size);
    for (let at = 0; at < runs; at += 1) {
      const [before, cpu] = [performance.now(), process.threadCpuUsage()];
      const run = await runHere(recorded.deps, { id: `drift-${at}` });
      times.push((performance.now() - before) / 1000);
      const { user, system } = process.threadCpuUsage(cpu);
      own = (user + system) / 1e6;
      const made = await account.calls();
      calls = sum(made);
      floor = leastCalls(size);
      const { differences, gaps } = await loadFindings(recorded.deps.results, run);
      if (differences.length + gaps.length > 0)
        throw new Error(`the run is not as recorded: ${JSON.stringify([differences[0], gaps[0]])}`);
    }
    const step = await longestStep(recorded.deps);
    await account.close();
    const leastSeconds = leastTime(size);
    const seconds = median(times);
    const what = `${size.clusters} clusters, ${size.associations} associations, ${size.roles} roles, ${size.instances} instances`;
    const memory = `${Math.round(process.memoryUsage().rss / 1e6)} MB at the end, first reading ${sum(first)} calls`;
    const at = { runs, unit: 's' };
    return [
      {
        ...{ name: 'drift time', ...at, value: seconds, floor: leastSeconds, ratio: seconds / leastSeconds },
        notes: `${what}; ${CONCURRENCY.perService} calls of a service at once; ${own.toFixed(1)} s of our own work; ${memory}`,
      },
      {
        ...{ name: 'drift calls', runs, unit: 'calls', value: calls, floor, ratio: calls / floor },
        notes: `the floor has ${floor} calls`,
      },
      {
        ...{ name: 'drift longest step', ...at, runs: 1, value: step.seconds, floor: LONGEST_STEP_SECONDS },
        ratio: step.seconds / LONGEST_STEP_SECONDS,
        notes: `the step ${step.name}, in slices of ${SLICE_MS / 1000} s, ${BATCHES_AT_ONCE} batches at once`,
      },
    ];
  },
};

export function sizeAt(scale: number): AccountSize {
  const entries = Object.entries(FULL).map(([name, value]) => [name, Math.ceil(value * scale)]);
  return Object.fromEntries(entries) as unknown as AccountSize;
}

export async function startAccount(size: AccountSize) {
  const worker = new Worker(new URL('./drift-account.ts', import.meta.url), {
    workerData: { size, latencyMs: LATENCY_MS },
  });
  const [{ url }] = (await once(worker, 'message')) as [{ url: string }];
  return {
    url,
    async calls(): Promise<Readonly<Record<string, number>>> {
      worker.postMessage('calls');
      const [{ calls }] = (await once(worker, 'message')) as [{ calls: Readonly<Record<string, number>> }];
      return calls;
    },
    async close(): Promise<void> {
      worker.postMessage('close');
      await once(worker, 'exit');
    },
  };
}

export function recordAccount(endpoint: string) {
  const store = createMemoryStore();
  const harness = createHarness(store);
  const state = createMemoryServiceState(store);
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
  const now = () => new Date();
  const deps: RunHereDeps = {
    listings: LISTINGS,
    reading: {
      readers: READERS,
      clients: createClients({ endpoint, credentials, maxAttempts: 8, retryMode: 'adaptive' }),
      account: ACCOUNT,
      regions: REGIONS,
      by: { principal: 'podguard', type: 'service' },
      now,
      timeoutMs: 20_000,
    },
    ...{ store, state, engine: harness.engine, lookups: 100 },
    lookup: async () => ({ records: [], backTo: null }),
    results: createMemoryResults(),
    pause: wait,
  };
  return { deps, store: store as { load(key: string): Promise<Item | undefined> } };
}

const pages = (all: number, most: number) => Math.max(1, Math.ceil(all / most));

/** By service: what a run has to ask of an account of that size, with pages as large as AWS makes them. */
function leastByService({ clusters, associations, roles, instances }: AccountSize) {
  const regions = REGIONS.length;
  const perCluster = 4 + pages(associations / clusters, 100) + 1 + 2;
  return {
    // Clusters, each with its identity providers; of each its associations, entries, node groups, add-ons, profiles, capabilities.
    eks: regions * pages(clusters, 100) + 2 * clusters + clusters * perCluster + associations,
    // Roles with their durations, policies, users and their credential report, profiles, providers.
    iam: 2 * pages(roles, 1000) + 1 + 1 + 2 + 1 + 1,
    ec2: pages(instances, 1000) + (regions - 1) + regions * 3 + 1,
    autoscaling: regions,
    secretsmanager: regions,
    ssm: regions,
    cloudtrail: regions,
    servicequotas: regions,
  };
}

function leastCalls(size: AccountSize): number {
  return sum(leastByService(size));
}

function leastTime(size: AccountSize): number {
  const atOnce = CONCURRENCY.perService;
  const rounds = Object.values(leastByService(size)).map((calls) => Math.ceil(calls / atOnce));
  // Of one cluster: its list, and then each of its associations.
  const ofCluster = 1 + Math.ceil(size.associations / size.clusters / READS_AT_ONCE);
  const beforeClusters = 1 + 2 * Math.ceil(size.clusters / READS_AT_ONCE);
  return ((beforeClusters + Math.max(ofCluster, ...rounds)) * LATENCY_MS) / 1000;
}

export function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, one) => total + one, 0);
}

/** As Step Functions has a function do it: each step by itself, four batches at once. */
async function longestStep(deps: DriftDeps): Promise<{ readonly name: string; readonly seconds: number }> {
  let longest = { name: '', seconds: 0 };
  const timed = async <T>(name: string, work: (remainingMs: () => number) => Promise<T>): Promise<T> => {
    const before = performance.now();
    const made = await work(() => SLICE_MS - (performance.now() - before));
    const seconds = (performance.now() - before) / 1000;
    if (seconds > longest.seconds) longest = { name, seconds };
    return made;
  };
  const { account, now } = deps.reading;
  const run = await startRun({ state: deps.state, account, now }, 'steps');
  const shards = [...(await timed('plan', () => createPlan(deps)(run)))];
  const scan = createScan(deps);
  const batch = async (): Promise<void> => {
    for (let shard = shards.shift(); shard !== undefined; shard = shards.shift()) {
      let left = [shard];
      while (left.length > 0)
        left = [...(await timed('scan', (remainingMs) => scan(run, left, remainingMs)))];
    }
  };
  await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, batch));
  const reconcile = createReconcile(deps);
  for (let from: string | undefined; ; ) {
    const at = from;
    from = (await timed('reconcile', (remainingMs) => reconcile(run, at, remainingMs))).next;
    if (from === undefined) return longest;
  }
}
