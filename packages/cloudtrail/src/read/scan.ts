import {
  BACKSLASH,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COMMA,
  NEWLINE,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
  tableOf,
} from './ascii.ts';
import { hasFirstKey } from './look-back.ts';

/** Between values: white space, commas and byte order marks. */
export const IGNORED = tableOf([0x20, 0x09, 0x0d, COMMA, 0xef, 0xbb, 0xbf]);
const BRACKETS = [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT];
export const ENDS_SCALAR = tableOf([0x20, 0x09, 0x0d, COMMA, NEWLINE, QUOTE, ...BRACKETS]);
export const IN_TEXT = tableExcept([QUOTE, BACKSLASH, NEWLINE]);
export const IN_LINE = tableExcept([NEWLINE]);
const NO_OBJECT = tableExcept([OPEN_OBJECT]);

/** The first position from `from` on whose byte the table does not hold, at most `end`. */
export function skipWhile(table: Uint8Array, bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && table[bytes[at]!] === 1) at++;
  return at;
}

export function countLines(bytes: Uint8Array, from: number, end: number): number {
  let lines = 0;
  for (let at = skipWhile(IN_LINE, bytes, from, end); at < end; at = skipWhile(IN_LINE, bytes, at + 1, end))
    lines++;
  return lines;
}

/** Whether it opens an object or a list. */
export function isBracket(byte: number): boolean {
  return byte === OPEN_OBJECT || byte === OPEN_LIST;
}

/** The next object with this first key; where the bytes end before that is known, `found` is false and `at` the place to go on. */
export function findObject(
  bytes: Uint8Array,
  from: number,
  end: number,
  key: Uint8Array,
): { found: boolean; at: number } {
  let at = skipWhile(NO_OBJECT, bytes, from, end);
  while (at < end) {
    const found = hasFirstKey(bytes, at, end, key);
    if (found !== false) return { found: found === true, at };
    at = skipWhile(NO_OBJECT, bytes, at + 1, end);
  }
  return { found: false, at };
}

function tableExcept(bytes: readonly number[]): Uint8Array {
  return tableOf(bytes).map((one) => 1 - one);
}
