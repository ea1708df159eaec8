import { crc32 } from 'node:zlib';
import { inflateRaw } from './inflate-raw.ts';
import { createInput, type Input } from './input.ts';

const MAGIC = [0x1f, 0x8b, 8];
const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16 } as const;
const FIXED_HEADER = 10;
const TRAILER = 8;
/** No name or comment in a header is longer. */
const LONGEST_TEXT = 64 * 1024;

/** Inflates gzip data (RFC 1952) of one member or many. What was inflated before a failure is handed out before that is thrown. */
export async function* gunzip(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const input = createInput(source);
  try {
    yield* inflateMember(input);
    while (!(await isOver(input))) {
      if (!(await beginsMember(input))) throw failure('GZIP_TRAILING');
      yield* inflateMember(input);
    }
  } finally {
    input.close();
  }
}

async function* inflateMember(input: Input): AsyncGenerator<Buffer> {
  await skipHeader(input);
  let [crc, size] = [0, 0];
  for await (const chunk of inflateRaw(input)) {
    crc = crc32(chunk, crc);
    size = (size + chunk.length) % 2 ** 32;
    yield chunk;
  }
  const trailer = await atLeast(input, TRAILER);
  if (trailer.readUInt32LE(0) !== crc || trailer.readUInt32LE(4) !== size) throw failure('Z_DATA_ERROR');
  input.skip(TRAILER);
}

async function skipHeader(input: Input): Promise<void> {
  if (!(await beginsMember(input))) throw failure('Z_DATA_ERROR');
  const flags = (await atLeast(input, FIXED_HEADER))[3]!;
  input.skip(FIXED_HEADER);
  if (flags & FLAG.extra) {
    const size = 2 + (await atLeast(input, 2)).readUInt16LE(0);
    await atLeast(input, size);
    input.skip(size);
  }
  if (flags & FLAG.name) await skipText(input);
  if (flags & FLAG.comment) await skipText(input);
  if (flags & FLAG.headerCrc) {
    await atLeast(input, 2);
    input.skip(2);
  }
}

async function skipText(input: Input): Promise<void> {
  for (let size = 1; size <= LONGEST_TEXT; size *= 2) {
    const end = (await input.peek(size)).indexOf(0);
    if (end >= 0) return input.skip(end + 1);
  }
  throw failure('Z_DATA_ERROR');
}

async function beginsMember(input: Input): Promise<boolean> {
  const head = await input.peek(MAGIC.length);
  return MAGIC.every((byte, index) => index >= head.length || head[index] === byte);
}

/** Tapes and disks pad with zeros. */
async function isOver(input: Input): Promise<boolean> {
  for (;;) {
    const held = await input.peek(1);
    if (held.length === 0) return true;
    const end = held.findIndex((byte) => byte !== 0);
    if (end === 0) return false;
    input.skip(end < 0 ? held.length : end);
  }
}

async function atLeast(input: Input, size: number): Promise<Buffer> {
  const held = await input.peek(size);
  if (held.length < size) throw failure('Z_BUF_ERROR');
  return held;
}

function failure(code: 'Z_BUF_ERROR' | 'Z_DATA_ERROR' | 'GZIP_TRAILING'): Error {
  return Object.assign(new Error(code), { code });
}
