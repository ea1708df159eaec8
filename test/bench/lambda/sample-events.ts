import { randomUUID } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

const DAY = path.resolve(import.meta.dirname, '../../../samples/day');

/** Records of the sample day that are judged without reading anything else. */
const SAMPLES = {
  /** One item is read and one written, as by the bare handler. */
  instance: { eventName: 'RunInstances', name: 'i-0e93c5b7a1d642f08' },
  /** What points at a role is asked for, too. */
  role: { eventName: 'CreateRole', name: 'notifier-v1' },
} as const;

export type SampleEvent = keyof typeof SAMPLES;

/** A batch of SQS with one event of EventBridge: a record of the sample day, of a resource that nobody heard of before. */
export function sampleBatches(sample: SampleEvent): () => { readonly Records: readonly unknown[] } {
  const { eventName, name } = SAMPLES[sample];
  const record = recordsOfTheDay().find(
    (one) => one.eventName === eventName && JSON.stringify(one).includes(`"${name}"`),
  );
  if (record === undefined) throw new Error(`the sample day has no ${eventName} of ${name}`);
  const text = JSON.stringify(record);
  let count = 0;
  return () => {
    count += 1;
    const other = sample === 'instance' ? `i-${String(count).padStart(17, '0')}` : `${name}-${count}`;
    const detail = JSON.parse(text.replaceAll(name, other)) as Record;
    detail.eventID = randomUUID();
    return { Records: [message(envelope(detail))] };
  };
}

interface Record {
  eventID: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly eventTime: string;
  readonly awsRegion: string;
  readonly recipientAccountId: string;
}

function recordsOfTheDay(): readonly Record[] {
  const files = globSync('AWSLogs/**/*.json.gz', { cwd: DAY });
  return files.flatMap((file) => {
    const text = gunzipSync(readFileSync(path.join(DAY, file))).toString();
    return (JSON.parse(text) as { readonly Records: readonly Record[] }).Records;
  });
}

function envelope(detail: Record) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${detail.eventSource.replace('.amazonaws.com', '')}`,
    account: detail.recipientAccountId,
    time: detail.eventTime,
    region: detail.awsRegion,
    resources: [],
    detail,
  };
}

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
function message(event: unknown) {
  return {
    messageId: randomUUID(),
    receiptHandle: 'handle',
    body: JSON.stringify(event),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '1767323045000',
      SenderId: 'AIDAIENQZJOLO23YVJ4VO',
      ApproximateFirstReceiveTimestamp: '1767323045010',
    },
    messageAttributes: {},
    md5OfBody: '00000000000000000000000000000000',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:111122223333:podguard-evaluate',
    awsRegion: 'eu-central-1',
  };
}
