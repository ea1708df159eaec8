import type { Readable } from 'node:stream';
import { gunzip } from './gunzip.ts';

export interface Inflated {
  /** The first bytes as they are on disk. */
  readonly head: Buffer;
  readonly chunks: AsyncIterable<Buffer>;
  /** How many bytes of the source were taken for the chunks so far. */
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
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  return { head, chunks: isGzip ? gunzip(chunks) : chunks, bytesRead: () => bytes };
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
