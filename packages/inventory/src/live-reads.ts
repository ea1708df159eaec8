import {
  type Actor,
  accountDefaultsRegion,
  type History,
  iamRegionOf,
  parseArn,
  partitionOf,
  type StateChange,
} from '@podguard/core';
import type { Clients } from './clients.ts';
import { type Fault, faultOf } from './fault.ts';
import { lookAgainAt } from './look-again.ts';
import { newsOf } from './news.ts';
import type { ReadContext, Reader } from './reader.ts';
import { within } from './within.ts';

export interface ReadDeps {
  readonly readers: readonly Reader[];
  readonly clients: Clients;
  readonly account: string;
  /** Those that are watched, the home region first: nobody else chooses where a signed request goes. */
  readonly regions: readonly string[];
  /** What the names of the deployed service's own parts begin with: without it none of them is listed. */
  readonly ownParts?: readonly string[];
  /** Who reads, as findings name who changed something. */
  readonly by: Actor;
  readonly now: () => Date;
  readonly timeoutMs: number;
  /** Where it is aborted, nothing more is asked, and what is asked is given up. */
  readonly stop?: AbortSignal;
  /** Does a read when few of its service are under way; its time begins then. Default: at once. */
  readonly inTurn?: <T>(service: string, read: () => Promise<T>) => Promise<T>;
  /** What is recorded of a resource: of what the account says only news are changes. */
  readonly recorded: (key: string) => Promise<History | undefined>;
}

/** `read` without changes: all that the account says is known. */
export type LiveRead =
  | {
      readonly outcome: 'read';
      readonly changes: readonly StateChange[];
      /** All that was told, news or not. */
      readonly told: readonly StateChange[];
      /** What was recorded when it was read. */
      readonly recorded: History | undefined;
      /** Where what is tied or unknown is newer than the read: from then on one decides it. */
      readonly lookAgainAt?: Date;
    }
  | {
      readonly outcome: 'unreadable-kind' | 'foreign' | 'denied' | 'slow' | 'unavailable' | 'failed';
      readonly reason: string;
    };

export interface LiveReads {
  /** Whether one of the readers reads it, it is ours, and it was not denied or slow a short while ago. */
  canRead(key: string): boolean;
  /** What the account says of it now. What was denied or slow is not asked again for ten minutes. */
  read(key: string): Promise<LiveRead>;
}

const PAUSE_MS = 10 * 60_000;
const MOST_PAUSED = 1000;

export function createLiveReads(deps: ReadDeps): LiveReads {
  const paused = new Map<string, { readonly until: number; readonly read: LiveRead }>();
  function pausedOf(key: string): LiveRead | undefined {
    const known = paused.get(key);
    if (known !== undefined && deps.now().getTime() < known.until) return known.read;
    paused.delete(key);
    return undefined;
  }
  return {
    canRead: (key) => !('outcome' in readerFor(key, deps)) && pausedOf(key) === undefined,
    async read(key) {
      const known = pausedOf(key);
      if (known !== undefined) return known;
      const until = deps.now().getTime() + PAUSE_MS;
      const read = withLookAgain(await readOne(key, deps));
      if (read.outcome !== 'denied' && read.outcome !== 'slow') return read;
      const [oldest] = paused.keys();
      if (paused.size >= MOST_PAUSED && oldest !== undefined) paused.delete(oldest);
      paused.set(key, { until, read });
      return read;
    },
  };
}

/** One read within the time that it has; that the account does not answer is a value, that the store does not is thrown. */
export async function readOne(key: string, deps: ReadDeps, read?: Reader['read']): Promise<LiveRead> {
  const reader = readerFor(key, deps);
  if ('outcome' in reader) return reader;
  const told = await ask(read ?? reader.read, key, deps);
  return 'outcome' in told ? told : compare(key, told, deps);
}

/** What of that which was told of a resource is news. */
export async function compare(
  key: string,
  told: readonly StateChange[],
  deps: Pick<ReadDeps, 'recorded'>,
): Promise<LiveRead> {
  const recorded = await deps.recorded(key);
  return {
    outcome: 'read',
    told,
    recorded,
    changes: told.flatMap((change) => newsOf(change, recorded) ?? []),
  };
}

function withLookAgain(read: LiveRead): LiveRead {
  if (read.outcome !== 'read') return read;
  const [again] = read.told.flatMap((change) => lookAgainAt(change, read.recorded) ?? []);
  return again === undefined ? read : { ...read, lookAgainAt: again };
}

async function ask(
  read: Reader['read'],
  key: string,
  deps: ReadDeps,
): Promise<readonly StateChange[] | Fault> {
  try {
    return await inTurn(parseArn(key)?.service ?? '', deps, () =>
      within(deps.timeoutMs, (signal) => read(key, { ...contextOf(deps), signal }), deps.stop),
    );
  } catch (error) {
    return faultOf(error);
  }
}

export async function inTurn<T>(
  service: string,
  deps: Pick<ReadDeps, 'inTurn'>,
  read: () => Promise<T>,
): Promise<T> {
  return deps.inTurn === undefined ? read() : deps.inTurn(service, read);
}

/** What is told of a read that begins now, but how to stop it. */
export function contextOf(deps: ReadDeps): Omit<ReadContext, 'signal'> {
  const { clients, account, by, regions, ownParts = [] } = deps;
  return { clients, account, by, regions, ownParts, startedAt: deps.now(), iamRegion: iamRegionFor(deps) };
}

/** IAM's region in the partition of the home region. */
export function iamRegionFor({ regions }: Pick<ReadDeps, 'regions'>): string {
  return iamRegionOf(partitionOf(regions[0] ?? ''));
}

function readerFor(key: string, deps: ReadDeps): Reader | Exclude<LiveRead, { outcome: 'read' }> {
  const reader = deps.readers.find((one) => one.matches(key));
  if (reader === undefined) return { outcome: 'unreadable-kind', reason: `nothing reads ${key}` };
  const foreign = foreignPart(key, deps);
  return foreign === undefined ? reader : { outcome: 'foreign', reason: `${foreign} of ${key} is not ours` };
}

function foreignPart(key: string, { account, regions }: ReadDeps): string | undefined {
  const arn = parseArn(key);
  if (arn === undefined) {
    if (!key.startsWith(`${account}/`)) return 'the account';
    const region = accountDefaultsRegion(key);
    return region === undefined || regions.includes(region) ? undefined : 'the region';
  }
  if (arn.account !== account) return 'the account';
  if (arn.region !== '' && !regions.includes(arn.region)) return 'the region';
  return partitionOf(regions[0] ?? '') === arn.partition ? undefined : 'the partition';
}
