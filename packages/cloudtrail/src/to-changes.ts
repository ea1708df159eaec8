import type { Change, OptInEvents } from '@podguard/core';
import { keyUses } from './key-uses.ts';
import type { EventMapper } from './mapper.ts';
import type { CloudTrailRecord } from './read/record.ts';
import { MAPPERS } from './registry.ts';
import { sightings } from './sightings.ts';

const BY_EVENT = new Map(
  MAPPERS.flatMap((mapper) =>
    [mapper.name, ...(mapper.alsoNamed ?? [])].map(
      (name) => [eventKey(mapper.source, name), mapper] as const,
    ),
  ),
);

/** `source/name` of every event that is mapped, of the groups that come in great numbers only those of these. */
export function wantedEvents(optIn: readonly OptInEvents[]): ReadonlySet<string> {
  return new Set([...BY_EVENT].filter(([, mapper]) => isWanted(mapper, optIn)).map(([name]) => name));
}

function isWanted({ group }: EventMapper, optIn: readonly OptInEvents[]): boolean {
  return group === 'default' || optIn.includes(group);
}

/** The mapper of an event of a service: other services have events of the same names. */
export function mapperFor(source: string, name: string): EventMapper | undefined {
  return BY_EVENT.get(eventKey(source, name));
}

export type MappedRecord =
  | { readonly kind: 'changes'; readonly changes: readonly Change[] }
  | { readonly kind: 'irrelevant' }
  /** A mapped event whose call failed: it changed nothing. */
  | { readonly kind: 'failed-call' }
  | { readonly kind: 'unreadable'; readonly reason: string; readonly eventId: string };

/** What a record says about resources, at most one change each. Never throws. */
export function toChanges(record: CloudTrailRecord, optIn: readonly OptInEvents[]): MappedRecord {
  const mapper = mapperFor(record.eventSource, record.eventName);
  if (mapper === undefined || !isWanted(mapper, optIn)) return { kind: 'irrelevant' };
  if (record.errorCode !== undefined) return { kind: 'failed-call' };
  const mapped = mapper.toChanges(record);
  if ('changes' in mapped) {
    const used = optIn.includes('activity') ? keyUses(record) : [];
    return { kind: 'changes', changes: [...mapped.changes, ...sightings(record, mapped.changes), ...used] };
  }
  return { kind: 'unreadable', reason: mapped.unreadable, eventId: record.eventId };
}

function eventKey(source: string, name: string): string {
  return `${source}/${name}`;
}
