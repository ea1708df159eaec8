/** The few WebAssembly instructions that the structural index is written in, as functions that read like expressions. */
export type Code = readonly number[];

export const I32 = 0x7f;
export const I64 = 0x7e;
export const V128 = 0x7b;

export const get = (local: number): Code => [0x20, local];
export const set = (local: number, value: Code): Code => [...value, 0x21, local];
export const i32 = (value: number): Code => [0x41, ...signed(value)];
export const i64 = (value: number): Code => [0x42, ...signed(value)];
const binary =
  (opcode: number) =>
  (a: Code, b: Code): Code => [...a, ...b, opcode];
const unary =
  (opcode: number) =>
  (a: Code): Code => [...a, opcode];

export const i32Add = binary(0x6a);
export const i32Sub = binary(0x6b);
export const i32And = binary(0x71);
export const i32Or = binary(0x72);
export const i32Shl = binary(0x74);
export const i32ShrU = binary(0x76);
export const i32LtU = binary(0x49);
export const i32GeU = binary(0x4f);
export const i64Ne = binary(0x52);
export const i64Eqz = unary(0x50);
export const i64Ctz = unary(0x7a);
export const i64Sub = binary(0x7d);
export const i64And = binary(0x83);
export const i64Or = binary(0x84);
export const i64Xor = binary(0x85);
export const i64Shl = binary(0x86);
export const i64ShrS = binary(0x87);
export const i64ShrU = binary(0x88);
export const wrap = unary(0xa7);
export const extend = unary(0xad);
export const i32Load = (address: Code): Code => [...address, 0x28, 2, 0];
export const i32Store = (address: Code, value: Code): Code => [...address, ...value, 0x36, 2, 0];

/** 16 bytes at address + offset, unaligned. */
export const load16 = (address: Code, offset: number): Code => [
  ...address,
  0xfd,
  0x00,
  0,
  ...unsigned(offset),
];
export const bytesEqual = (a: Code, byte: number): Code => [...a, ...splat(byte), 0xfd, 0x23];
export const bytesOr = (a: Code, b: Code): Code => [...a, ...b, 0xfd, 0x50];
export const splat = (byte: number): Code => [...i32(byte), 0xfd, 0x0f];
/** One bit a byte, set where the byte is not 0. */
export const bitmask = (a: Code): Code => [...a, 0xfd, 0x64];

export const whileNot = (exit: Code, ...body: readonly Code[]): Code =>
  // block { loop { br_if 1 exit; body; br 0 } }
  [0x02, 0x40, 0x03, 0x40, ...exit, 0x0d, 1, ...body.flat(), 0x0c, 0, 0x0b, 0x0b];
export const when = (condition: Code, ...body: readonly Code[]): Code => [
  ...condition,
  0x04,
  0x40,
  ...body.flat(),
  0x0b,
];

interface Exports {
  run(first: number, second: number, third: number): number;
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): void };
}

// Every engine has it; TypeScript declares it only with the DOM.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

/** A module with one function `run(i32, i32, i32): i32` and its memory. */
export function compile(locals: readonly number[], body: Code, pages: number): object {
  const declared = [...unsigned(locals.length), ...locals.flatMap((type) => [1, type])];
  const func = [...declared, ...body, 0x0b];
  return new WebAssembly.Module(
    new Uint8Array([
      ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(1, [1, 0x60, 3, I32, I32, I32, 1, I32]),
      ...section(3, [1, 0]),
      ...section(5, [1, 0, ...unsigned(pages)]),
      ...section(7, [2, ...name('run'), 0, 0, ...name('memory'), 2, 0]),
      ...section(10, [1, ...unsigned(func.length), ...func]),
    ]),
  );
}

export function instantiate(module: object): Exports {
  return new WebAssembly.Instance(module).exports as Exports;
}

const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content];
const name = (text: string): Code => [text.length, ...[...text].map((letter) => letter.charCodeAt(0))];

function unsigned(value: number): Code {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  const last = value >= -64 && value < 64;
  return last ? [value & 127] : [(value & 127) | 128, ...signed(value >> 7)];
}
