import { toChanges, toRecord } from '@podguard/cloudtrail';
import {
  actorName,
  applyChange,
  type Cause,
  type Change,
  type Item,
  isRead,
  presenceOf,
  READ_MARGIN_MS,
  type Registers,
} from '@podguard/core';
import { standingOf } from '@podguard/inventory';
import { PRESENCE } from './approvals-compare.ts';
import { partsOf, saysFound } from './compare-views.ts';
import type { Difference, Explanation } from './difference.ts';

/** What events alone tell of a resource: as before the run read it, with what came since. */
function withoutRead(item: Item, { readAt }: Difference): Item {
  const from = new Date(Date.parse(readAt) - READ_MARGIN_MS).toISOString().slice(0, 19);
  return { ...item, log: item.log.filter(({ cause }) => !isRead(cause) || cause.at.slice(0, 19) < from) };
}

/** Whether the event of a difference has come since it was found: without the read the state is the same. */
export function cameMeanwhile(item: Item, difference: Difference): boolean {
  const { type, fields, recordedAt } = difference;
  if (type === 'unapproved') return false;
  const told = withoutRead(item, difference);
  const standing = standingOf(told);
  if (standing === undefined) return false;
  const { present } = standing.presence;
  if (type === 'gone') return !present;
  if (!present) return false;
  if (type === 'appeared')
    return told.log.some(
      ({ cause, stamp }) => !isRead(cause) && (recordedAt === null || stamp.time > recordedAt),
    );
  return fields.every((field) => saysFound(standing.views, field));
}

/** The newest record that changed what differs, was not recorded, and is newer than what was. */
export function explain(
  records: readonly unknown[],
  item: Item | undefined,
  difference: Difference,
): Explanation | null {
  const known = new Set(item?.log.map(({ stamp }) => stamp.eventId));
  const registers = item === undefined ? null : registersOf(withoutRead(item, difference));
  const causes = records
    .flatMap(changesOf)
    .filter((change) => change.key === difference.key && !known.has(change.stamp.eventId))
    .filter(({ stamp }) => stamp.time <= difference.readAt)
    .filter((change) => touches(change, difference, registers))
    .map(({ cause }) => cause);
  const [newest] = causes.sort((a, b) => (a.at < b.at ? 1 : -1));
  return newest === undefined ? null : toExplanation(newest);
}

function changesOf(value: unknown): readonly Change[] {
  const read = toRecord(value);
  const mapped = read.kind === 'record' ? toChanges(read.record, []) : read;
  return mapped.kind === 'changes' ? mapped.changes : [];
}

function touches(
  change: Change,
  { type, fields, recordedAt }: Difference,
  registers: Registers | null,
): boolean {
  if (change.op === 'activity') return false;
  const { time } = change.stamp;
  if (type === 'unapproved') {
    if (recordedAt !== null && time < recordedAt) return false;
    const [first] = fields;
    if (first?.name === PRESENCE) return first.found === false ? change.op === 'delete' : change.op === 'put';
  } else if (type !== 'changed') {
    const presence = registers && presenceOf(registers);
    const since = presence?.goneAt?.time ?? presence?.newest?.time ?? '';
    return change.op === (type === 'gone' ? 'delete' : 'put') && time >= since;
  }
  // One that was made anew is another one in each of its fields.
  if (change.op === 'delete') return false;
  return fields.some(({ name }) => {
    if (type === 'unapproved') return tells(change, name);
    const written = writtenBy(registers, name);
    const isIt = written?.eventIds.includes(change.stamp.eventId) === true;
    return !isIt && time >= (written?.time ?? '') && tells(change, name);
  });
}

function tells(change: Extract<Change, { op: 'put' | 'patch' }>, name: string): boolean {
  if (change.op === 'put') return true;
  const { field, member } = partsOf(name);
  if (member === undefined) return field in change.fields;
  const members = change.sets[field];
  return members === null || (members !== undefined && Object.hasOwn(members, member));
}

/** When what was recorded of a field or member was so, and by what. */
function writtenBy(
  registers: Registers | null,
  name: string,
): { readonly time: string; readonly eventIds: readonly string[] } | undefined {
  const { field, member } = partsOf(name);
  const set = registers?.sets[field];
  const register = member === undefined ? registers?.fields[field] : set?.members[member];
  if (register !== undefined)
    return { time: register.time, eventIds: register.values.map(({ eventId }) => eventId) };
  return set?.asOf == null ? undefined : { time: set.asOf.time, eventIds: [] };
}

function registersOf({ log, base }: Item): Registers | null {
  return log.reduce<Registers | null>(applyChange, base);
}

function toExplanation({ eventId, eventName, at, actor, sourceIp, userAgent }: Cause): Explanation {
  return {
    ...{ eventId, eventName, at, actor: actorName(actor) },
    ...(sourceIp === undefined ? {} : { sourceIp }),
    ...(userAgent === undefined ? {} : { userAgent }),
  };
}
