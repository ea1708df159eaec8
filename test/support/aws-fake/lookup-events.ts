import type { JsonObject, JsonValue } from '@podguard/core';
import { jsonPage } from './json-pages.ts';
import { AwsError, type Data, listOf, type Operation, textOf } from './operation.ts';

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const MOST = 50;
const DAYS_90 = 90 * 86_400_000;

type Attribute = (record: JsonObject) => readonly (JsonValue | undefined)[];

const identity = ({ userIdentity }: JsonObject) => (userIdentity ?? {}) as JsonObject;

const ATTRIBUTES: Readonly<Record<string, Attribute>> = {
  AccessKeyId: (record) => [identity(record).accessKeyId],
  EventId: ({ eventID }) => [eventID],
  EventName: ({ eventName }) => [eventName],
  EventSource: ({ eventSource }) => [eventSource],
  ReadOnly: ({ readOnly }) => [String(readOnly)],
  ResourceName: resourceNames,
  Username: (record) => [identity(record).userName],
};

/** What a call names, or is told to have made. */
function resourceNames({ requestParameters, responseElements }: JsonObject): readonly string[] {
  const all = [...leaves(requestParameters ?? null), ...leaves(responseElements ?? null)];
  return [...new Set(all.flatMap(([name, text]) => (/(?:arn|name|id|key)s?$/i.test(name) ? [text] : [])))];
}

function leaves(value: JsonValue, name = ''): readonly (readonly [name: string, text: string])[] {
  if (typeof value === 'string') return [[name, value]];
  if (Array.isArray(value)) return value.flatMap((one) => leaves(one, name));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([inner, one]) => leaves(one as JsonValue, inner));
}

function isWanted(record: JsonObject, attribute: Data): boolean {
  const key = textOf(attribute, 'AttributeKey');
  const values = ATTRIBUTES[key];
  if (values === undefined)
    throw new AwsError('InvalidLookupAttributesException', 400, `${key} is not a valid attribute key`);
  return values(record).includes(textOf(attribute, 'AttributeValue'));
}

function event(record: JsonObject): Data {
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    ReadOnly: String(record.readOnly),
    EventTime: new Date(String(record.eventTime)),
    EventSource: record.eventSource,
    Username: identity(record).userName,
    Resources: resourceNames(record).map((ResourceName) => ({ ResourceName })),
    CloudTrailEvent: JSON.stringify(record),
  };
}

const seconds = (value: unknown, unless: number) => (value === undefined ? unless : Number(value) * 1000);

/** The event history of the region, over all that the fake recorded: newest first, of ninety days, by one attribute. */
export const LOOKUP_EVENTS: readonly Operation[] = [
  {
    service: 'cloudtrail',
    name: 'LookupEvents',
    writes: false,
    run(input, { records, region, now }) {
      const attributes = listOf(input, 'LookupAttributes');
      const size = Number(input.MaxResults ?? MOST);
      if (attributes.length > 1)
        throw new AwsError('InvalidLookupAttributesException', 400, 'You can specify only one attribute.');
      if (size < 1 || size > MOST)
        throw new AwsError('InvalidMaxResultsException', 400, `MaxResults must be between 1 and ${MOST}`);
      const from = seconds(input.StartTime, 0);
      const to = seconds(input.EndTime, now.getTime());
      if (from > to)
        throw new AwsError('InvalidTimeRangeException', 400, 'The start time is after the end time.');
      const all = records.filter((record) => {
        const at = Date.parse(String(record.eventTime));
        if (record.awsRegion !== region || at < from || at > to || now.getTime() - at > DAYS_90) return false;
        return attributes.every((attribute) => isWanted(record, attribute));
      });
      const newestFirst = all
        .map((record, place) => ({ record, place, time: String(record.eventTime) }))
        .sort((a, b) => b.time.localeCompare(a.time) || b.place - a.place)
        .map(({ record }) => event(record));
      try {
        return jsonPage('Events', newestFirst, input, MOST);
      } catch (error) {
        if (error instanceof AwsError) throw new AwsError('InvalidNextTokenException', 400, error.message);
        throw error;
      }
    },
  },
];
