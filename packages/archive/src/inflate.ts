import { pipeline, type Readable } from 'node:stream';
import { createGunzip, type ZlibOptions } from 'node:zlib';

/** Large enough that handing chunks from zlib's thread to ours costs nothing, small enough for the processor's cache. */
const CHUNK_BYTES = 256 * 1024;
/** Two chunks may wait, so that inflating goes on while one is read. */
const GUNZIP: ZlibOptions & { readonly highWaterMark: number } = {
  chunkSize: CHUNK_BYTES,
  highWaterMark: 2 * CHUNK_BYTES,
};

export interface Inflated {
  /** The first bytes as they are on disk. */
  readonly head: Buffer;
  readonly chunks: AsyncIterable<Buffer>;
  /** How many bytes of the source the chunks so far stand for. */
  bytesRead(): number;
}

/** The bytes of a source, inflated (on another thread) where they begin as gzip data does, of one member or many. */
export async function inflate(source: Readable): Promise<Inflated> {
  const iterator: AsyncIterator<Buffer> = source[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  while (head.length < 2) {
    const next = await iterator.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  let bytes = 0;
  const chunks = whole(head, iterator, (size) => {
    bytes += size;
  });
  if (head[0] !== 0x1f || head[1] !== 0x8b) return { head, chunks, bytesRead: () => bytes };
  const gunzip = createGunzip(GUNZIP);
  // An error of either reaches whoever iterates over the last stream.
  pipeline(chunks, gunzip, () => undefined);
  return { head, chunks: gunzip, bytesRead: () => gunzip.bytesWritten };
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
