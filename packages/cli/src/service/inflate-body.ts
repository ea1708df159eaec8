import { createGunzip } from 'node:zlib';

/**
 * The bytes of a body, inflated where they begin as gzip data does or `content-encoding` says that they are: no more of them
 * than `most` are ever held. Damaged is also what ends too early, and what something else follows.
 */
export async function inflateBody(
  bytes: Uint8Array,
  encoding: string | undefined,
  most: number,
): Promise<Uint8Array | 'damaged' | 'too-large'> {
  const isGzip = (bytes[0] === 0x1f && bytes[1] === 0x8b) || /^\s*(x-)?gzip\s*$/i.test(encoding ?? '');
  if (!isGzip || bytes.length === 0) return bytes;
  const stream = createGunzip();
  stream.end(bytes);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > most) return 'too-large';
      chunks.push(chunk);
    }
  } catch {
    return 'damaged';
  }
  return stream.bytesWritten === bytes.length ? Buffer.concat(chunks, size) : 'damaged';
}
