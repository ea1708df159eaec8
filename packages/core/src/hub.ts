import type { Item } from './item.ts';

/** How many others one reads whose judging is worth waiting for. */
export const HUB_READS = 100;
/** How long changes around a hub wait after it was judged, in milliseconds: then they are judged together. */
export const HUB_INTERVAL_MS = 5 * 60_000;

/** Until when a change around an item waits; undefined: it is judged at once. */
export function waitsUntil({ judgedAt }: Item, now: Date): string | undefined {
  if (judgedAt === null) return undefined;
  const due = Date.parse(judgedAt) + HUB_INTERVAL_MS;
  return due > now.getTime() ? new Date(due).toISOString() : undefined;
}

/** Whether a hub's last judgement is too recent for another, of which only the time is new, to be written. */
export function isRecent({ judgedAt }: Item, now: string): boolean {
  return judgedAt !== null && Date.parse(now) - Date.parse(judgedAt) < HUB_INTERVAL_MS;
}

/** Whether what an item has pending is to be done now. */
export function isDue({ pending }: Item, now: Date | undefined): boolean {
  if (pending === null) return false;
  return pending.due === undefined || now === undefined || Date.parse(pending.due) <= now.getTime();
}

/** How far the clocks of two that share a store may differ. */
const CLOCK_MARGIN_MS = 10_000;

/**
 * The item marked to be judged again when it is due. Also where it has something pending, the version rises: who is
 * clearing that mark meanwhile, and judged before the change, must look again. Undefined: nobody can be clearing it yet.
 */
export function deferred(item: Item, due: string, now: Date): Item | undefined {
  const marked = item.pending?.due;
  if (marked !== undefined && Date.parse(marked) - now.getTime() > CLOCK_MARGIN_MS) return undefined;
  const version = item.version + 1;
  return { ...item, version, pending: item.pending ?? { version, spread: false, due } };
}
