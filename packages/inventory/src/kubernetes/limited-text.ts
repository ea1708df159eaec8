/** Kubernetes takes objects of up to 1.5 MB: whoever makes them must not fill our memory, of which what is parsed takes many times as much. */
const MOST_BYTES = 16 * 1024 * 1024;

/** The name of the error of an answer that is too long. */
export const TOO_LONG = 'AnswerTooLong';

/** The whole text of an answer; `from` names it where it is too long. */
export async function limitedText(body: AsyncIterable<Uint8Array>, from: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > MOST_BYTES) {
      const error = new Error(`${from} answers more than ${MOST_BYTES / 1024 / 1024} MB`);
      error.name = TOO_LONG;
      throw error;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
