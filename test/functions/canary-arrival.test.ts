import { type CloudTrailRecord, toChanges } from '@podguard/cloudtrail';
import { createMemoryStore } from '@podguard/store';
import { describe, expect, it } from 'vitest';
import { createHarness, itemsOf } from '../support/harness.ts';
import { ACCOUNT, HOUR, newWorld, ROLE, RULES, roleTagged, ruleTagged, tagsOf } from './canary-world.ts';

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
