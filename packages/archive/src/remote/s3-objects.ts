import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { unreadable } from '../problem.ts';
import { beforeDay, mayHoldRecords, regionFolderOf } from '../trail-folders.ts';
import { awsProblem } from './fault.ts';

export interface S3Object {
  readonly key: string;
  readonly size: number;
  readonly writtenAt: Date | undefined;
}

export interface ObjectsOptions {
  readonly client: S3Client;
  readonly bucket: string;
  readonly signal: AbortSignal;
  /** In the folders of a trail, days before that one are left out; elsewhere, what was written before then. */
  readonly since?: Date | undefined;
  /** Told how many folders there are, and how many of them were gone through. */
  readonly onFolder: (found: number, over: number) => void;
}

/** The objects of a folder and what is in it, by name; of a trail's folders those of records alone. */
export async function* listObjects(folder: string, options: ObjectsOptions): AsyncGenerator<S3Object> {
  const { since, onFolder } = options;
  const regionFolder = regionFolderOf(folder);
  if (regionFolder !== undefined) {
    const from = since === undefined ? {} : { StartAfter: beforeDay(regionFolder, since) };
    for await (const { objects } of pagesOf({ Prefix: folder, ...from }, options)) yield* objects;
    return;
  }
  const folders: string[] = [];
  for await (const page of pagesOf({ Prefix: folder, Delimiter: '/' }, options)) {
    yield* page.objects.filter(({ writtenAt }) => !isBefore(writtenAt, since));
    // One that was asked for is read.
    folders.push(...page.folders.filter((inner) => mayHoldRecords(inner) || !mayHoldRecords(folder)));
  }
  onFolder(folders.length, 0);
  for (const inner of folders) {
    yield* listObjects(inner, options);
    onFolder(0, 1);
  }
}

/** An object has no record of what happened after it was written. */
function isBefore(writtenAt: Date | undefined, since: Date | undefined): boolean {
  return writtenAt !== undefined && since !== undefined && writtenAt < since;
}

/** The object of exactly that name, which comes before all others that begin with it. */
export async function* objectNamed(key: string, options: ObjectsOptions): AsyncGenerator<S3Object> {
  for await (const { objects } of pagesOf({ Prefix: key, MaxKeys: 1 }, options)) {
    yield* objects.filter((one) => one.key === key);
    return;
  }
}

interface Where {
  readonly Prefix: string;
  readonly Delimiter?: string;
  readonly StartAfter?: string;
  readonly MaxKeys?: number;
}

async function* pagesOf(where: Where, { client, bucket, signal }: ObjectsOptions) {
  let token: string | undefined;
  do {
    const more = token === undefined ? {} : { ContinuationToken: token };
    const command = new ListObjectsV2Command({ Bucket: bucket, ...where, ...more });
    const page = await client.send(command, { abortSignal: signal }).catch((error: unknown) => {
      throw unreadable(awsProblem(`s3://${bucket}/${where.Prefix}`, 's3:ListBucket', error), error);
    });
    yield {
      objects: (page.Contents ?? []).flatMap(({ Key, Size = 0, LastModified }) =>
        Key === undefined || Key.endsWith('/') ? [] : [{ key: Key, size: Size, writtenAt: LastModified }],
      ),
      folders: (page.CommonPrefixes ?? []).flatMap(({ Prefix }) => (Prefix === undefined ? [] : [Prefix])),
    };
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}
