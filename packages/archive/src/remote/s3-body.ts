import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { unreadable } from '../problem.ts';
import { awsProblem } from './fault.ts';

const MAX_ATTEMPTS = 3;

export interface S3Place {
  readonly bucket: string;
  readonly key: string;
}

/** The bytes of an object. Where the connection breaks it goes on from there, if the object is still the same. */
export async function* readObject(
  client: S3Client,
  { bucket, key }: S3Place,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  let given = 0;
  let etag: string | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const rest =
      given === 0 ? {} : { Range: `bytes=${given}-`, ...(etag === undefined ? {} : { IfMatch: etag }) };
    let isAnswered = false;
    try {
      const command = new GetObjectCommand({ Bucket: bucket, Key: key, ...rest });
      const { Body, ETag } = await client.send(command, { abortSignal: signal });
      isAnswered = true;
      etag = ETag;
      for await (const chunk of (Body ?? []) as AsyncIterable<Buffer>) {
        given += chunk.length;
        yield chunk;
      }
      return;
    } catch (error) {
      // What was not answered the client has tried again by itself.
      if (isAnswered && attempt < MAX_ATTEMPTS && isBroken(error) && !signal.aborted) continue;
      throw unreadable(awsProblem(`s3://${bucket}/${key}`, 's3:GetObject', error), error);
    }
  }
}

/** The connection, not the answer. */
function isBroken(error: unknown): boolean {
  const { code, name } = (error ?? {}) as { readonly code?: unknown; readonly name?: unknown };
  return (
    ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes(String(code)) || name === 'TimeoutError'
  );
}
