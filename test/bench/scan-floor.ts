import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { Logs } from './logs.ts';

/** The chunk size that is best for inflating alone. */
const GUNZIP = { chunkSize: 256 * 1024, highWaterMark: 512 * 1024 };

export async function inflateAll({ files, bytes }: Logs): Promise<void> {
  let inflated = 0;
  for (const file of files) for await (const chunk of inflate(file)) inflated += chunk.length;
  if (inflated !== bytes) throw new Error(`inflated ${inflated} of ${bytes} bytes`);
}

export async function parseAll({ files, records }: Logs): Promise<void> {
  let parsed = 0;
  for (const file of files) {
    const chunks: Buffer[] = [];
    for await (const chunk of inflate(file)) chunks.push(chunk);
    const { Records } = JSON.parse(Buffer.concat(chunks).toString()) as { Records: readonly unknown[] };
    parsed += Records.length;
  }
  if (parsed !== records) throw new Error(`parsed ${parsed} of ${records} records`);
}

function inflate(file: string): AsyncIterable<Buffer> {
  return createReadStream(file, { highWaterMark: GUNZIP.chunkSize }).pipe(createGunzip(GUNZIP));
}
