import {
  type Actor,
  type Cause,
  inSeconds,
  type JsonValue,
  type KINDS,
  type Kind,
  known,
  READ_MARGIN_MS,
  type Reported,
  readEventId,
  type SetMembers,
  type StateChange,
  type StateOf,
  unknown,
} from '@podguard/core';
import type { Clients } from './clients.ts';

export interface ReadContext {
  readonly clients: Clients;
  readonly account: string;
  /** Those that are watched, the home region first. */
  readonly regions: readonly string[];
  /** What the names of the deployed service's own parts begin with. */
  readonly ownParts: readonly string[];
  /** Where IAM is called, and its resources are said to be. */
  readonly iamRegion: string;
  /** When the call began. */
  readonly startedAt: Date;
  /** Who reads. */
  readonly by: Actor;
  readonly signal: AbortSignal;
}

/** Reads one kind of resource by its key. */
export interface Reader {
  readonly name: string;
  readonly kind: Kind;
  /** What it is read with: IAM actions. */
  readonly actions: readonly string[];
  matches(key: string): boolean;
  /** What the account says: a put of the whole, or a delete where there is none. Throws where it does not answer. */
  read(key: string, context: ReadContext): Promise<readonly StateChange[]>;
}

/** `undefined`: the answer does not tell; `null`: there is none. Of a set `null`: the answer does not tell. */
export interface Told<K extends Kind> {
  readonly fields: { readonly [F in keyof StateOf[K]]: StateOf[K][F] | null | undefined };
  readonly sets: { readonly [S in (typeof KINDS)[K]['sets'][number]]: SetMembers | null };
}

/** What a key names. */
export interface Target {
  readonly region: string;
}

interface ReaderSpec<K extends Kind, T extends Target> extends Omit<Reader, 'matches' | 'read'> {
  readonly kind: K;
  /** What the key names, where it is of this kind. */
  target(key: string): T | undefined;
  /** `null`: there is none. */
  ask(target: T, context: ReadContext): Promise<Told<K> | null>;
}

export function defineReader<K extends Kind, T extends Target>(spec: ReaderSpec<K, T>): Reader {
  const { name, kind, actions, target, ask } = spec;
  return {
    name,
    kind,
    actions,
    matches: (key) => target(key) !== undefined,
    async read(key, context) {
      const found = target(key);
      if (found === undefined) throw new TypeError(`${name} does not read ${key}`);
      const told = await ask(found, context);
      return [toldChange(spec, { kind, key, region: found.region || context.iamRegion, told }, context)];
    },
  };
}

/** What was told of one resource, wherever it was read: `null`: there is none. */
export function toldChange<K extends Kind>(
  source: Pick<Reader, 'name' | 'actions'>,
  {
    kind,
    key,
    region,
    told,
  }: { readonly kind: K; readonly key: string; readonly region: string; readonly told: Told<K> | null },
  context: Pick<ReadContext, 'account' | 'startedAt' | 'by'>,
): StateChange {
  const cause = causeOf(source, key, context);
  const stamp = { time: cause.at, rank: 0 as const, eventId: cause.eventId };
  const base = { kind, key, account: context.account, region, stamp, cause };
  if (told === null) return { ...base, stamp: { ...stamp, rank: 2 }, op: 'delete' };
  return { ...base, op: 'put', creates: false, fields: report(told.fields), sets: told.sets };
}

function causeOf(
  { name, actions }: Pick<Reader, 'name' | 'actions'>,
  key: string,
  { startedAt, by }: Pick<ReadContext, 'startedAt' | 'by'>,
): Cause {
  return {
    eventId: readEventId(name, startedAt.toISOString(), key),
    eventName: `read:${name}`,
    eventSource: `${actions[0]?.split(':')[0]}.amazonaws.com`,
    at: inSeconds(new Date(startedAt.getTime() - READ_MARGIN_MS)),
    actor: by,
  };
}

function report(fields: object): Readonly<Record<string, Reported>> {
  const told = Object.entries(fields) as [string, JsonValue | undefined][];
  return Object.fromEntries(
    told.map(([name, value]) => [name, value === undefined ? unknown : known(value)]),
  );
}
