import * as w from './wasm.ts';

/**
 * Finds what decides where a JSON value ends, 64 bytes a step: brackets outside strings and line breaks; and, for
 * `mayMatter`, the `u` of `\u` escapes and each N inside a string. Inflating gives about 2 GB/s and a loop over bytes in JavaScript reads 0.9; this reads 7.
 */
export interface StructuralIndex {
  /** Room for `size` bytes from DATA on; the bytes already there are kept. Returns the (new) view of the memory. */
  reserve(size: number): Uint8Array<ArrayBuffer>;
  /** Indexes bytes [from, to), at most WINDOW of them, and returns how many marks it wrote to `marks`. */
  run(from: number, to: number): number;
  /** Each is `position << 1 | 1 if inside a string`. Taken anew after `reserve`. */
  readonly marks: Int32Array;
  /** The next byte run over is outside of any string. */
  reset(): void;
}

export const WINDOW = 16_384;
/** The state word and the marks of a window of nothing but brackets lie below; one block more may be read past the data. */
export const DATA = 131_072;
const MARKS = 64;
const PAGE = 65_536;

const BLOCK = 64;
const [PTR, LENGTH, OUT] = [0, 1, 2];
const [END, FIRST, REST, STATE] = [3, 4, 5, 6];
const [QUOTE, BACKSLASH, BRACKET, NEWLINE, LETTER_U] = [7, 8, 9, 10, 11];
const [ESCAPED, INSIDE, CARRY_INSIDE, CARRY_ESCAPE, AFTER_BACKSLASH] = [12, 13, 14, 15, 16];
const [LAST, PENDING, LOW, CAPITAL, VECTOR] = [17, 18, 19, 20, 21];
const LOCALS: readonly number[] = [...Array(4).fill(w.I32), ...Array(14).fill(w.I64), w.V128];
const MASKS = [QUOTE, BACKSLASH, BRACKET, NEWLINE, LETTER_U, CAPITAL];

let compiled: object | undefined;

export function createStructuralIndex(): StructuralIndex {
  compiled ??= w.compile(LOCALS, program(), 4);
  const { run, memory } = w.instantiate(compiled);
  let bytes = new Uint8Array(memory.buffer);
  let words = new Int32Array(memory.buffer);
  let marks = words.subarray(MARKS / 4);
  return {
    reserve(size) {
      const missing = DATA + size + BLOCK - bytes.length;
      if (missing > 0) {
        memory.grow(Math.ceil(missing / PAGE));
        bytes = new Uint8Array(memory.buffer);
        words = new Int32Array(memory.buffer);
        marks = words.subarray(MARKS / 4);
      }
      return bytes;
    },
    run: (from, to) => run(from, to - from, MARKS),
    get marks() {
      return marks;
    },
    reset() {
      words[0] = 0;
    },
  };
}

/** After simdjson's first stage: strings are found by the running parity of the quotes that no backslash escapes. */
function program(): w.Code {
  const g = w.get;
  return [
    ...w.set(STATE, w.i32Load(w.i32(0))),
    ...w.set(CARRY_INSIDE, w.i64Sub(w.i64(0), w.extend(w.i32And(g(STATE), w.i32(1))))),
    ...w.set(CARRY_ESCAPE, w.extend(w.i32And(w.i32ShrU(g(STATE), w.i32(1)), w.i32(1)))),
    ...w.set(AFTER_BACKSLASH, w.extend(w.i32ShrU(g(STATE), w.i32(2)))),
    ...w.set(FIRST, g(OUT)),
    ...w.set(END, w.i32Add(g(PTR), g(LENGTH))),
    ...w.whileNot(
      w.i32GeU(g(PTR), g(END)),
      ...MASKS.map((mask) => w.set(mask, w.i64(0))),
      ...[0, 16, 32, 48].flatMap(loadMasks),
      cutToLength(),
      dropEscapedQuotes(),
      w.set(LETTER_U, w.i64And(g(LETTER_U), w.i64Or(w.i64Shl(g(BACKSLASH), w.i64(1)), g(AFTER_BACKSLASH)))),
      w.set(AFTER_BACKSLASH, w.extend(w.i64Ne(w.i64And(g(BACKSLASH), g(LAST)), w.i64(0)))),
      w.set(INSIDE, g(QUOTE)),
      ...[1, 2, 4, 8, 16, 32].map((by) => w.set(INSIDE, w.i64Xor(g(INSIDE), w.i64Shl(g(INSIDE), w.i64(by))))),
      w.set(INSIDE, w.i64Xor(g(INSIDE), g(CARRY_INSIDE))),
      w.set(CARRY_INSIDE, w.i64ShrS(g(INSIDE), w.i64(63))),
      writeMarks(),
      w.set(PTR, w.i32Add(g(PTR), w.i32(BLOCK))),
    ),
    ...w.i32Store(
      w.i32(0),
      w.i32Or(
        w.wrap(w.i64And(g(CARRY_INSIDE), w.i64(1))),
        w.i32Or(w.i32Shl(w.wrap(g(CARRY_ESCAPE)), w.i32(1)), w.i32Shl(w.wrap(g(AFTER_BACKSLASH)), w.i32(2))),
      ),
    ),
    ...w.i32ShrU(w.i32Sub(g(OUT), g(FIRST)), w.i32(2)),
  ];
}

function loadMasks(offset: number): readonly w.Code[] {
  const v = w.get(VECTOR);
  // The bit 0x20 makes `[` a `{` and `]` a `}`, and nothing else either of them.
  const folded = w.bytesOr(v, w.splat(0x20));
  const add = (mask: number, found: w.Code) =>
    w.set(mask, w.i64Or(w.get(mask), w.i64Shl(w.extend(w.bitmask(found)), w.i64(offset))));
  return [
    w.set(VECTOR, w.load16(w.get(PTR), offset)),
    add(QUOTE, w.bytesEqual(v, 0x22)),
    add(BACKSLASH, w.bytesEqual(v, 0x5c)),
    add(BRACKET, w.bytesOr(w.bytesEqual(folded, 0x7b), w.bytesEqual(folded, 0x7d))),
    add(NEWLINE, w.bytesEqual(v, 0x0a)),
    add(LETTER_U, w.bytesEqual(v, 0x75)),
    add(CAPITAL, w.bytesEqual(v, 0x4e)),
  ];
}

/** LAST becomes the bit of the block's last byte; what lies after the data is masked away. */
function cutToLength(): w.Code {
  const g = w.get;
  const rest = w.extend(g(REST));
  return [
    ...w.set(LAST, w.i64Shl(w.i64(1), w.i64(63))),
    ...w.set(REST, w.i32Sub(g(END), g(PTR))),
    ...w.when(
      w.i32LtU(g(REST), w.i32(BLOCK)),
      w.set(LAST, w.i64Shl(w.i64(1), w.i64Sub(rest, w.i64(1)))),
      ...MASKS.map((mask) => w.set(mask, w.i64And(g(mask), w.i64Sub(w.i64Shl(w.i64(1), rest), w.i64(1))))),
    ),
  ];
}

/** Of a run of backslashes every other one escapes what follows it. */
function dropEscapedQuotes(): w.Code {
  const g = w.get;
  const not = (value: w.Code) => w.i64Xor(value, w.i64(-1));
  return w.when(
    w.i64Ne(w.i64Or(g(BACKSLASH), g(CARRY_ESCAPE)), w.i64(0)),
    w.set(ESCAPED, g(CARRY_ESCAPE)),
    w.set(CARRY_ESCAPE, w.i64(0)),
    w.set(PENDING, w.i64And(g(BACKSLASH), not(g(ESCAPED)))),
    w.whileNot(
      w.i64Eqz(g(PENDING)),
      w.set(LOW, w.i64And(g(PENDING), w.i64Sub(w.i64(0), g(PENDING)))),
      w.set(ESCAPED, w.i64Or(g(ESCAPED), w.i64Shl(g(LOW), w.i64(1)))),
      w.set(CARRY_ESCAPE, w.extend(w.i64Ne(w.i64And(g(LOW), g(LAST)), w.i64(0)))),
      w.set(PENDING, w.i64And(g(PENDING), not(w.i64Or(g(LOW), w.i64Shl(g(LOW), w.i64(1)))))),
    ),
    w.set(QUOTE, w.i64And(g(QUOTE), not(g(ESCAPED)))),
  );
}

function writeMarks(): w.Code {
  const g = w.get;
  const outside = w.i64And(g(BRACKET), w.i64Xor(g(INSIDE), w.i64(-1)));
  const capital = w.i64And(g(CAPITAL), g(INSIDE));
  const inside = w.wrap(w.i64And(w.i64ShrU(g(INSIDE), w.i64Ctz(g(PENDING))), w.i64(1)));
  return [
    ...w.set(PENDING, w.i64Or(w.i64Or(outside, capital), w.i64Or(g(NEWLINE), g(LETTER_U)))),
    ...w.whileNot(
      w.i64Eqz(g(PENDING)),
      w.i32Store(g(OUT), w.i32Or(w.i32Shl(w.i32Add(g(PTR), w.wrap(w.i64Ctz(g(PENDING)))), w.i32(1)), inside)),
      w.set(OUT, w.i32Add(g(OUT), w.i32(4))),
      w.set(PENDING, w.i64And(g(PENDING), w.i64Sub(g(PENDING), w.i64(1)))),
    ),
  ];
}
