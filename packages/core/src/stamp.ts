/** 0: a whole state (create, inventory read); 1: a patch, a set member, or an update that answers with the whole; 2: a delete. */
export type Rank = 0 | 1 | 2;

/** When something was so. Times are UTC in ISO 8601 with whole seconds, as CloudTrail writes them. */
export interface Moment {
  readonly time: string;
  readonly rank: Rank;
}

/** The total order of changes: time, then rank, then event ID. */
export interface Stamp extends Moment {
  readonly eventId: string;
}

export function compareMoments(a: Moment, b: Moment): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  return a.rank - b.rank;
}

export function compareStamps(a: Stamp, b: Stamp): number {
  const byMoment = compareMoments(a, b);
  if (byMoment !== 0) return byMoment;
  if (a.eventId === b.eventId) return 0;
  return a.eventId < b.eventId ? -1 : 1;
}

export function newerStamp(a: Stamp | null, b: Stamp | null): Stamp | null {
  if (a === null || b === null) return a ?? b;
  return compareStamps(a, b) >= 0 ? a : b;
}
