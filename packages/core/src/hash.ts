import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** The first `length` characters (5 bits each, Crockford's base 32) of the SHA-256 of the parts, which are told apart by their lengths. */
export function shortHash(parts: readonly string[], length: number): string {
  const bytes = sha256(utf8ToBytes(parts.map((part) => `${part.length}:${part}`).join('')));
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5 && text.length < length) {
      bits -= 5;
      text += ALPHABET[(buffer >> bits) & 31];
    }
    if (text.length >= length) break;
  }
  return text;
}
