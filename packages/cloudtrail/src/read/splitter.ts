import { CLOSE_LIST, CLOSE_OBJECT, NEWLINE, OPEN_LIST, OPEN_OBJECT, QUOTE } from './ascii.ts';
import { firstKey, lastSignificant, opensRecordList } from './look-back.ts';
import type { SearchHints } from './may-matter.ts';
import { createObjectReader } from './object-reader.ts';
import {
  countLines,
  ENDS_SCALAR,
  findObject,
  IGNORED,
  IN_LINE,
  IN_TEXT,
  isBracket,
  skipWhile,
} from './scan.ts';
import type { Loss, SplitterSink } from './sink.ts';
import { createStructuralIndex, DATA } from './structural-index.ts';

export interface Splitter {
  push(chunk: Uint8Array): void;
  /** The input is over: names what it cut off. The splitter is then ready for another input. */
  end(): void;
  /** The most bytes it ever held at once. */
  readonly peakBuffered: number;
}

export interface SplitterOptions {
  /** A longer value is skipped and named; at least 1024, 8 MiB by default. */
  readonly maxBytes?: number;
}

type Mode = 'between' | 'object' | 'text' | 'scalar' | 'junk' | 'seek-line' | 'seek-key';

const MAX_BYTES = 8 * 1024 * 1024;
/** A processor's cache holds it from the copy to the last look. */
const PIECE = 64 * 1024;
const MAX_LISTS = 16;
const LONGEST_SCALAR = 32;
const AWS_FIRST_KEY = new TextEncoder().encode('"eventVersion"');

/**
 * Finds the values in chunks of any size that may be CloudTrail records: alone, in a row, line by line, in lists, and in the lists
 * `Records` and `Events` of an object, told apart by content. It checks brackets and line breaks, not all of JSON's grammar. What is
 * broken is named, and reading goes on at the next line that begins a value or, in a list, at the next object with the same first key.
 */
export function createSplitter(sink: SplitterSink, options: SplitterOptions = {}): Splitter {
  const maxBytes = Math.max(options.maxBytes ?? MAX_BYTES, 1024);
  const index = createStructuralIndex();
  const objects = createObjectReader(index);
  let bytes = index.reserve(PIECE);
  let peakBuffered = 0;
  let end = DATA;
  let pos = DATA;
  let mode: Mode = 'between';
  let line = 1;
  /** One for each list around the current position: whether it is an object's `Records` or `Events`. */
  let lists: boolean[] = [];

  // The value being read.
  let start = DATA;
  let startLine = 1;
  /** What follows the list in an object that holds one: read for another list, but no record. */
  let isRest = false;
  /** Too large and named so: of the bytes gone only these two are still known. */
  let skipping = false;
  let byteBefore = 0;
  let significantBefore = 0;

  // Finding the way again.
  let key: Uint8Array = AWS_FIRST_KEY;
  let seeksText = false;
  let junkNamed = false;

  /** Each reads on; false when it needs more bytes. */
  const read: { readonly [mode in Mode]: () => boolean } = {
    between: readBetween,
    object: readObject,
    text: readText,
    scalar: readScalar,
    junk: readJunk,
    'seek-line': seekLine,
    'seek-key': seekKey,
  };

  return {
    push(chunk) {
      for (let from = 0; from < chunk.length; from += PIECE) {
        append(chunk.length <= PIECE ? chunk : chunk.subarray(from, from + PIECE));
        while (pos < end && read[mode]());
      }
    },
    end() {
      finish();
      [pos, end, mode, line, lists, junkNamed, skipping] = [DATA, DATA, 'between', 1, [], false, false];
      objects.loseStep();
    },
    get peakBuffered() {
      return peakBuffered;
    },
  };

  function append(piece: Uint8Array): void {
    const holding = mode === 'object' || mode === 'text' || mode === 'scalar';
    if (holding && !skipping && end - start > maxBytes) startSkipping();
    const keep = holding && !skipping ? start : pos;
    if (skipping) {
      byteBefore = bytes[keep - 1]!;
      significantBefore = lastSignificant(bytes, keep, DATA) ?? significantBefore;
    }
    if (keep > DATA) {
      bytes.copyWithin(DATA, keep, end);
      const by = keep - DATA;
      [start, pos, end] = [start - by, pos - by, end - by];
      objects.shift(by);
    }
    bytes = index.reserve(end - DATA + piece.length);
    bytes.set(piece, end);
    end += piece.length;
    peakBuffered = Math.max(peakBuffered, end - DATA);
  }

  function readBetween(): boolean {
    for (; ; pos++) {
      pos = skipWhile(IGNORED, bytes, pos, end);
      if (pos === end) return false;
      const byte = bytes[pos]!;
      if (byte === NEWLINE) line++;
      else if (byte === OPEN_OBJECT) return begin('object', pos + 1);
      else if (byte === QUOTE) return begin('text', pos + 1);
      else if (byte !== OPEN_LIST) return lists.length > 0 ? endList(byte) : beginJunk();
      else if (lists.length === MAX_LISTS) return breakList(`lists nested deeper than ${MAX_LISTS} levels`);
      else lists.push(false);
    }
  }

  function begin(what: 'object' | 'text' | 'scalar', from: number): boolean {
    mode = what;
    start = pos;
    startLine = line;
    pos = from;
    isRest = false;
    junkNamed = false;
    if (what === 'object') objects.begin(start, from);
    return true;
  }

  function endList(byte: number): boolean {
    if (byte === CLOSE_OBJECT) return breakList('a list that ends with }');
    if (byte !== CLOSE_LIST) {
      objects.loseStep();
      return begin('scalar', pos);
    }
    pos++;
    if (lists.pop() !== true) return true;
    begin('object', pos);
    isRest = true;
    significantBefore = CLOSE_LIST;
    return true;
  }

  function readObject(): boolean {
    const step = objects.read(bytes, end, skipping ? DATA : start, significantBefore);
    line += objects.takeLines();
    if (step === 'closed') return complete(objects.at + 1, isRest ? undefined : objects.hints());
    if (step === 'list') {
      if (isRecordList(objects.at)) {
        lists.push(true);
        sink.list?.();
        mode = 'between';
        pos = objects.at + 1;
      }
      return true;
    }
    if (step !== 'more') return breakOff(objects.at, step.reason);
    pos = end;
    return false;
  }

  function isRecordList(at: number): boolean {
    return !skipping && at - start <= maxBytes && lists.at(-1) !== true && opensRecordList(bytes, at, start);
  }

  function readText(): boolean {
    for (;;) {
      pos = skipWhile(IN_TEXT, bytes, pos, end);
      if (pos === end) return false;
      if (bytes[pos] === QUOTE) return complete(pos + 1);
      if (bytes[pos] === NEWLINE) return breakOff(pos, 'a line ends inside a string');
      if (pos + 1 === end) return false;
      pos += bytes[pos + 1] === NEWLINE ? 1 : 2;
    }
  }

  function readScalar(): boolean {
    for (; pos < end; pos++) {
      if (pos > start && ENDS_SCALAR[bytes[pos]!] === 1) return complete(pos);
      if (pos - start === LONGEST_SCALAR) return breakOff(pos, 'neither an object nor any other value');
    }
    return false;
  }

  function complete(to: number, hints?: SearchHints): boolean {
    pos = to;
    mode = 'between';
    if (!skipping && !isRest) {
      if (to - start > maxBytes) loseLarge();
      else sink.value(bytes, start, to, startLine, hints);
    }
    skipping = false;
    return true;
  }

  function startSkipping(): void {
    if (!isRest) loseLarge();
    key = firstKey(bytes, start, end) ?? AWS_FIRST_KEY;
    skipping = true;
  }

  function breakOff(at: number, reason: string): boolean {
    if (!skipping) key = firstKey(bytes, start, at) ?? AWS_FIRST_KEY;
    if (isRest || (!skipping && at - start <= maxBytes)) lose('broken', `broken JSON: ${reason}`, startLine);
    else if (!skipping) loseLarge();
    byteBefore = skipping && at === DATA ? byteBefore : bytes[at - 1]!;
    seeksText = mode === 'text';
    pos = at;
    seek();
    return true;
  }

  function breakList(reason: string): boolean {
    lose('broken', `broken JSON: ${reason}`, line);
    key = AWS_FIRST_KEY;
    seek();
    return true;
  }

  function seek(): void {
    mode = lists.length > 0 ? 'seek-key' : 'seek-line';
    skipping = false;
    objects.loseStep();
  }

  /** Broken outside of any list: a line that begins with a bracket, not indented, is no part of what was broken. */
  function seekLine(): boolean {
    while (pos < end) {
      if (byteBefore === NEWLINE && (isBracket(bytes[pos]!) || (seeksText && bytes[pos] === QUOTE))) {
        mode = 'between';
        return true;
      }
      byteBefore = 0;
      pos = skipWhile(IN_LINE, bytes, pos, end);
      if (pos === end) break;
      byteBefore = NEWLINE;
      line++;
      pos++;
    }
    return false;
  }

  function seekKey(): boolean {
    const { found, at } = findObject(bytes, pos, end, key);
    line += countLines(bytes, pos, at);
    pos = at;
    if (found) mode = 'between';
    return found;
  }

  function beginJunk(): boolean {
    if (!junkNamed) lose('not-json', 'this is not JSON', line);
    mode = 'junk';
    junkNamed = true;
    objects.loseStep();
    return true;
  }

  function readJunk(): boolean {
    pos = skipWhile(IN_LINE, bytes, pos, end);
    if (pos < end) mode = 'between';
    return pos < end;
  }

  function finish(): void {
    if (mode === 'between') {
      if (lists.length > 0) lose('cut-off', 'the input ends inside a list of records', line);
      return;
    }
    if (mode !== 'object' && mode !== 'text' && mode !== 'scalar') return;
    if (isRest) lose('cut-off', 'the input ends before the object that holds the records does', startLine);
    else if (skipping) return;
    else if (end - start > maxBytes) loseLarge();
    else lose('cut-off', 'the input ends inside this record', startLine);
  }

  function loseLarge(): void {
    lose('too-large', `a record larger than ${maxBytes / 1024 ** 2} MiB`, startLine);
  }

  function lose(code: Loss['code'], reason: string, at: number): void {
    sink.lost({ line: at, code, reason });
  }
}
