import { type CloudTrailRecord, toRecord } from '@podguard/cloudtrail';
import type { JsonObject, ServiceState } from '@podguard/core';
import { CANARY_TAG, createCanary, createCanarySeen } from '@podguard/functions';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { record } from '../support/record.ts';

export const ACCOUNT = '111122223333';
export const ROLE = 'podguard-prod-canary';
export const RULES = {
  'eu-central-1': `arn:aws:events:eu-central-1:${ACCOUNT}:rule/podguard-prod-canary`,
  'us-east-1': `arn:aws:events:us-east-1:${ACCOUNT}:rule/podguard-prod-canary`,
};
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

interface World {
  /** Milliseconds since the beginning. */
  clock: number;
  readonly state: ServiceState;
  /** What was tagged, by the records that CloudTrail writes of it. */
  readonly records: CloudTrailRecord[];
  readonly late: number[];
  readonly delays: [string, number][];
  failing: string[];
  send(): Promise<void>;
  check(): Promise<void>;
  arrive(...records: readonly CloudTrailRecord[]): Promise<boolean[]>;
}

const parsed = (json: Record<string, unknown>): CloudTrailRecord => {
  const result = toRecord(json as JsonObject);
  if (result.kind !== 'record') throw new Error(`no record: ${JSON.stringify(json)}`);
  return result.record;
};

export const tagsOf = (value: string, key = CANARY_TAG) => [{ key, value }];

export const roleTagged = (value: string, more: Readonly<Record<string, unknown>> = {}) =>
  parsed(
    record({
      eventName: 'TagRole',
      requestParameters: { roleName: ROLE, tags: tagsOf(value) },
      responseElements: null,
      eventID: `role-${value}`,
      ...more,
    }),
  );

export const ruleTagged = (
  region: string,
  arn: string,
  value: string,
  more: Readonly<Record<string, unknown>> = {},
) =>
  parsed(
    record({
      eventSource: 'events.amazonaws.com',
      eventName: 'TagResource',
      awsRegion: region,
      requestParameters: { resourceARN: arn, tags: tagsOf(value) },
      responseElements: null,
      eventID: `rule-${region}-${value}`,
      ...more,
    }),
  );

export function newWorld(state: ServiceState = createMemoryServiceState(createMemoryStore())): World {
  const begin = Date.parse('2026-01-02T06:00:00.250Z');
  const now = () => new Date(begin + world.clock);
  const tag = async (place: string, tagged: CloudTrailRecord) => {
    if (world.failing.includes(place)) throw new Error(`AccessDenied in ${place}`);
    world.records.push(tagged);
  };
  const canary = createCanary({
    state,
    now,
    rules: RULES,
    tagRole: (value) => tag('iam', roleTagged(value)),
    tagRule: (region, arn, value) => tag(region, ruleTagged(region, arn, value)),
    late: (count) => world.late.push(count),
  });
  const seen = createCanarySeen({
    state,
    account: ACCOUNT,
    roleName: ROLE,
    rules: RULES,
    delay: (place, seconds) => world.delays.push([place, seconds]),
  });
  const world: World = {
    clock: 0,
    state,
    records: [],
    late: [],
    delays: [],
    failing: [],
    send: canary.send,
    check: canary.check,
    async arrive(...records) {
      const answers: boolean[] = [];
      for (const one of records) answers.push(await seen(one, now()));
      return answers;
    },
  };
  return world;
}
