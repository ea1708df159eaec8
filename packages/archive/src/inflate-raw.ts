import { createInflateRaw } from 'node:zlib';
import { beforeDamage } from './before-damage.ts';
import type { Input } from './input.ts';

/** Large enough that handing chunks from zlib's thread to ours costs nothing, small enough for the processor's cache. */
const CHUNK_BYTES = 256 * 1024;
/** Deflate makes at most a thousand bytes of one: so much memory a piece may need, whoever wrote it. */
const PIECE_BYTES = 32 * 1024;
/** Of damaged data that is no longer than this all is read that lies before the damage; of longer data, all but the last chunk. */
const KEPT_BYTES = 256 * 1024;

interface Step {
  readonly chunks: readonly Buffer[];
  readonly ended: boolean;
  readonly error: unknown;
}

/** One deflate stream, inflated on another thread while its chunks are read. Takes from the input exactly what belongs to it. */
export async function* inflateRaw(input: Input): AsyncGenerator<Buffer> {
  const stream = createInflateRaw({ chunkSize: CHUNK_BYTES });
  let chunks: Buffer[] = [];
  let ended = false;
  let error: unknown;
  let kept: Buffer | undefined = Buffer.alloc(0);
  let handedOut = 0;
  let wake = () => {};
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => {
    ended = true;
    wake();
  });
  stream.on('error', (cause) => {
    error ??= cause;
    wake();
  });

  try {
    let next = step();
    for (;;) {
      const done = await next;
      const goesOn = !done.ended && done.error === undefined;
      if (goesOn) next = step();
      for (const chunk of done.chunks) {
        handedOut += chunk.length;
        yield chunk;
      }
      if (isDamage(done.error) && kept !== undefined) yield beforeDamage(kept).subarray(handedOut);
      if (done.error !== undefined) throw done.error;
      if (!goesOn) return;
    }
  } finally {
    stream.destroy();
  }

  /** Never rejects: what it found before an error comes first. */
  async function step(): Promise<Step> {
    try {
      const held = await input.peek(1);
      const piece = held.subarray(0, PIECE_BYTES);
      const before = stream.bytesWritten;
      kept = kept && kept.length < KEPT_BYTES ? Buffer.concat([kept, piece]) : undefined;
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (piece.length === 0) stream.end();
        else stream.write(piece, () => resolve());
      });
      input.skip(stream.bytesWritten - before);
    } catch (cause) {
      error = cause;
    }
    const found = chunks;
    chunks = [];
    return { chunks: found, ended, error };
  }
}

function isDamage(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'Z_DATA_ERROR';
}
