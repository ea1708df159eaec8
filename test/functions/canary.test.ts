import { type CloudTrailRecord, toChanges, toRecord } from '@podguard/cloudtrail';
import type { JsonObject, ServiceState } from '@podguard/core';
import { CANARY_TAG, createCanary, createCanarySeen } from '@podguard/functions';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { describe, expect, it } from 'vitest';
import { createHarness, itemsOf } from '../support/harness.ts';
import { record } from '../support/record.ts';

const ACCOUNT = '111122223333';
const ROLE = 'podguard-prod-canary';
const RULES = {
  'eu-central-1': `arn:aws:events:eu-central-1:${ACCOUNT}:rule/podguard-prod-canary`,
  'us-east-1': `arn:aws:events:us-east-1:${ACCOUNT}:rule/podguard-prod-canary`,
};
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

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

const tagsOf = (value: string, key = CANARY_TAG) => [{ key, value }];

const roleTagged = (value: string, more: Readonly<Record<string, unknown>> = {}) =>
  parsed(
    record({
      eventName: 'TagRole',
      requestParameters: { roleName: ROLE, tags: tagsOf(value) },
      responseElements: null,
      eventID: `role-${value}`,
      ...more,
    }),
  );

const ruleTagged = (
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

function newWorld(state: ServiceState = createMemoryServiceState(createMemoryStore())): World {
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

describe('the canary', () => {
  it('that came back everywhere is not late, and its delay is measured in each place', async () => {
    const world = newWorld();
    await world.send();
    world.clock = 90_000;
    expect(await world.arrive(...world.records)).toEqual([true, true, true]);
    expect(world.delays).toEqual([
      ['iam', 90],
      ['eu-central-1', 90],
      ['us-east-1', 90],
    ]);
    world.clock = HOUR;
    await world.check();
    expect(world.late).toEqual([0]);
  });

  it('is late in each place from which it did not come within half an hour', async () => {
    const world = newWorld();
    await world.send();
    await world.arrive(world.records[1] as CloudTrailRecord);
    world.clock = 29 * MINUTE;
    await world.check();
    world.clock = 30 * MINUTE;
    await world.check();
    expect(world.late).toEqual([0, 2]);
  });

  it('is no longer late when it comes after all', async () => {
    const world = newWorld();
    await world.send();
    world.clock = HOUR;
    await world.check();
    await world.arrive(...world.records);
    await world.check();
    expect(world.late).toEqual([3, 0]);
  });

  it('that was late yesterday stays so until the next has come', async () => {
    const world = newWorld();
    await world.send();
    await world.arrive(...world.records.slice(0, 2));
    world.clock = 24 * HOUR;
    await world.send();
    world.clock += MINUTE;
    await world.check();
    await world.arrive(...world.records.slice(3));
    await world.check();
    expect(world.late).toEqual([1, 0]);
  });

  it('that was not sent for 26 hours is late everywhere, though the last one came', async () => {
    const world = newWorld();
    await world.send();
    await world.arrive(...world.records);
    world.clock = 26 * HOUR;
    await world.check();
    world.clock += 1;
    await world.check();
    expect(world.late).toEqual([0, 3]);
  });

  it('is sent by the first check of a new deployment', async () => {
    const world = newWorld();
    await world.check();
    expect(world.records).toHaveLength(3);
    await world.check();
    expect(world.records).toHaveLength(3);
    expect(world.late).toEqual([0, 0]);
  });

  it('is sent wherever it can be, and says where it could not', async () => {
    const world = newWorld();
    world.failing = ['eu-central-1'];
    await expect(world.send()).rejects.toMatchObject({
      code: 'canary-unsent',
      message: expect.stringContaining(
        '1 of the 3 tags of the canary could not be set (AccessDenied in eu-central-1)',
      ),
    });
    await world.arrive(...world.records);
    world.clock = HOUR;
    await expect(world.check()).rejects.toMatchObject({ code: 'canary-unsent' });
    expect(world.late).toEqual([1]);
  });

  it('is set again, as the same, by each check until it is set everywhere', async () => {
    const world = newWorld();
    world.failing = ['eu-central-1'];
    await expect(world.check()).rejects.toMatchObject({ code: 'canary-unsent' });
    world.failing = [];
    world.clock = HOUR;
    await world.check();
    await world.arrive(...world.records);
    world.clock = 2 * HOUR;
    await world.check();
    expect(world.late).toEqual([3, 0]);
    expect(world.records).toHaveLength(2 + 3);
  });

  it('that is sent again a minute later is not late before its time', async () => {
    const world = newWorld();
    world.failing = ['eu-central-1'];
    await expect(world.send()).rejects.toMatchObject({ code: 'canary-unsent' });
    world.failing = [];
    world.clock = MINUTE;
    await world.send();
    world.clock = 3 * MINUTE;
    await world.check();
    expect(world.late).toEqual([0]);
  });

  it('that is sent again leaves what was late yesterday as it was', async () => {
    const world = newWorld();
    await world.send();
    await world.arrive(...world.records.slice(0, 2));
    for (const minutes of [0, 1]) {
      world.clock = 24 * HOUR + minutes * MINUTE;
      await world.send();
    }
    await world.check();
    expect(world.late).toEqual([1]);
  });

  it('counts for none where another version wrote its mark', async () => {
    const world = newWorld();
    await world.state.saveMark('canary', { at: 7 });
    await world.check();
    expect(world.records).toHaveLength(3);
  });
});

describe('an arriving record', () => {
  it('is measured once, however often it arrives', async () => {
    const world = newWorld();
    await world.send();
    world.clock = 60_000;
    await world.arrive(...world.records, ...world.records);
    expect(world.delays).toHaveLength(3);
  });

  it('in one place does not lose another, when all arrive at once', async () => {
    const world = newWorld();
    await world.send();
    await Promise.all(world.records.map((one) => world.arrive(one)));
    world.clock = HOUR;
    await world.check();
    expect(world.late).toEqual([0]);
  });

  it('of an older canary is ours, and says nothing of the one that is out', async () => {
    const world = newWorld();
    await world.send();
    const old = [...world.records];
    world.clock = 24 * HOUR;
    await world.send();
    expect(await world.arrive(...old)).toEqual([true, true, true]);
    expect(world.delays).toEqual([]);
    world.clock += HOUR;
    await world.check();
    expect(world.late).toEqual([3]);
  });

  const value = '2026-01-02T06:00:00.250Z';
  const arn = RULES['eu-central-1'];
  it.for<[what: string, record: CloudTrailRecord]>([
    ['of another role', roleTagged(value, { requestParameters: { roleName: 'app', tags: tagsOf(value) } })],
    [
      'of another tag',
      roleTagged(value, { requestParameters: { roleName: ROLE, tags: tagsOf(value, 'team') } }),
    ],
    ['of another account', roleTagged(value, { recipientAccountId: '444455556666' })],
    ['of a call that failed', roleTagged(value, { errorCode: 'AccessDenied' })],
    ['of another call', roleTagged(value, { eventName: 'UntagRole' })],
    ['of another service', roleTagged(value, { eventSource: 'eks.amazonaws.com' })],
    ['without parameters', roleTagged(value, { requestParameters: null })],
    ['whose parameters were left out', roleTagged(value, { requestParameters: { omitted: true } })],
    ['whose tags are no list', roleTagged(value, { requestParameters: { roleName: ROLE, tags: 'x' } })],
    ['of a rule of others', ruleTagged('eu-central-1', `${arn}-2`, value)],
    ['of an unknown region', ruleTagged('eu-west-1', arn.replaceAll('eu-central-1', 'eu-west-1'), value)],
  ])('%s is none of ours', async ([, one]) => {
    const world = newWorld();
    await world.send();
    expect(await world.arrive(one)).toEqual([false]);
    expect(world.delays).toEqual([]);
  });

  it('of EventBridge is known in either spelling of its ARN', async () => {
    const world = newWorld();
    await world.send();
    const request = { resourceArn: arn, tags: tagsOf(value) };
    await world.arrive(ruleTagged('eu-central-1', arn, value, { requestParameters: request }));
    expect(world.delays).toEqual([['eu-central-1', 0]]);
  });

  it('makes an item of our role, and nobody hears of anything', async () => {
    const world = newWorld();
    const { deliver, store, told } = createHarness(createMemoryStore());
    for (const day of [0, 1, 2]) {
      world.clock = day * 24 * HOUR;
      await world.send();
    }
    for (const one of world.records) {
      const mapped = toChanges(one, ['self']);
      if (mapped.kind === 'changes') for (const change of mapped.changes) await deliver(change);
    }
    const items = await itemsOf(store);
    expect([...items.keys()]).toEqual([`arn:aws:iam::${ACCOUNT}:role/${ROLE}`]);
    expect(told).toEqual([]);
    expect([...items.values()].flatMap(({ lives }) => lives)).toEqual([]);
  });
});
