import { type MappedRecord, mapperFor, toChanges, toRecord } from '@podguard/cloudtrail';
import { type Change, isSighting, type JsonObject, type JsonValue, OPT_IN_EVENTS } from '@podguard/core';
import { describe, expect, test } from 'vitest';

/** A change without what every change of a record shares; unknown fields as `?`. */
export type Told = {
  readonly op: Change['op'];
  readonly key: string;
  readonly creates?: boolean;
  readonly use?: string;
  readonly uniqueId?: string;
  readonly fields?: Readonly<Record<string, JsonValue>>;
  readonly sets?: Readonly<Record<string, JsonObject | null>>;
};
export type Expected = readonly Told[] | 'irrelevant' | 'failed-call' | { readonly unreadable: string };

interface EventCases {
  /** A whole record as AWS writes it. */
  readonly record: JsonObject;
  readonly gives: readonly Told[];
  /** With the same answer, but `requestParameters` null, or left out for its length. */
  readonly withoutRequest: Expected;
  readonly omitted: Expected;
  /** Records that differ from the first in these members. */
  readonly cases?: readonly { readonly name: string; readonly but: JsonObject; readonly gives: Expected }[];
}

/** What each event's mapper has to keep, and the cases of its own. */
export function describeEvent(
  name: string,
  { record, gives, withoutRequest, omitted, cases = [] }: EventCases,
): void {
  describe(name, () => {
    const left = { omitted: true, originalSize: 120_404, reason: 'field_length_exceeded' };
    test.for([
      { name: 'a successful call', but: {}, gives: gives as Expected },
      { name: 'a failed call', but: { errorCode: 'AccessDenied' }, gives: 'failed-call' as Expected },
      { name: 'no request', but: { requestParameters: null }, gives: withoutRequest },
      { name: 'an omitted request', but: { requestParameters: left }, gives: omitted },
      {
        name: 'the event of another service',
        but: { eventSource: 'other.amazonaws.com' },
        gives: 'irrelevant' as Expected,
      },
      ...cases,
    ])('$name', ({ but, gives: expected }) => {
      expect(mapped({ ...record, ...but })).toEqual(expected);
    });
  });
}

/** What comes out of a raw record, in the form the tests compare. */
function mapped(raw: JsonObject): Expected {
  const outcome = outcomeOf(raw);
  if (outcome.kind === 'changes') return outcome.changes.filter((change) => !isAdded(change)).map(told);
  return outcome.kind === 'unreadable' ? { unreadable: outcome.reason } : outcome.kind;
}

/** The clusters and roles that calls show to be there are added to what a mapper says. */
function isAdded(change: Change): boolean {
  return isSighting(change) && (change.kind === 'eks-cluster' || change.kind === 'iam-role');
}

export function outcomeOf(raw: JsonObject): MappedRecord {
  const read = toRecord(raw);
  if (read.kind !== 'record') throw new Error(`not a record: ${JSON.stringify(read)}`);
  const { eventSource, eventName } = read.record;
  const group = mapperFor(eventSource, eventName)?.group;
  return toChanges(
    read.record,
    ([...OPT_IN_EVENTS, 'self'] as const).filter((name) => name === group),
  );
}

export function told(change: Change): Told {
  const { op, key } = change;
  if (change.op === 'delete') return { op, key };
  if (change.op === 'activity') return { op, key, use: change.use };
  const fields = Object.fromEntries(
    Object.entries(change.fields).map(([name, said]) => [name, 'value' in said ? said.value : '?']),
  );
  const rest = { op, key, fields, sets: change.sets };
  if (change.op === 'patch') return rest;
  return {
    ...rest,
    creates: change.creates,
    ...(change.uniqueId === undefined ? {} : { uniqueId: change.uniqueId }),
  };
}
