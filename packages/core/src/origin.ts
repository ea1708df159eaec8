import { type Cause, type Change, isRead } from './change.ts';
import type { History, Item, Origin } from './item.ts';

/** So late a record may come by itself: one that young may not have been told of to all that it concerns. */
const YOUNG_MS = 15 * 60_000;

/** A read of the account is due to whatever asked for it. */
export function originOf({ cause }: Pick<Change, 'cause'>): Origin | undefined {
  if (isRead(cause)) return undefined;
  return cause.replayed === true ? 'replayed' : 'live';
}

/** What came by itself is never told later because of what was sent again. */
export function louder(a: Origin | undefined, b: Origin | undefined): Origin | undefined {
  return a === 'live' || b === 'live' ? 'live' : (a ?? b);
}

/** Whether others that were read hold a live record that may not have been judged with yet by all that it concerns. */
export function isLiveAround(others: Iterable<History | null>, now: Date | undefined): boolean {
  for (const other of others) {
    if (other === null) continue;
    if ('pending' in other && (other as Item).pending?.origin === 'live') return true;
    if (now !== undefined && other.log.some(({ cause }) => isYoung(cause, now))) return true;
  }
  return false;
}

function isYoung(cause: Cause, now: Date): boolean {
  return originOf({ cause }) === 'live' && now.getTime() - Date.parse(cause.at) < YOUNG_MS;
}
