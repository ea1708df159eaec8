import { canonicalJson, type JsonObject, type JsonValue, shortHash } from '@podguard/core';
import { parseEventTime } from './event-time.ts';
import type { CloudTrailRecord, Envelope, ReadResult } from './record.ts';

/** Deeper than any record AWS writes, far below where recursion over a record overflows the stack. */
const MAX_DEPTH = 200;
/** Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-instance-state-changes.html */
const INSTANCE_STATE = 'EC2 Instance State-change Notification';
const REQUIRED = ['eventTime', 'eventSource', 'eventName'] as const;

/** Unwraps a record, an EventBridge envelope, a LookupEvents item or the JSON text of one of these. Never throws. */
export function toRecord(value: unknown): ReadResult {
  if (isDeeper(value, MAX_DEPTH)) return unreadable(`nested deeper than ${MAX_DEPTH} levels`);
  return unwrap(value, 0);
}

function unwrap(value: unknown, wraps: number): ReadResult {
  if (typeof value === 'string' && wraps < 3) return fromText(value, undefined, wraps);
  if (!isObject(value)) return unreadable(`${describe(value)} instead of a record`);
  if (typeof value.CloudTrailEvent === 'string' && wraps < 3) {
    return fromText(value.CloudTrailEvent, text(value.EventId), wraps);
  }
  if (typeof value['detail-type'] === 'string') return fromEnvelope(value, value['detail-type'], wraps);
  return other(value) ?? readRecord(value, undefined);
}

function fromText(json: string, eventId: string | undefined, wraps: number): ReadResult {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return unreadable('a text that holds no JSON record', eventId);
    throw error;
  }
  if (isDeeper(parsed, MAX_DEPTH)) return unreadable(`nested deeper than ${MAX_DEPTH} levels`, eventId);
  return unwrap(parsed, wraps + 1);
}

function fromEnvelope(value: JsonObject, detailType: string, wraps: number): ReadResult {
  const ofInstance = detailType === INSTANCE_STATE && value.source === 'aws.ec2';
  if (!ofInstance && !detailType.endsWith('via CloudTrail'))
    return { kind: 'other', what: `EventBridge event "${detailType}"` };
  const detail = ofInstance ? instanceState(value) : value.detail;
  if (!isObject(detail) || wraps >= 3)
    return unreadable('an EventBridge event whose detail is no record', text(value.id));
  const envelope = {
    source: text(value.source) ?? '',
    region: text(value.region) ?? '',
    account: text(value.account) ?? '',
  };
  return other(detail) ?? readRecord(detail, envelope);
}

/** EC2's own event, of which CloudTrail writes no record, as one: the state is in the request. */
function instanceState({ time, id, account, region, detail }: JsonObject): JsonValue {
  if (!isObject(detail)) return null;
  return {
    eventTime: time ?? null,
    eventSource: 'ec2.amazonaws.com',
    eventName: INSTANCE_STATE,
    eventID: id ?? null,
    awsRegion: region ?? null,
    recipientAccountId: account ?? null,
    userIdentity: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
    requestParameters: detail,
    responseElements: null,
  };
}

/** Things that share a bucket, a bus or the spelling of their fields with records of API calls. */
function other(value: JsonObject): ReadResult | undefined {
  if ('digestStartTime' in value && 'digestEndTime' in value)
    return { kind: 'other', what: 'CloudTrail digest file' };
  if (value.eventCategory === 'Insight' || value.eventType === 'AwsCloudTrailInsight') {
    return { kind: 'other', what: 'CloudTrail Insights event' };
  }
  // Written beside the management event of the same call, without its parameters.
  if (value.eventType === 'AwsVpceEvent') return { kind: 'other', what: 'network activity event' };
  if (value.eventSource === 'aws:s3') return { kind: 'other', what: 'S3 notification' };
  return undefined;
}

function readRecord(raw: JsonObject, envelope: Envelope | undefined): ReadResult {
  const eventId = text(raw.eventID);
  const missing = REQUIRED.filter((field) => text(raw[field]) === undefined);
  if (missing.length > 0) return unreadable(missingReason(raw, missing), eventId);
  const eventTime = parseEventTime(String(raw.eventTime));
  if (eventTime === undefined) return unreadable('eventTime is not a time', eventId);
  const userIdentity = isObject(raw.userIdentity) ? raw.userIdentity : {};
  const record: CloudTrailRecord = {
    eventTime,
    eventSource: String(raw.eventSource),
    eventName: String(raw.eventName),
    eventId: eventId ?? `content:${shortHash([canonicalJson(raw)], 26)}`,
    awsRegion: text(raw.awsRegion) ?? envelope?.region ?? '',
    recipientAccountId: text(raw.recipientAccountId) ?? text(userIdentity.accountId) ?? '',
    ...optional('errorCode', failure(raw.errorCode)),
    userIdentity,
    requestParameters: raw.requestParameters ?? null,
    responseElements: raw.responseElements ?? null,
    ...optional('sourceIPAddress', text(raw.sourceIPAddress)),
    ...optional('userAgent', text(raw.userAgent)),
    ...optional('sharedEventID', text(raw.sharedEventID)),
    ...optional('readOnly', flag(raw.readOnly)),
    ...optional('eventType', text(raw.eventType)),
    ...optional('vpcEndpointId', text(raw.vpcEndpointId)),
    raw,
  };
  return envelope === undefined ? { kind: 'record', record } : { kind: 'record', record, envelope };
}

function missingReason(raw: JsonObject, missing: readonly string[]): string {
  for (const list of ['Records', 'Events']) {
    if (list in raw) return `${list} is ${describe(raw[list])} instead of a list of records`;
  }
  return missing.length === REQUIRED.length
    ? `no CloudTrail record: it has none of ${REQUIRED.join(', ')}`
    : `the record has no ${missing.join(' and no ')}`;
}

function unreadable(reason: string, eventId?: string): ReadResult {
  return { kind: 'unreadable', reason, ...optional('eventId', eventId) };
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [key in K]: V });
}

/** A non-empty string; redactors turn account ids into numbers. */
function text(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function flag(value: JsonValue | undefined): boolean | undefined {
  if (typeof value === 'string') return value === 'true';
  return typeof value === 'boolean' ? value : undefined;
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const one of Object.values(value))
    if (typeof one === 'object' && isDeeper(one, levels - 1)) return true;
  return false;
}

/** A call failed when it has an error code, whatever that looks like. */
function failure(errorCode: JsonValue | undefined): string | undefined {
  if (errorCode === undefined || errorCode === null || errorCode === '') return undefined;
  return text(errorCode) ?? JSON.stringify(errorCode);
}
