import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { BaselineReportDeps } from '../baseline-report.ts';

/** Keeps reports as objects of a bucket. */
export function createKeep(s3: S3Client, bucket: string): BaselineReportDeps['keep'] {
  return async (name, text, contentType) => {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: name, Body: text, ContentType: contentType }));
    return `s3://${bucket}/${name}`;
  };
}
