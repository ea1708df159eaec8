import { type History, type JudgedItem, KINDS, type Resource, type SetState } from '@podguard/core';
import { standingOf } from './standing.ts';
import { UNTOLD } from './untold.ts';

const MOST = 10;

/**
 * The keys of what a read could tell more of, where a judgement could not be reached for want of it: those first that it names as
 * missing, then the resource itself. `canRead` leaves out what no reader reads.
 */
export function missingFrom(
  { item, histories }: JudgedItem,
  canRead: (key: string) => boolean,
): readonly string[] {
  const undecided = item.undecided.filter(({ undecidable }) => undecidable !== true);
  if (undecided.length === 0) return [];
  const named = undecided.flatMap(({ missing }) => missing);
  const around = [...histories].filter(([key, history]) => key !== item.key && lacks(history));
  const lacking = [...(lacks(item) ? [item.key] : []), ...around.map(([key]) => key)].filter(canRead);
  const placeOf = (key: string) => {
    if (named.some((text) => text.includes(key))) return 0;
    return key === item.key ? 1 : 2;
  };
  return lacking.sort((a, b) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1)).slice(0, MOST);
}

/** Whether more can be known: nothing is, something of it is not, or two values are tied. */
function lacks(history: History | null): boolean {
  const standing = history === null ? undefined : standingOf(history);
  if (standing === undefined) return true;
  const { presence, views } = standing;
  const [view] = views;
  return presence.present && (views.length !== 1 || view === undefined || hasGaps(view));
}

function hasGaps({ kind, state, sets }: Resource): boolean {
  const untold = UNTOLD[kind] ?? {};
  const values = state as Readonly<Record<string, unknown>>;
  const incomplete = (Object.values(sets) as SetState[]).some(({ complete }) => !complete);
  return incomplete || KINDS[kind].fields.some((name) => values[name] === undefined && !(name in untold));
}
