import type { CloudTrailRecord } from '@podguard/cloudtrail';
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, newWorld } from './canary-world.ts';

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
