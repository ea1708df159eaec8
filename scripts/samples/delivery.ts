import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { JsonObject } from '@podguard/core';
import { type Call, DAY, regionOf, toRecord } from './call.ts';
import { ACCOUNT } from './people.ts';
import type { Random } from './random.ts';

interface Delivered {
  readonly call: Call;
  readonly record: JsonObject;
}

/** The files of the day: every record once (those marked `twice` again, in the last file), in each shape that there is. */
export function deliver(calls: readonly Call[], random: Random): ReadonlyMap<string, Buffer> {
  const sorted = [...calls].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const delivered = inSameSecond(sorted.map((call) => ({ call, record: toRecord(call, random) })));
  const late = delivered.filter(({ call }) => call.late || call.twice);
  const byFile = Map.groupBy(
    delivered.filter(({ call }) => !call.late),
    ({ call }) => fileOf(call),
  );
  const files = new Map([...byFile].map(([name, some]) => [name, write(name, some, random)]));
  return files.set('late-delivery.ndjson', lines(late.map(({ record }) => record)));
}

/** Where two calls on one thing share a second, the later one gets the smaller event ID, so that IDs tell nothing about the order. */
function inSameSecond(delivered: readonly Delivered[]): readonly Delivered[] {
  return delivered.map(({ call, record }, index) => {
    const other = delivered.find(
      ({ call: { at, source } }, at2) =>
        at2 !== index && at === call.at && source === call.source && call.source === 'iam',
    );
    if (other === undefined) return { call, record };
    const ids = [String(record.eventID), String(other.record.eventID)].sort();
    return { call, record: { ...record, eventID: ids[call.name.startsWith('Create') ? 1 : 0] ?? '' } };
  });
}

/** EventBridge in the afternoon, an NDJSON export in the evening, LookupEvents for keys; CloudTrail's own files for all else. */
function fileOf(call: Call): string {
  if (call.name.endsWith('AccessKey')) return 'lookup-events.json';
  if (call.at >= '17:30') return 'evening.ndjson';
  if (call.at >= '15:00') return 'eventbridge.ndjson';
  const until = call.at < '08:00' ? '0800' : call.at < '10:00' ? '1000' : call.at < '12:30' ? '1230' : '1500';
  return trailFile(regionOf(call), until);
}

function trailFile(region: string, until: string): string {
  const day = DAY.replaceAll('-', '');
  const unique = createHash('sha256')
    .update(region + until)
    .digest('base64url')
    .replaceAll(/[-_]/g, '')
    .slice(0, 16);
  const folder = `AWSLogs/${ACCOUNT}/CloudTrail/${region}/${DAY.replaceAll('-', '/')}`;
  return `${folder}/${ACCOUNT}_CloudTrail_${region}_${day}T${until}Z_${unique}.json.gz`;
}

function write(name: string, delivered: readonly Delivered[], random: Random): Buffer {
  const records = delivered.map(({ record }) => record);
  if (name.endsWith('.gz')) return gzipSync(JSON.stringify({ Records: records }));
  if (name === 'lookup-events.json')
    return Buffer.from(JSON.stringify({ Events: records.map(looked) }, null, 1));
  return lines(name === 'eventbridge.ndjson' ? records.map((record) => enveloped(record, random)) : records);
}

function lines(values: readonly JsonObject[]): Buffer {
  return Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
}

/** An item of a LookupEvents answer, as the CLI prints it. */
function looked(record: JsonObject): JsonObject {
  return {
    EventId: record.eventID ?? '',
    EventName: record.eventName ?? '',
    ReadOnly: String(record.readOnly),
    EventTime: `${String(record.eventTime).slice(0, 19)}+00:00`,
    EventSource: record.eventSource ?? '',
    Resources: [],
    CloudTrailEvent: JSON.stringify(record),
  };
}

function enveloped(record: JsonObject, random: Random): JsonObject {
  const signIn = record.eventType === 'AwsConsoleSignIn';
  return {
    version: '0',
    id: random.uuid(),
    'detail-type': signIn ? 'AWS Console Sign In via CloudTrail' : 'AWS API Call via CloudTrail',
    source: `aws.${String(record.eventSource).split('.')[0]}`,
    account: ACCOUNT,
    time: record.eventTime ?? '',
    region: record.awsRegion ?? '',
    resources: [],
    detail: record,
  };
}
