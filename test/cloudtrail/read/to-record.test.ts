import { readValue, toRecord } from '@podguard/cloudtrail';
import { expect, test } from 'vitest';

const RAW = {
  eventVersion: '1.08',
  eventTime: '2026-01-02T03:04:05Z',
  eventSource: 'iam.amazonaws.com',
  eventName: 'CreateRole',
  eventID: 'e-1',
  awsRegion: 'us-east-1',
  recipientAccountId: '111122223333',
  userIdentity: { type: 'IAMUser', accountId: '444455556666' },
  requestParameters: { roleName: 'app' },
  responseElements: null,
};
const RECORD = {
  eventTime: '2026-01-02T03:04:05Z',
  eventSource: 'iam.amazonaws.com',
  eventName: 'CreateRole',
  eventId: 'e-1',
  awsRegion: 'us-east-1',
  recipientAccountId: '111122223333',
  userIdentity: RAW.userIdentity,
  requestParameters: { roleName: 'app' },
  responseElements: null,
  raw: RAW,
};
const ENVELOPE = {
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.iam',
  region: 'eu-west-1',
  account: '1',
};

test.for<[name: string, value: unknown]>([
  ['a record', RAW],
  ['a record as JSON text', JSON.stringify(RAW)],
  [
    'an item of LookupEvents',
    { EventId: 'e-1', EventName: 'CreateRole', CloudTrailEvent: JSON.stringify(RAW) },
  ],
])('reads %s', ([, value]) => {
  expect(toRecord(value)).toEqual({ kind: 'record', record: RECORD });
});

test('reads an EventBridge envelope and what it says', () => {
  const envelope = { source: 'aws.iam', region: 'eu-west-1', account: '1' };
  expect(toRecord({ ...ENVELOPE, detail: RAW })).toEqual({ kind: 'record', record: RECORD, envelope });
  const { awsRegion: _, ...noRegion } = RAW;
  expect(toRecord({ ...ENVELOPE, detail: noRegion })).toMatchObject({ record: { awsRegion: 'eu-west-1' } });
});

test('reads the fields that only some records have', () => {
  const more = {
    errorCode: 'AccessDenied',
    sourceIPAddress: '10.0.0.1',
    userAgent: 'x',
    sharedEventID: 's',
    eventType: 'AwsApiCall',
  };
  expect(toRecord({ ...RAW, ...more, readOnly: false, vpcEndpointId: 'vpce-1' })).toMatchObject({
    record: { ...more, readOnly: false, vpcEndpointId: 'vpce-1' },
  });
  expect(toRecord({ ...RAW, requestParameters: null })).toMatchObject({
    record: { requestParameters: null },
  });
});

test.for<[what: string, account: unknown, identity: unknown, expected: string]>([
  ['a redacted id', '***', {}, '***'],
  ['ten digits', '1111222233', {}, '1111222233'],
  ['a number', 11112222333344, {}, '11112222333344'],
  ['none: the account of the caller', undefined, { accountId: '444455556666' }, '444455556666'],
  ['none at all', undefined, 'cut', ''],
])('keeps the account: %s', ([, recipientAccountId, userIdentity, expected]) => {
  expect(toRecord({ ...RAW, recipientAccountId, userIdentity })).toMatchObject({
    record: { recipientAccountId: expected },
  });
});

test('gives a record without an event ID one that depends on its content alone', () => {
  const id = (value: unknown) => {
    const read = toRecord(value);
    return read.kind === 'record' ? read.record.eventId : undefined;
  };
  const { eventID: _, ...rest } = RAW;
  const reversed = Object.fromEntries(Object.entries(rest).reverse());
  expect(id(rest)).toMatch(/^content:[0-9a-z]{26}$/);
  expect(id(reversed)).toBe(id(rest));
  expect(id({ ...rest, eventTime: '2026-01-02T03:04:06Z' })).not.toBe(id(rest));
});

const INSTANCE_STATE = {
  id: 'e-3',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  account: '111122223333',
  time: '2026-01-02T03:04:05Z',
  region: 'eu-central-1',
  detail: { 'instance-id': 'i-1', state: 'terminated' },
};

test("makes a record of EC2's own event, which has none", () => {
  expect(toRecord(INSTANCE_STATE)).toMatchObject({
    kind: 'record',
    record: {
      eventTime: '2026-01-02T03:04:05Z',
      eventSource: 'ec2.amazonaws.com',
      eventName: 'EC2 Instance State-change Notification',
      eventId: 'e-3',
      awsRegion: 'eu-central-1',
      recipientAccountId: '111122223333',
      requestParameters: INSTANCE_STATE.detail,
    },
    envelope: { source: 'aws.ec2', region: 'eu-central-1', account: '111122223333' },
  });
  const { id: _, account: _account, region: _region, ...nameless } = INSTANCE_STATE;
  expect(toRecord(nameless)).toMatchObject({
    record: { eventId: expect.stringMatching(/^content:/), recipientAccountId: '', awsRegion: '' },
  });
});

test.for<[what: string, value: unknown]>([
  [
    'EventBridge event "EC2 Instance State-change Notification"',
    { 'detail-type': 'EC2 Instance State-change Notification', detail: {} },
  ],
  ['CloudTrail digest file', { awsAccountId: '1', digestStartTime: 'x', digestEndTime: 'y', logFiles: [] }],
  ['CloudTrail Insights event', { ...RAW, eventCategory: 'Insight' }],
  ['CloudTrail Insights event', { ...ENVELOPE, detail: { ...RAW, eventType: 'AwsCloudTrailInsight' } }],
  ['network activity event', { ...RAW, eventType: 'AwsVpceEvent' }],
  ['S3 notification', { ...RAW, eventSource: 'aws:s3' }],
])('passes over: %s', ([what, value]) => {
  expect(toRecord(value)).toEqual({ kind: 'other', what });
});

test.for<[reason: string, value: unknown]>([
  ['the record has no eventName', { ...RAW, eventName: undefined }],
  ['the record has no eventTime and no eventSource', { ...RAW, eventTime: null, eventSource: {} }],
  ['eventTime is not a time', { ...RAW, eventTime: 'yesterday' }],
  ['no CloudTrail record: it has none of eventTime, eventSource, eventName', { a: 1 }],
  ['Records is null instead of a list of records', { Records: null }],
  ['Events is an object instead of a list of records', { Events: {} }],
  ['null instead of a record', null],
  ['a number instead of a record', 5],
  ['a list instead of a record', []],
  ['a text that holds no JSON record', 'hello'],
  ['a text that holds no JSON record', { EventId: 'e-1', CloudTrailEvent: '{' }],
  ['an EventBridge event whose detail is no record', { ...ENVELOPE, detail: null }],
  ['an EventBridge event whose detail is no record', { ...INSTANCE_STATE, detail: [] }],
  ['the record has no eventTime', { ...INSTANCE_STATE, time: undefined }],
  ['nested deeper than 200 levels', JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`)],
  ['nested deeper than 200 levels', `${'['.repeat(5000)}${']'.repeat(5000)}`],
])('says why it cannot read: %s', ([reason, value]) => {
  expect(toRecord(value)).toMatchObject({ kind: 'unreadable', reason });
});

test('names the event ID of what it cannot read', () => {
  expect(toRecord({ ...RAW, eventName: '' })).toMatchObject({ eventId: 'e-1' });
  expect(toRecord({ EventId: 'e-2', CloudTrailEvent: 'x' })).toMatchObject({ eventId: 'e-2' });
});

test.for<[reason: string, bytes: Uint8Array]>([
  ['the record is not valid UTF-8', Buffer.from(JSON.stringify(RAW).replace('app', '\xff'), 'latin1')],
  ['the record is not valid JSON', Buffer.from('{"a":tru}')],
])('says why bytes cannot be read: %s', ([reason, bytes]) => {
  expect(readValue(bytes)).toEqual({ kind: 'unreadable', reason });
});

test.for<[written: string, read: string | undefined]>([
  ['2024-12-16 18:41:07.000000000', '2024-12-16T18:41:07Z'],
  ['2024-12-16T18:41:07', '2024-12-16T18:41:07Z'],
  ['2024-12-16T18:41:07.999Z', '2024-12-16T18:41:07Z'],
  ['2024-12-16T18:41:07+01:30', '2024-12-16T17:11:07Z'],
  ['2024-12-16T23:41:07-0030', '2024-12-17T00:11:07Z'],
  ['2024-13-16T18:41:07Z', undefined],
  ['2023-02-29T18:41:07Z', undefined],
  ['1734374467', undefined],
  ['2024-12-16T18:41:07Z; DROP', undefined],
])('reads the time %s', ([eventTime, expected]) => {
  const read = toRecord({ ...RAW, eventTime });
  expect(read.kind === 'record' ? read.record.eventTime : undefined).toBe(expected);
});
