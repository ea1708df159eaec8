import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { JsonValue } from '@podguard/core';
import type { RunResults } from '@podguard/drift';

const FOLDER = 'drift';
const READ_AT_ONCE = 8;

/** What the parts of a run find, as objects of a bucket: those of each execution by themselves. */
export function createS3Results(s3: S3Client, bucket: string, execution: string): RunResults {
  const own = execution.slice(execution.lastIndexOf(':') + 1);
  const keyOf = (run: string, name: string) => `${FOLDER}/${run}/${own}/${name}`;
  async function read(Key: string): Promise<JsonValue | undefined> {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      return JSON.parse((await Body?.transformToString()) ?? '') as JsonValue;
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
      throw error;
    }
  }
  return {
    async put(run, name, value) {
      const Key = `${keyOf(run, name)}.json`;
      await s3.send(
        new PutObjectCommand({
          ...{ Bucket: bucket, Key, ContentType: 'application/json' },
          Body: JSON.stringify(value),
        }),
      );
    },
    get: (run, name) => read(`${keyOf(run, name)}.json`),
    async *list(run, prefix) {
      const start = keyOf(run, '');
      for await (const keys of pages(s3, bucket, `${start}${prefix}`))
        for (let at = 0; at < keys.length; at += READ_AT_ONCE) {
          const some = keys.slice(at, at + READ_AT_ONCE);
          const values = await Promise.all(some.map(read));
          for (const [index, key] of some.entries()) {
            const value = values[index];
            if (value !== undefined) yield { name: key.slice(start.length, -'.json'.length), value };
          }
        }
    },
  };
}

async function* pages(s3: S3Client, Bucket: string, Prefix: string): AsyncIterable<readonly string[]> {
  let token: string | undefined;
  do {
    const answer = await s3.send(
      new ListObjectsV2Command({
        Bucket,
        Prefix,
        ...(token === undefined ? {} : { ContinuationToken: token }),
      }),
    );
    yield (answer.Contents ?? []).flatMap(({ Key }) => Key ?? []);
    token = answer.NextContinuationToken;
  } while (token !== undefined);
}
