import { gunzipSync, gzipSync } from 'node:zlib';
import { restoreValues, shareValues } from './shared-values.ts';

/** A write costs a unit for each KB, and an item may have 400 KB: longer bodies are compressed, about 5:1. */
const COMPRESS_FROM = 16_384;

/**
 * One attribute holds the content as JSON. As a map it would lose `__proto__`, fail below 32 levels, and cost more to
 * read and write.
 */
export function toBody(content: unknown): string | Uint8Array {
  const text = shareValues(content);
  return text.length < COMPRESS_FROM ? text : gzipSync(text, { level: 3 });
}

/** The reverse of `toBody`; throws where the body is something else. */
export function fromBody(body: unknown): unknown {
  if (typeof body === 'string') return restoreValues(body);
  if (body instanceof Uint8Array) return restoreValues(gunzipSync(body).toString());
  throw new SyntaxError('no body');
}
