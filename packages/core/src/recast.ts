import type { Item, Life, Pending } from './item.ts';

type Judged = Pick<Item, 'judgedWith' | 'log' | 'lives' | 'past' | 'carried'>;

/** Whether it is judged with something else than when people last heard of it, and the events that came since and still say something. */
export function recastOf(
  previous: Item | undefined,
  judged: Judged,
  eventId: string | null,
): Pick<Pending, 'recast'> {
  const before = previous?.pending?.recast;
  const cause = previous === undefined ? undefined : recastCause(previous.judgedWith, judged.judgedWith);
  if (before === undefined && cause === undefined) return {};
  const known = eventsOf(judged);
  const events = [...(before?.events ?? []), ...(eventId === null ? [] : [eventId])];
  return {
    recast: {
      cause: cause ?? before?.cause ?? 'catalogue',
      events: events.filter((event) => known.has(event)),
    },
  };
}

/** Those that a turn is due to, or may be when it is judged again: an item that nobody tells does not grow with the others. */
function eventsOf({ log, lives, past, carried }: Judged): ReadonlySet<string> {
  const turns = [...lives, ...past, ...carried].flatMap(turnsOf);
  return new Set([...log.map(({ stamp }) => stamp.eventId), ...turns.map(({ cause }) => cause.eventId)]);
}

function turnsOf({ opened, changes, resolved }: Life): readonly Life['opened'][] {
  return [opened, ...changes, ...(resolved === null ? [] : [resolved])];
}

/** The two parts of `judgedWith`, before and after a dot, are the catalogue's and the configuration's. */
function recastCause(before: string, after: string): 'catalogue' | 'configuration' | undefined {
  if (before === after) return undefined;
  return before.split('.')[0] === after.split('.')[0] ? 'configuration' : 'catalogue';
}
