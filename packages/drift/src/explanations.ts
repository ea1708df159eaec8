import { toChanges, toRecord } from '@podguard/cloudtrail';
import {
  applyChange,
  type Change,
  type Item,
  isRead,
  ownerKey,
  presenceOf,
  READ_MARGIN_MS,
  type Registers,
  type StateChange,
} from '@podguard/core';
import { standingOf } from '@podguard/inventory';
import { PRESENCE } from './approvals-compare.ts';
import { partsOf, saysFound, saysOtherwise } from './compare-views.ts';
import type { Difference, FieldDifference } from './difference.ts';
import { type ExplainedBy, explainedBy } from './explained-by.ts';

/** What events alone tell of a resource: as before the run read it, with what came since and happened before the read, or so long after. */
function withoutRead(item: Item, difference: Difference, afterMs = 0): Item {
  const { recordedAt } = difference;
  const from = aroundRead(difference, -READ_MARGIN_MS);
  const until = aroundRead(difference, afterMs);
  const isBefore = ({ cause, stamp }: StateChange) =>
    !isRead(cause) || (cause.at.slice(0, 19) < from && recordedAt !== null && stamp.time <= recordedAt);
  return {
    ...item,
    log: item.log.filter((change) => isBefore(change) && change.stamp.time.slice(0, 19) <= until),
  };
}

function aroundRead({ readAt }: Difference, ms: number): string {
  return new Date(Date.parse(readAt) + ms).toISOString().slice(0, 19);
}

/** Whether so much happened since the read that the events of that time are not kept one by one any more. */
export function isForgotten({ horizon }: Item, difference: Difference): boolean {
  return horizon !== null && horizon.time.slice(0, 19) >= aroundRead(difference, -READ_MARGIN_MS);
}

/**
 * Whether the event of a difference has come since it was found: without the read the state is the same, or was when its call ended. What
 * goes with its owner has no event of its own.
 */
export function cameMeanwhile(item: Item, difference: Difference, owner?: Item): boolean {
  if (difference.type === 'unapproved') return false;
  if (owner !== undefined && difference.type === 'gone' && wentWith(owner, item, difference)) return true;
  if (isForgotten(item, difference)) return false;
  return [0, READ_MARGIN_MS].some((afterMs) => isTold(withoutRead(item, difference, afterMs), difference));
}

/** Whether an event told of its owner's end after what was recorded of it was so, and before the call that found it gone ended. */
function wentWith(owner: Item, item: Item, difference: Difference): boolean {
  const since = sinceOf(item, difference) ?? '';
  const until = aroundRead(difference, READ_MARGIN_MS);
  const read = new Set(owner.log.flatMap(({ cause, stamp }) => (isRead(cause) ? stamp.eventId : [])));
  return (registersOf(owner)?.marks ?? []).some(
    ({ op, stamp: { time, eventId } }) =>
      op === 'delete' && !read.has(eventId) && time >= since && time.slice(0, 19) <= until,
  );
}

function isTold(told: Item, { type, fields, recordedAt }: Difference): boolean {
  const standing = standingOf(told);
  if (standing === undefined) return false;
  const { present } = standing.presence;
  if (type === 'gone') return !present;
  if (!present) return false;
  if (type === 'appeared')
    return told.log.some(
      (change) =>
        !isRead(change.cause) && makes(change) && (recordedAt === null || change.stamp.time > recordedAt),
    );
  return fields.every((field) => saysFound(standing.views, field));
}

function makes(change: Change): boolean {
  return change.op === 'put' && change.creates;
}

/**
 * Of each thing that differs the newest record that says what was found, was not recorded, and is newer than what was. Where something is
 * gone and none does, its owner's end says so.
 */
export function explain(
  records: readonly unknown[],
  item: Item | undefined,
  difference: Difference,
): ExplainedBy {
  const known = new Set(item?.log.map(({ stamp }) => stamp.eventId));
  const changes = records
    .flatMap(changesOf)
    .filter(({ stamp }) => stamp.time <= difference.readAt && !known.has(stamp.eventId))
    .sort((a, b) => (a.stamp.time < b.stamp.time ? 1 : -1));
  const { kind, key } = difference;
  const owner = ownerKey(kind, key);
  return explainedBy(
    partsIn(item, difference).map(({ name, since, explains, goesWithOwner = false }) => {
      const later = changes.filter(({ stamp }) => stamp.time >= since);
      const own = later.find((change) => change.key === key && explains(change));
      const ofOwner = () => later.find((change) => change.key === owner && change.op === 'delete');
      return { name, cause: (own ?? (goesWithOwner ? ofOwner() : undefined))?.cause };
    }),
  );
}

/** What explains a difference is no older. */
export function sinceOf(item: Item | undefined, difference: Difference): string | null {
  const [oldest = ''] = partsIn(item, difference)
    .map(({ since }) => since)
    .sort();
  return oldest === '' ? null : oldest;
}

function changesOf(value: unknown): readonly StateChange[] {
  const read = toRecord(value);
  const mapped = read.kind === 'record' ? toChanges(read.record, []) : read;
  return mapped.kind === 'changes' ? mapped.changes.filter((change) => change.op !== 'activity') : [];
}

interface Part {
  readonly name: string;
  /** When what was recorded of it was so; '' where nothing was. */
  readonly since: string;
  readonly explains: (change: StateChange) => boolean;
  readonly goesWithOwner?: boolean;
}

/** Each field by itself: one may be another person's doing than the other. */
function partsIn(item: Item | undefined, difference: Difference): readonly Part[] {
  const { type, fields } = difference;
  const history = item && withoutRead(item, difference);
  const registers = history === undefined ? null : registersOf(history);
  const [first] = fields;
  if (type === 'unapproved') {
    const approvedAt = difference.recordedAt ?? '';
    if (first?.name === PRESENCE) {
      const isThere = first.found !== false;
      const seenAt = (!isThere && registers && presenceOf(registers).newest?.time) || '';
      return [presencePart(isThere, seenAt > approvedAt ? seenAt : approvedAt)];
    }
    return fields.map((field) => {
      const last = history?.log.findLast((change) => !isRead(change.cause) && tells(change, field.name));
      const since = [approvedAt, last?.stamp.time ?? ''].sort().at(-1) ?? '';
      return { name: field.name, since, explains: (change) => saysSo(change, field) };
    });
  }
  if (type === 'changed') {
    const views = (history && standingOf(history)?.views) ?? [];
    // Of some the event may have come.
    const left = fields.filter((field) => !saysFound(views, field));
    return left.map((field) => {
      const { time, eventIds } = writtenBy(registers, field.name);
      const explains = (change: StateChange) =>
        !eventIds.includes(change.stamp.eventId) && saysSo(change, field);
      return { name: field.name, since: time, explains };
    });
  }
  const presence = registers && presenceOf(registers);
  return [presencePart(type === 'appeared', presence?.goneAt?.time ?? presence?.newest?.time ?? '')];
}

function presencePart(isThere: boolean, since: string): Part {
  if (isThere) return { name: PRESENCE, since, explains: makes };
  return { name: PRESENCE, since, explains: ({ op }) => op === 'delete', goesWithOwner: true };
}

/** Whether it tells of that field, and does not say otherwise than what was found. */
function saysSo(change: StateChange, field: FieldDifference): boolean {
  if (!tells(change, field.name)) return false;
  const { kind, key, account, region } = change;
  const alone = { kind, key, account, region, base: null, horizon: null, log: [change], activity: {} };
  return !saysOtherwise(standingOf(alone)?.views ?? [], field);
}

/** One that was made anew is another one in each of its fields. */
function tells(change: StateChange, name: string): boolean {
  if (change.op === 'delete') return false;
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
): { readonly time: string; readonly eventIds: readonly string[] } {
  const { field, member } = partsOf(name);
  const set = registers?.sets[field];
  const register = member === undefined ? registers?.fields[field] : set?.members[member];
  if (register !== undefined)
    return { time: register.time, eventIds: register.values.map(({ eventId }) => eventId) };
  return { time: set?.asOf?.time ?? '', eventIds: [] };
}

function registersOf({ log, base }: Item): Registers | null {
  return log.reduce<Registers | null>(applyChange, base);
}
