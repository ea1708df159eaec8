import type { ReportedDifference } from './account-report.ts';
import { shortened } from './shortened.ts';
import { time } from './time.ts';

/** What differs: `httpTokens was "required", is "optional"`. */
export function differenceFieldWords({
  name,
  recorded,
  found,
}: ReportedDifference['fields'][number]): string {
  return `${name} was ${recorded ?? 'not there'}, is ${found ?? 'not there'}`;
}

const LEAD = 20;

/** The same, each value cut: of long ones that begin alike what they have in common is left out. */
export function shortFieldWords(
  { name, recorded, found }: ReportedDifference['fields'][number],
  longest: number,
): string {
  const alike = recorded === null || found === null ? 0 : alikeUntil(recorded, found);
  const from = Math.max(recorded?.length ?? 0, found?.length ?? 0) > longest ? Math.max(0, alike - LEAD) : 0;
  const cut = (value: string | null) =>
    value === null ? null : shortened(`${from > 0 ? '…' : ''}${value.slice(from).toWellFormed()}`, longest);
  return differenceFieldWords({ name, recorded: cut(recorded), found: cut(found) });
}

function alikeUntil(a: string, b: string): number {
  let index = 0;
  while (index < a.length && a[index] === b[index]) index += 1;
  return index;
}

/** Who did it, where the event history tells, or why nobody can be named. */
export function originWords({ origin, explanation, reason }: ReportedDifference): string {
  const words = reason?.replace(/\s+/g, ' ');
  const why = words === undefined ? '' : `: ${words}`;
  if (explanation !== null) {
    const { eventName, actor, at } = explanation;
    // What is not as it was approved may be told by an event that came.
    const missed = origin === 'missed' ? '; its event never came' : '';
    return `${eventName} by ${actor}, ${time(at)}${missed}${words === undefined ? '' : `; ${words}`}`;
  }
  switch (origin) {
    case 'missed':
      return `its event never came${why}`;
    case 'out-of-band':
      return `out of band: no record of it was found${why}`;
    case 'late':
      return `its event may still come${why}`;
    case 'not-asked':
      return `who did it is not known${why}`;
  }
}
