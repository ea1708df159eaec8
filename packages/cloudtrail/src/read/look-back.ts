import { BACKSLASH, COLON, QUOTE, SPACE } from './ascii.ts';

/** Longer than `Records` with each of its letters escaped. */
const LONGEST_KEY = 7 * '\\u0052'.length;
const LISTS = new Set(['Records', 'Events']);

/** The last byte in [floor, at) that is no white space, or undefined. */
export function lastSignificant(bytes: Uint8Array, at: number, floor: number): number | undefined {
  for (let i = at - 1; i >= floor; i--) if (SPACE[bytes[i]!] === 0) return bytes[i];
  return undefined;
}

/** Whether the bracket at `at` opens the value of a key `Records` or `Events`, however the key is escaped. */
export function opensRecordList(bytes: Uint8Array, at: number, floor: number): boolean {
  const colon = backOverSpaces(bytes, at - 1, floor);
  if (bytes[colon] !== COLON) return false;
  const close = backOverSpaces(bytes, colon - 1, floor);
  if (bytes[close] !== QUOTE) return false;
  for (let open = close - 1; open >= floor && close - open <= LONGEST_KEY + 1; open--) {
    if (bytes[open] === QUOTE && bytes[open - 1] !== BACKSLASH)
      return LISTS.has(keyText(bytes.subarray(open, close + 1)));
  }
  return false;
}

/** The first key of the object at `start` with its quotes, undefined where it is not whole or longer than any of AWS's. */
export function firstKey(bytes: Uint8Array, start: number, end: number): Uint8Array | undefined {
  let open = start + 1;
  const limit = Math.min(end, start + 128);
  while (open < limit && SPACE[bytes[open]!] === 1) open++;
  if (bytes[open] !== QUOTE) return undefined;
  const close = bytes.subarray(0, limit).indexOf(QUOTE, open + 1);
  return close === -1 ? undefined : bytes.slice(open, close + 1);
}

/** Whether `key` is the first key of the object at `start`; 'open' where the bytes end before that is known. */
export function hasFirstKey(
  bytes: Uint8Array,
  start: number,
  end: number,
  key: Uint8Array,
): boolean | 'open' {
  let at = start + 1;
  while (at < end && at - start <= 128 && SPACE[bytes[at]!] === 1) at++;
  for (let i = 0; i < key.length; i++) {
    if (at + i >= end) return 'open';
    if (bytes[at + i] !== key[i]) return false;
  }
  return true;
}

function backOverSpaces(bytes: Uint8Array, from: number, floor: number): number {
  let at = from;
  while (at >= floor && SPACE[bytes[at]!] === 1) at--;
  return at;
}

function keyText(quoted: Uint8Array): string {
  const text = String.fromCharCode(...quoted);
  if (!text.includes('\\')) return text.slice(1, -1);
  try {
    return JSON.parse(text) as string;
  } catch {
    return '';
  }
}
