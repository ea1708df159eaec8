import {
  GetObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { JsonValue } from '@podguard/core';
import type { RunResults } from '@podguard/drift';
import { answerOf } from './compose-call.ts';

const FOLDER = 'drift';
const READ_AT_ONCE = 8;

/** What the parts of a run find, as objects of a bucket: those of each execution by themselves. */
export function createS3Results(s3: S3Client, bucket: string, execution: string): RunResults {
  const own = execution.slice(execution.lastIndexOf(':') + 1);
  const keyOf = (run: string, name: string) => `${FOLDER}/${run}/${own}/${name}`;
  async function read(Key: string): Promise<JsonValue | undefined> {
    const load = async (): Promise<JsonValue> => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      return JSON.parse((await Body?.transformToString()) ?? '') as JsonValue;
    };
    try {
      return await answerOf(`s3:GetObject of s3://${bucket}/${Key}`, load());
    } catch (error) {
      const { cause } = error as Error;
      if (cause instanceof Error && cause.name === 'NoSuchKey') return undefined;
      throw error;
    }
  }
  return {
    async put(run, name, value) {
      const Key = `${keyOf(run, name)}.json`;
      const command = new PutObjectCommand({
        ...{ Bucket: bucket, Key, ContentType: 'application/json' },
        Body: JSON.stringify(value),
      });
      await answerOf(`s3:PutObject of s3://${bucket}/${Key}`, s3.send(command));
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
    const command: ListObjectsV2Command = new ListObjectsV2Command({
      Bucket,
      Prefix,
      ...(token === undefined ? {} : { ContinuationToken: token }),
    });
    const answer: ListObjectsV2CommandOutput = await answerOf(
      `s3:ListBucket of s3://${Bucket}/${Prefix}`,
      s3.send(command),
    );
    yield (answer.Contents ?? []).flatMap(({ Key }) => Key ?? []);
    token = answer.NextContinuationToken;
  } while (token !== undefined);
}
