import type { Item, Pending } from './item.ts';

/** Whether it is judged with something else than when people last heard of it, and the events that came since. */
export function recastOf(
  previous: Item | undefined,
  judgedWith: string,
  eventId: string | null,
): Pick<Pending, 'recast'> {
  const before = previous?.pending?.recast;
  const cause = previous === undefined ? undefined : recastCause(previous.judgedWith, judgedWith);
  if (before === undefined && cause === undefined) return {};
  const events = [...(before?.events ?? []), ...(eventId === null ? [] : [eventId])];
  return { recast: { cause: cause ?? before?.cause ?? 'catalogue', events } };
}

/** The two parts of `judgedWith`, before and after a dot, are the catalogue's and the configuration's. */
function recastCause(before: string, after: string): 'catalogue' | 'configuration' | undefined {
  if (before === after) return undefined;
  return before.split('.')[0] === after.split('.')[0] ? 'configuration' : 'catalogue';
}
