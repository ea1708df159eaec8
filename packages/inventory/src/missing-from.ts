import type { History, JudgedItem } from '@podguard/core';
import { isTied, lacks, standingOf } from './standing.ts';

const MOST = 10;

/**
 * The keys of what a read could tell more of: what is tied, and where a judgement could not be reached for want of knowledge all
 * that is not known whole; those first that it names as missing, then the resource itself. `mayAsk` leaves out what no reader
 * reads, and what was asked already.
 */
export function missingFrom(
  { item, histories }: JudgedItem,
  mayAsk: (key: string) => boolean,
): readonly string[] {
  const undecided = item.undecided.filter(({ undecidable }) => undecidable !== true);
  const isWanted = undecided.length > 0 ? isLacking : isOpen;
  const named = undecided.flatMap(({ missing }) => missing);
  const around = [...histories].filter(([key, history]) => key !== item.key && isWanted(history));
  const wanted = [...(isWanted(item) ? [item.key] : []), ...around.map(([key]) => key)].filter(mayAsk);
  const placeOf = (key: string) => {
    if (named.some((text) => text.includes(key))) return 0;
    return key === item.key ? 1 : 2;
  };
  return wanted.sort((a, b) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1)).slice(0, MOST);
}

function isLacking(history: History | null): boolean {
  const standing = history === null ? undefined : standingOf(history);
  return standing === undefined || lacks(standing);
}

function isOpen(history: History | null): boolean {
  const standing = history === null ? undefined : standingOf(history);
  return standing !== undefined && isTied(standing);
}
