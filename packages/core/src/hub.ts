import type { Item, Origin, Pending } from './item.ts';
import { louder } from './origin.ts';

/** How many others one reads whose judging is worth waiting for. */
export const HUB_READS = 100;
/** How long changes around a hub wait after it was judged, in milliseconds: then they are judged together. */
export const HUB_INTERVAL_MS = 5 * 60_000;

/** How far the clocks of two that share a store may differ. */
const CLOCK_MARGIN_MS = 10_000;

/** How long until a time, in milliseconds; none where it is further ahead than anything waits: a clock was wrong. */
function timeLeft(until: string, now: Date): number {
  const left = Date.parse(until) - now.getTime();
  return left > HUB_INTERVAL_MS + CLOCK_MARGIN_MS ? 0 : left;
}

/** Until when a change around an item waits; undefined: it is judged at once. */
export function waitsUntil({ judgedAt }: Item, now: Date): string | undefined {
  if (judgedAt === null) return undefined;
  const due = new Date(Date.parse(judgedAt) + HUB_INTERVAL_MS).toISOString();
  return timeLeft(due, now) > 0 ? due : undefined;
}

/** Whether what an item has pending is to be done now. */
export function isDue({ pending }: Item, now: Date | undefined): boolean {
  if (pending === null) return false;
  return pending.due === undefined || now === undefined || timeLeft(pending.due, now) <= 0;
}

/**
 * The item marked to be judged again when it is due. What it has pending already is marked as new, so that whoever is
 * clearing it, and judged before the change, looks again. Undefined: it waits, and nobody can be clearing that yet.
 */
export function deferred(
  item: Item,
  { due, origin: asked }: { readonly due: string; readonly origin?: Origin | undefined },
  now: Date,
): Item | undefined {
  const { pending } = item;
  const origin = louder(pending?.origin, asked);
  const isWaiting = pending?.due !== undefined && timeLeft(pending.due, now) > CLOCK_MARGIN_MS;
  if (isWaiting && origin === pending.origin) return undefined;
  const version = item.version + 1;
  const waits = pending === null || pending.due !== undefined;
  const marked: Pending = waits ? { spread: false, ...pending, version, due } : { ...pending, version };
  return { ...item, version, pending: origin === undefined ? marked : { ...marked, origin } };
}
