import type { JsonObject, JsonValue } from '@podguard/core';
import type { Data, Operation } from './operation.ts';

/** What CloudTrail writes of a call that succeeded. */
export function recordOf(
  { service, name }: Operation,
  {
    input,
    answer,
    account,
    region,
    now,
    serial,
    caller,
  }: {
    readonly input: Data;
    readonly answer: Data;
    readonly account: string;
    readonly region: string;
    readonly now: Date;
    readonly serial: number;
    readonly caller?: JsonObject | undefined;
  },
): JsonObject {
  const user = `arn:aws:iam::${account}:user/ada`;
  return {
    eventVersion: '1.11',
    userIdentity: caller ?? {
      type: 'IAMUser',
      principalId: 'AIDAADA',
      arn: user,
      accountId: account,
      userName: 'ada',
    },
    eventTime: now.toISOString().replace(/\.\d{3}Z$/, 'Z'),
    eventSource: `${service}.amazonaws.com`,
    eventName: name,
    awsRegion: region,
    sourceIPAddress: '192.0.2.140',
    userAgent: 'aws-cli/2.31.0',
    requestParameters: service === 'ec2' ? ec2Request(input) : spelled(input),
    responseElements:
      service === 'ec2' ? ec2Answer(answer) : Object.keys(answer).length === 0 ? null : spelled(answer),
    requestID: `r-${serial}`,
    eventID: `event-${serial}`,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  };
}

/** CloudTrail spells members with a small first letter. */
function spelled(value: unknown): JsonObject {
  return spelledValue(value, (name) => `${name.charAt(0).toLowerCase()}${name.slice(1)}`) as JsonObject;
}

function spelledValue(value: unknown, spell: (name: string) => string): JsonValue {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((one) => spelledValue(one, spell));
  if (typeof value !== 'object' || value === null) return (value ?? null) as JsonValue;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined)
      // Tags are an object by their keys, which are as they were written.
      .map(([name, one]) => [
        spell(name),
        spelledValue(one, name === 'tags' && !Array.isArray(one) ? String : spell),
      ]),
  );
}

const EC2_LISTS: Readonly<Record<string, string>> = {
  InstanceId: 'instancesSet',
  ResourceId: 'resourcesSet',
  Tag: 'tagSet',
};
const EC2_ELEMENTS: Readonly<Record<string, string>> = { InstanceId: 'instanceId', ResourceId: 'resourceId' };

/** EC2's requests have `{"items": [...]}` for lists. */
function ec2Request(input: Data): JsonObject {
  const entries = Object.entries(input).map(([name, value]) => {
    const list = EC2_LISTS[name];
    if (list === undefined || !Array.isArray(value)) return [name, spelled(value)];
    const element = EC2_ELEMENTS[name];
    const items = value.map((one) => (element === undefined ? spelled(one) : { [element]: one as string }));
    return [list, { items }];
  });
  return spelled(Object.fromEntries(entries));
}

function ec2Answer(answer: Data): JsonObject {
  const wrapped = (value: unknown): JsonValue => {
    if (Array.isArray(value)) return { items: value.map(wrapped) };
    if (typeof value !== 'object' || value === null) return value as JsonValue;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, wrapped(one)]));
  };
  return wrapped(answer) as JsonObject;
}
