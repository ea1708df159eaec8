import { pipeline, type Readable } from 'node:stream';
import { createGunzip, type ZlibOptions } from 'node:zlib';
import { gunzip } from './gunzip.ts';
import { FORMAT_BYTES } from './problem.ts';

/** Large enough that handing chunks from zlib's thread to ours costs nothing, small enough for the processor's cache. */
const CHUNK_BYTES = 256 * 1024;
/** Two chunks may wait, so that inflating goes on while one is read. */
const GUNZIP: ZlibOptions & { readonly highWaterMark: number } = {
  chunkSize: CHUNK_BYTES,
  highWaterMark: 2 * CHUNK_BYTES,
};

export interface Inflated {
  /** Each holds until the next is asked for; the first tells the format, where there is so much. */
  readonly chunks: AsyncIterable<Buffer>;
  /** How many bytes of the source were taken for the chunks so far. */
  bytesRead(): number;
}

/**
 * The bytes of a source, inflated (on another thread) where they begin as gzip data does, of one member or many. What
 * zlib's own stream gives up on is read again, more slowly, for all that lies before the damage; what cannot be opened
 * again is read so from the start.
 */
export async function inflate(source: Readable, reopen?: () => Readable): Promise<Inflated> {
  const iterator: AsyncIterator<Buffer> = source[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  while (head.length < FORMAT_BYTES) {
    const next = await iterator.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  let bytes = 0;
  const chunks = whole(head, iterator, (size) => {
    bytes += size;
  });
  const bytesRead = () => bytes;
  if (head[0] !== 0x1f || head[1] !== 0x8b) return { chunks, bytesRead };
  if (reopen === undefined) return { chunks: gunzip(chunks), bytesRead };
  return { chunks: quickly(chunks, bytesRead, reopen), bytesRead };
}

async function* quickly(
  chunks: AsyncIterable<Buffer>,
  bytesRead: () => number,
  reopen: () => Readable,
): AsyncGenerator<Buffer> {
  const stream = createGunzip(GUNZIP);
  // An error of either reaches whoever iterates over the last stream.
  pipeline(chunks, stream, () => undefined);
  let given = 0;
  try {
    for await (const chunk of stream) {
      given += chunk.length;
      yield chunk;
      giveBack(chunk);
    }
    // It leaves what follows the last member unread, and does not say so.
    if (stream.bytesWritten === bytesRead()) return;
  } catch (error) {
    if (!isZlibError(error)) throw error;
  }
  yield* after(given, gunzip(reopen()));
}

/**
 * The memory of a chunk that was read, at once: left to the garbage collector it costs more than half of the reading, as that runs for
 * every 30 MB and the processor's cache never holds the next chunk's. A buffer that zlib has not filled yet is still zlib's.
 */
function giveBack({ buffer, byteOffset, length }: Buffer): void {
  const isFilled = buffer.byteLength === CHUNK_BYTES && byteOffset + length === CHUNK_BYTES;
  if (isFilled && buffer instanceof ArrayBuffer) buffer.transfer(0);
}

async function* after(given: number, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let left = given;
  for await (const chunk of chunks) {
    if (chunk.length > left) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

async function* whole(
  head: Buffer,
  rest: AsyncIterator<Buffer>,
  count: (size: number) => void,
): AsyncGenerator<Buffer> {
  count(head.length);
  if (head.length > 0) yield head;
  for await (const chunk of { [Symbol.asyncIterator]: () => rest }) {
    count(chunk.length);
    yield chunk;
  }
}
