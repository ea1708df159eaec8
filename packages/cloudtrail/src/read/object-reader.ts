import { CAPITAL_N, COLON, COMMA, LETTER_T, LETTER_U, NEWLINE, OPEN_LIST, OPEN_OBJECT } from './ascii.ts';
import { lastSignificant } from './look-back.ts';
import type { SearchHints } from './may-matter.ts';
import { DATA, type StructuralIndex, WINDOW } from './structural-index.ts';

/** `more` bytes are needed, the object is `closed`, a `list` opens directly in it, or else why it is broken. */
type ObjectStep = 'more' | 'closed' | 'list' | { readonly reason: string };

export interface ObjectReader {
  /** An object's first byte is at `first`; at `from` we are inside of it. */
  begin(first: number, from: number): void;
  /** Reads to the next thing to tell. To look back for what precedes a bracket, `before` stands for what precedes `floor`. */
  read(bytes: Uint8Array, end: number, floor: number, before: number): ObjectStep;
  /** The bytes move so much nearer to the front. */
  shift(by: number): void;
  /** The index may disagree about what is inside a string: begin anew with the next object. */
  loseStep(): void;
  /** Where what `read` tells is. */
  readonly at: number;
  /** How many lines ended in the object since the last call. */
  takeLines(): number;
  /** What was seen in the object; undefined where that was too much to note. Valid until the next one begins. */
  hints(): SearchHints | undefined;
}

const MAX_DEPTH = 250;
const MAX_CAPITALS = 64;

const MISSING = { reason: 'a comma, a colon or a bracket is missing' };
const MISMATCH = { reason: 'its brackets do not match' };
const LINE_END = { reason: 'a line ends inside a string' };
const TOO_DEEP = { reason: `nested deeper than ${MAX_DEPTH} levels` };

/** Follows the brackets of one object after the other through the marks of the structural index. */
export function createObjectReader(index: StructuralIndex): ObjectReader {
  const kinds = new Uint8Array(MAX_DEPTH + 1);
  const hints = { escaped: false, capitals: new Int32Array(MAX_CAPITALS), count: 0 };
  let depth = 0;
  let first = DATA;
  let from = DATA;
  let at = DATA;
  let lines = 0;
  // The marks of the window that ends at `indexed`.
  let mark = 0;
  let marks = 0;
  let indexed = DATA;
  let inStep = true;

  return {
    begin(newFirst, newFrom) {
      first = newFirst;
      from = newFrom;
      depth = 1;
      kinds[1] = OPEN_OBJECT;
      hints.escaped = false;
      hints.count = 0;
      if (inStep && first < indexed) return;
      index.reset();
      indexed = first;
      mark = 0;
      marks = 0;
      inStep = true;
    },
    read,
    shift(by) {
      first -= by;
      from -= by;
      indexed -= by;
      mark = 0;
      marks = 0;
    },
    loseStep() {
      inStep = false;
    },
    get at() {
      return at;
    },
    takeLines() {
      const taken = lines;
      lines = 0;
      return taken;
    },
    hints: () => (hints.count <= MAX_CAPITALS ? hints : undefined),
  };

  function read(bytes: Uint8Array, end: number, floor: number, before: number): ObjectStep {
    for (;;) {
      const entries = index.marks;
      while (mark < marks) {
        const entry = entries[mark++]!;
        at = entry >>> 1;
        if (at < from) continue;
        const byte = bytes[at]!;
        if ((entry & 1) === 1) {
          if (byte === CAPITAL_N) noteCapital(bytes);
          else if (byte === LETTER_U) hints.escaped = true;
          else return LINE_END;
        } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
          const previous = lastSignificant(bytes, at, floor) ?? before;
          const isPlaced =
            kinds[depth] === OPEN_OBJECT ? previous === COLON : previous === COMMA || previous === OPEN_LIST;
          if (!isPlaced) return MISSING;
          if (depth === MAX_DEPTH) return TOO_DEEP;
          kinds[++depth] = byte;
          if (depth === 2 && byte === OPEN_LIST) return 'list';
        } else if (byte === NEWLINE) lines++;
        else if (byte !== LETTER_U) {
          // In ASCII a closing bracket is its opening one plus 2.
          if (kinds[depth] !== byte - 2) return MISMATCH;
          if (--depth === 0) return 'closed';
        }
      }
      if (indexed >= end) return 'more';
      const to = Math.min(indexed + WINDOW, end);
      marks = index.run(indexed, to);
      mark = 0;
      indexed = to;
    }
  }

  function noteCapital(bytes: Uint8Array): void {
    if (bytes[at - 1] !== LETTER_T) return;
    if (hints.count < MAX_CAPITALS) hints.capitals[hints.count] = at - first;
    hints.count++;
  }
}
