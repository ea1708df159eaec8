import type { ReadResult } from './record.ts';
import { toRecord } from './to-record.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Parses the bytes of one JSON value, as the splitter finds them, into what `toRecord` makes of it. Never throws. */
export function readValue(bytes: Uint8Array): ReadResult {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return { kind: 'unreadable', reason: 'the record is not valid UTF-8' };
    throw error;
  }
  try {
    return toRecord(JSON.parse(text));
  } catch (error) {
    // The engine's own message quotes the input.
    if (error instanceof SyntaxError) return { kind: 'unreadable', reason: 'the record is not valid JSON' };
    throw error;
  }
}
