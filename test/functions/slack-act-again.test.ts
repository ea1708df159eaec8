import { findingId, ServiceError } from '@podguard/core';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { type ActStage, openActStage } from './act-stage.ts';
import { KEY, RULE } from './slack-world.ts';

const FINDING = findingId(RULE, KEY);
let stage: ActStage;
let world: ActStage['world'];
beforeEach(async () => {
  stage = await openActStage();
  world = stage.world;
});
afterEach(() => world.close());

describe('a message that comes again', () => {
  it('after all was done does nothing', async () => {
    await stage.exempt();
    const again = [...world.sent];
    await world.work();
    const calls = world.slack.calls.length;
    world.sent.push(...again, ...again);
    world.clock.now += 60_000;
    expect((await world.work()).size).toBe(0);
    expect(world.slack.calls).toHaveLength(calls);
    expect(world.actions).toHaveLength(1);
  });

  test.for([
    ['loadAction', 'before'],
    ['recordAction', 'before'],
    ['recordAction', 'after'],
    ['putExemption', 'before'],
    ['putExemption', 'after'],
  ] as const)(
    'because %s failed %s it was done exempts once, and says that it is done',
    async ([what, when]) => {
      await stage.exempt();
      world.faults.push({ what, when });
      expect((await world.work()).size).toBe(1);
      world.clock.now += 720_000;
      expect((await world.work(2)).size).toBe(0);
      const exemptions = [];
      for await (const one of world.state.listExemptions()) exemptions.push(one);
      expect(exemptions).toHaveLength(1);
      expect(world.told.filter(({ type }) => type === 'exempted')).toHaveLength(1);
      expect(stage.whispers()).toEqual([expect.stringContaining(`Done: finding ${FINDING} is exempt`)]);
      expect(await world.state.listActions(10)).toMatchObject([{ outcome: 'done', told: true }]);
    },
  );

  it('because nothing could be written down after acknowledging is its own acknowledgement still', async () => {
    await stage.acknowledge();
    world.faults.push({ what: 'recordAction', when: 'before' });
    expect((await world.work()).size).toBe(1);
    expect((await world.work(2)).size).toBe(0);
    expect(stage.replies()).toHaveLength(1);
    expect(stage.whispers()).toEqual([]);
    expect(await world.state.listActions(10)).toMatchObject([{ outcome: 'done' }]);
  });

  it('because Slack was down acts once and tells later', async () => {
    await stage.acknowledge();
    world.slack.moodsOf('chat.postMessage').push('error');
    world.slack.moodsOf('chat.update').push('error');
    expect((await world.work()).size).toBe(1);
    expect(await world.finding()).toMatchObject({ acknowledged: { by: 'noor (slack U01234567)' } });
    for (const receives of [2, 3]) await world.work(receives);
    expect(world.sent).toEqual([]);
    expect(stage.replies()).toHaveLength(1);
    expect(JSON.stringify(stage.root().blocks)).toMatch(/Acknowledged .* by noor/);
    expect(world.actions).toHaveLength(1);
  });
});

test('who asked hears of a failure only when nobody will try again', async () => {
  await stage.exempt();
  for (const receives of [1, 2, 3, 4]) {
    world.faults.push({ what: 'putExemption', when: 'before' });
    expect((await world.work(receives)).size).toBe(1);
    expect(stage.whispers()).toEqual([]);
  }
  world.faults.push({ what: 'putExemption', when: 'before' });
  expect((await world.work(5)).size).toBe(1);
  expect(stage.whispers()).toEqual([expect.stringContaining('failed several times')]);
});

test('who asked is not told of a failure where only telling failed', async () => {
  await stage.acknowledge();
  for (const receives of [1, 2, 3, 4, 5]) {
    world.slack.moodsOf('chat.postMessage').push('error');
    expect((await world.work(receives)).size).toBe(1);
  }
  expect(stage.whispers()).toEqual([]);
  await world.work();
  expect(stage.replies()).toHaveLength(1);
});

test('a message of the queue that cannot be read fails alone', async () => {
  await stage.acknowledge();
  world.sent.unshift({ body: '{"podguard":"action"}' });
  const failures = await world.work();
  expect([...failures.values()]).toEqual([expect.any(ServiceError)]);
  expect(failures.size).toBe(1);
  expect(stage.replies()).toHaveLength(1);
});
