import { constants, inflateRawSync } from 'node:zlib';

const MOST_BYTES = 64 * 1024 * 1024;

/** What damaged deflate data holds before the damage. A stream that meets it drops up to a whole chunk. */
export function beforeDamage(bytes: Buffer): Buffer {
  let found: Buffer = Buffer.alloc(0);
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const inflated = tryInflate(bytes.subarray(0, middle));
    if (inflated === undefined) bad = middle;
    else [good, found] = [middle, inflated];
  }
  return found;
}

function tryInflate(bytes: Buffer): Buffer | undefined {
  try {
    return inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST_BYTES });
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
