import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { DriftReportDeps } from '../drift-report.ts';
import { answerOf } from './compose-call.ts';

/**
 * Seconds: the longest that any signature holds, as its credentials end before. Those of a function's role last some hours.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html
 */
const LINK_SECONDS = 12 * 3600;

/** Keeps reports as objects of a bucket, and makes links to them. */
export function createReports(s3: S3Client, Bucket: string): Pick<DriftReportDeps, 'keep' | 'linkTo'> {
  return {
    async keep(Key, Body, ContentType) {
      const place = `s3://${Bucket}/${Key}`;
      const command = new PutObjectCommand({ Bucket, Key, Body, ContentType });
      await answerOf(`s3:PutObject of ${place}`, s3.send(command));
      return place;
    },
    linkTo: (Key) => getSignedUrl(s3, new GetObjectCommand({ Bucket, Key }), { expiresIn: LINK_SECONDS }),
  };
}
