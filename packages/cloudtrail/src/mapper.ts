import {
  type ActivityChange,
  type Cause,
  type Change,
  type DeleteChange,
  type JsonValue,
  type Kind,
  known,
  type OptInEvents,
  type PatchChange,
  type PutChange,
  parseArn,
  partitionOf,
  type Rank,
  type Reported,
  type SetMembers,
  type StateOf,
  unknown,
} from '@podguard/core';
import { toCause } from './actor.ts';
import { type Place, text, toPlace } from './parameters.ts';
import type { CloudTrailRecord } from './read/record.ts';

/** The changes of a successful call, or why they cannot be told: then the record's event ID and what is missing. */
export type Mapped = { readonly changes: readonly Change[] } | { readonly unreadable: string };

/** What one event of one service says about resources. */
export interface EventMapper {
  readonly source: string;
  readonly name: string;
  /** Other names under which CloudTrail writes the same call. */
  readonly alsoNamed?: readonly string[];
  /** Which events a deployment listens to: those of `default` always. */
  readonly group: 'default' | OptInEvents;
  /** False for a global service, whose events appear in one region only. */
  readonly regional: boolean;
  readonly kinds: readonly Kind[];
  /** For a call that succeeded. Never throws. */
  toChanges(record: CloudTrailRecord): Mapped;
}

/** A successful call, its parts unwrapped. */
export interface Call {
  readonly record: CloudTrailRecord;
  readonly request: Place;
  readonly response: Place;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly cause: Cause;
}

interface MapperSpec extends Omit<EventMapper, 'toChanges'> {
  /** The changes, or the name of what had to be there and is not. */
  toChanges(call: Call): readonly Change[] | { readonly missing: string };
}

/** Declares a mapper; a record that does not say whose it is, or where, is unreadable to all of them. */
export function defineMapper(spec: MapperSpec): EventMapper {
  return {
    ...spec,
    toChanges(record) {
      const call = toCall(record);
      const told = missingScope(spec, call) ?? spec.toChanges(call);
      if ('missing' in told)
        return { unreadable: `${record.eventName} ${record.eventId} names no ${told.missing}` };
      return { changes: told };
    },
  };
}

/** What a field is said to be: `null` where it is known to be absent, `undefined` where it is not known. */
type Fields<K extends Kind> = { readonly [F in keyof StateOf[K]]: StateOf[K][F] | null | undefined };
type Sets = Readonly<Record<string, SetMembers | null>>;

export function put<K extends Kind>(
  call: Call,
  kind: K,
  key: string,
  whole: {
    readonly fields: Fields<K>;
    readonly sets: Sets;
    readonly creates: boolean;
    readonly uniqueId?: string | null | undefined;
  },
): PutChange {
  return {
    ...base(call, kind, key, whole.creates ? 0 : 1),
    op: 'put',
    creates: whole.creates,
    ...(whole.uniqueId ? { uniqueId: whole.uniqueId } : {}),
    fields: report(whole.fields),
    sets: whole.sets,
  };
}

export function patch<K extends Kind>(
  call: Call,
  kind: K,
  key: string,
  part: { readonly fields?: Partial<Fields<K>>; readonly sets?: Sets },
): PatchChange {
  return {
    ...base(call, kind, key, 1),
    op: 'patch',
    fields: report(part.fields ?? {}),
    sets: part.sets ?? {},
  };
}

/** Of an update's fields those that it names, and those of which it is not known whether it does. */
export function named<T>(fields: { readonly [F in keyof T]: T[F] | null | undefined }): {
  readonly [F in keyof T]?: T[F] | undefined;
} {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as {
    [F in keyof T]?: T[F] | undefined;
  };
}

/** Something was used, which may be another account's. */
export function use(call: Call, kind: Kind, key: string, how: string): ActivityChange {
  const arn = parseArn(key);
  const account = arn?.account || /^\d{12}(?=\/)/.exec(key)?.[0] || call.account;
  const place = { account, region: arn?.region || call.region };
  return { ...base(call, kind, key, 1), ...place, op: 'activity', use: how };
}

export function remove(call: Call, kind: Kind, key: string): DeleteChange {
  return { ...base(call, kind, key, 2), op: 'delete' };
}

function base(call: Call, kind: Kind, key: string, rank: Rank) {
  const stamp = { time: call.record.eventTime, rank, eventId: call.record.eventId };
  return { kind, key, account: call.account, region: call.region, stamp, cause: call.cause };
}

function report(fields: object): Readonly<Record<string, Reported>> {
  const told = Object.entries(fields) as [string, JsonValue | undefined][];
  return Object.fromEntries(
    told.map(([name, value]) => [name, value === undefined ? unknown : known(value)]),
  );
}

export function toCall(record: CloudTrailRecord): Call {
  return {
    record,
    request: toPlace(record.requestParameters, `${record.eventName}Request`),
    response: toPlace(record.responseElements, `${record.eventName}Response`),
    account: text({ account: record.recipientAccountId }, 'account') ?? '',
    region: record.awsRegion,
    partition: partitionFor(record),
    cause: toCause(record),
  };
}

function partitionFor(record: CloudTrailRecord): string {
  if (record.awsRegion !== '') return partitionOf(record.awsRegion);
  return parseArn(text(record.userIdentity, 'arn') ?? '')?.partition ?? '';
}

function missingScope(spec: MapperSpec, call: Call): { readonly missing: string } | undefined {
  if (call.account === '') return { missing: 'account' };
  if (call.partition === '' || (spec.regional && call.region === '')) return { missing: 'region' };
  return undefined;
}
