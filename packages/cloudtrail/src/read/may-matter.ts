import { BACKSLASH, CAPITAL_N, COLON, LETTER_U, QUOTE, SPACE } from './ascii.ts';

/** Event names prepared for `mayMatter`: their hashes, of which a collision only makes the filter more generous. */
export interface WantedNames {
  readonly hashes: ReadonlySet<number>;
}

export function wantedNames(names: Iterable<string>): WantedNames {
  const encoder = new TextEncoder();
  return { hashes: new Set([...names].map((name) => encoder.encode(name).reduce(mix, 0))) };
}

const KEY = new TextEncoder().encode('eventName');
/** The capital tells `eventName` from most other words. */
const CAPITAL_AT = KEY.indexOf(CAPITAL_N);

/** What a caller that has seen each byte already can spare `mayMatter`. */
export interface SearchHints {
  /** Whether there is an escape sequence at all that begins with `\u`. */
  readonly escaped: boolean;
  /** Where, counted from the start, an N follows a t inside a string: the first `count` of these. */
  readonly capitals: Int32Array;
  readonly count: number;
}

/**
 * False only if a full parse of bytes [start, end) is sure to give no record with a wanted event name; it errs only on the generous
 * side. A record passed over is not validated.
 */
export function mayMatter(
  bytes: Uint8Array,
  names: WantedNames,
  start = 0,
  end = bytes.length,
  hints: SearchHints = search(bytes.subarray(start, end)),
): boolean {
  if (hints.escaped && hidesLetters(bytes, start, end)) return true;
  let found = false;
  for (let i = 0; i < hints.count; i++) {
    const first = start + hints.capitals[i]! - CAPITAL_AT;
    if (first <= start || bytes[first - 1] !== QUOTE || !isKey(bytes, first)) continue;
    const name = nameAfter(bytes, first + KEY.length, end, names);
    if (name === 'wanted' || name === 'unclear') return true;
    if (name === 'unwanted') found = true;
  }
  return !found;
}

function search(bytes: Uint8Array): SearchHints {
  const capitals: number[] = [];
  for (let at = bytes.indexOf(CAPITAL_N); at !== -1; at = bytes.indexOf(CAPITAL_N, at + 1)) capitals.push(at);
  return { escaped: true, capitals: Int32Array.from(capitals), count: capitals.length };
}

function isKey(bytes: Uint8Array, first: number): boolean {
  for (let i = 0; i < KEY.length; i++) if (bytes[first + i] !== KEY[i]) return false;
  return true;
}

/** Reads `": "CreateRole"` and, inside the JSON text of a LookupEvents answer, `\": \"CreateRole\"`. */
function nameAfter(
  bytes: Uint8Array,
  from: number,
  end: number,
  names: WantedNames,
): 'wanted' | 'unwanted' | 'no-key' | 'unclear' {
  const nested = bytes[from] === BACKSLASH;
  let at = skip(bytes, from, end, nested);
  if (bytes[at] !== QUOTE || at >= end) return nested ? 'unclear' : 'no-key';
  at = skip(bytes, at + 1, end, nested);
  if (bytes[at] !== COLON || at >= end) return nested ? 'unclear' : 'no-key';
  at = skip(bytes, at + 1, end, nested);
  if (bytes[at] !== QUOTE || at >= end) return 'unclear';
  let hash = 0;
  for (at++; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE || (nested && byte === BACKSLASH))
      return names.hashes.has(hash) ? 'wanted' : 'unwanted';
    if (byte === BACKSLASH || byte < 0x20 || byte > 0x7e) return 'unclear';
    hash = mix(hash, byte);
  }
  return 'unclear';
}

function skip(bytes: Uint8Array, from: number, end: number, nested: boolean): number {
  let at = from;
  while (at < end && (SPACE[bytes[at]!] === 1 || (nested && bytes[at] === BACKSLASH))) at++;
  return at;
}

/** `\u0041` to `\u007a` can spell a key or a name and `\u0022` a quote; `\u003c`, `\u0026` and the like, which AWS does write, can not. */
function hidesLetters(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if (bytes[at] !== BACKSLASH || bytes[at + 1] !== LETTER_U) continue;
    const code = Number.parseInt(String.fromCharCode(...bytes.subarray(at + 2, Math.min(at + 6, end))), 16);
    const harmless = (code < 0x30 && code !== QUOTE) || (code > 0x39 && code < 0x41) || code > 0x7a;
    if (!harmless) return true;
  }
  return false;
}

function mix(hash: number, byte: number): number {
  return (Math.imul(hash, 31) + byte) | 0;
}
