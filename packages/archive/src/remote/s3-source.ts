import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Found } from '../find-files.ts';
import { problemOf } from '../problem.ts';
import type { Source } from '../source.ts';
import { readObject, type S3Place } from './s3-body.ts';
import { listObjects, objectNamed, type S3Object } from './s3-objects.ts';

export interface S3SourceOptions {
  readonly client: S3Client;
  readonly signal: AbortSignal;
  /** In the folders of a trail, days before that one are left out; elsewhere, what was written before then. */
  readonly since?: Date | undefined;
}

/** Small objects are mostly waited for. */
const AT_ONCE = 8;

/**
 * Objects of S3: `s3://BUCKET/KEY` an object, or what lies in that folder. Of a trail's bucket the folders of records are read, not
 * those of digests and insights.
 */
export function createS3Source({ client, signal, since }: S3SourceOptions): Source {
  const folders = { found: 0, over: 0 };
  const source: Source = {
    atOnce: AT_ONCE,
    has: (path) => path.startsWith('s3://'),
    open: (path) => Readable.from(readObject(client, placeOf(path), signal), { objectMode: false }),
    share: () => (folders.found === 0 ? 0 : folders.over / folders.found),
    async *find(path) {
      let some = false;
      try {
        for await (const found of findAll(path)) {
          some = true;
          yield found;
        }
      } catch (error) {
        if (!signal.aborted) yield { path, problem: problemOf(path, error) };
        return;
      }
      if (some || signal.aborted) return;
      const day = since === undefined ? '' : `, or none since ${since.toISOString().slice(0, 10)}`;
      const message = `${path}: there is no object${day}. Name the bucket and the folder of a trail.`;
      yield { path, problem: { code: 'empty', message } };
    },
  };
  return source;

  async function* findAll(path: string): AsyncGenerator<Found> {
    const { bucket, key } = placeOf(path);
    const onFolder = (found: number, over: number) => {
      folders.found += found;
      folders.over += over;
    };
    const options = { client, bucket, signal, since, onFolder };
    const named = key === '' || key.endsWith('/') ? key : `${key}/`;
    if (named !== key) yield* of(objectNamed(key, options), true);
    yield* of(listObjects(named, options), false);

    async function* of(objects: AsyncIterable<S3Object>, isNamed: boolean): AsyncGenerator<Found> {
      for await (const { key: name, size } of objects)
        yield { path: `s3://${bucket}/${name}`, size, named: isNamed, source };
    }
  }
}

function placeOf(path: string): S3Place {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  return { bucket, key };
}
