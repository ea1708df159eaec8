import {
  type Cause,
  compareStamps,
  type Finding,
  type Item,
  type Life,
  presentViews,
  type Resource,
  type Store,
  toFinding,
} from '@podguard/core';
import type { FindingRef, RemediateDeps } from './remediate-deps.ts';

export interface Found {
  readonly finding: Finding;
  readonly item: Item;
  /** One view of it, or none where its values are tied. */
  readonly view: Resource | undefined;
  /** What opened it, or made it worse last. */
  readonly cause: Cause;
}

/** The open finding that is meant, as a store tells it; undefined where that life of it is over. */
export async function findFinding(
  store: Store,
  { catalogue, context }: Pick<RemediateDeps, 'catalogue' | 'context'>,
  ref: Pick<FindingRef, 'rule' | 'key' | 'opened'>,
): Promise<Found | undefined> {
  const item = await store.load(ref.key);
  const life = item?.lives.find(({ rule, resolved }) => rule === ref.rule && resolved === null);
  if (item === undefined || life === undefined || !isMeant(item, life, ref.opened)) return undefined;
  const views = presentViews(item);
  return {
    finding: toFinding(item, life, catalogue, await context()),
    item,
    view: views.length === 1 ? views[0] : undefined,
    cause: life.changes.findLast(({ type }) => type === 'worsened')?.cause ?? life.opened.cause,
  };
}

/** A record that came late may have moved the opening: then what was told as the opening lies in the same life. */
function isMeant(item: Item, life: Life, opened: string | undefined): boolean {
  if (opened === undefined || life.opened.cause.eventId === opened) return true;
  const told = item.log.find(({ stamp }) => stamp.eventId === opened);
  return told !== undefined && compareStamps(told.stamp, life.opened.stamp) >= 0;
}
