import type { Root } from './posted.ts';

/** An item of DynamoDB may have 400 KB; what cannot be compressed must fit, too. */
const LIMIT_BYTES = 250_000;

/** As much of the findings as can be remembered: from the last one on, proof and how to mend are left out. */
export function keptParts(parts: Root['parts']): Root['parts'] {
  let kept: Root['parts'] = parts;
  for (let at = parts.length - 1; at >= 0 && bytesOf(kept) > LIMIT_BYTES; at -= 1)
    kept = kept.map((part, index) =>
      index === at ? { ...part, facts: [], mend: '' } : part,
    ) as unknown as Root['parts'];
  return kept;
}

function bytesOf(parts: Root['parts']): number {
  return Buffer.byteLength(JSON.stringify(parts));
}
