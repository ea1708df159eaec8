import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { REGION } from '../../support/ministack/start.ts';
import { defaultBus } from './create/rule.ts';

type Detail = Readonly<Record<string, unknown>>;

export const SAMPLES = join(import.meta.dirname, '../../../samples');

/** Every record of the samples, in whatever file and form it lies, as CloudTrail sends it to EventBridge. */
export function sampleDay(): readonly PutEventsRequestEntry[] {
  return readdirSync(SAMPLES, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted()
    .flatMap(recordsOf)
    .map(asEvent);
}

function recordsOf(file: string): readonly Detail[] {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  if (file.endsWith('.ndjson')) {
    const lines = text.split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as Detail).map((value) => (value.detail ?? value) as Detail);
  }
  const { Records, Events } = JSON.parse(text) as {
    readonly Records?: readonly Detail[];
    readonly Events?: readonly { readonly CloudTrailEvent: string }[];
  };
  return Records ?? (Events ?? []).map(({ CloudTrailEvent }) => JSON.parse(CloudTrailEvent) as Detail);
}

/** Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html */
const DETAIL_TYPES: Readonly<Record<string, string>> = {
  AwsApiCall: 'AWS API Call via CloudTrail',
  AwsConsoleSignIn: 'AWS Console Sign In via CloudTrail',
  AwsServiceEvent: 'AWS Service Event via CloudTrail',
};

export function asEvent(detail: Detail): PutEventsRequestEntry {
  const type = DETAIL_TYPES[String(detail.eventType)];
  if (type === undefined) throw new Error(`a record of the type ${String(detail.eventType)}`);
  return {
    Source: `aws.${String(detail.eventSource).replace('.amazonaws.com', '')}`,
    DetailType: type,
    Detail: JSON.stringify(detail),
    EventBusName: defaultBus(String(detail.awsRegion), REGION),
  };
}
