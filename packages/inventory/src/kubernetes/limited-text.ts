/** Kubernetes takes objects of up to 1.5 MB, of which a page has up to 500: whoever makes them must not fill our memory. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The whole text of an answer; `from` names it where it is too long. */
export async function limitedText(body: ReadableStream<Uint8Array> | null, from: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > MOST_BYTES) throw new Error(`${from} answers more than ${MOST_BYTES / 1024 / 1024} MB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
