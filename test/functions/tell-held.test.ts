import { describe, expect, it } from 'vitest';
import { digestOf } from '../notify/transitions.ts';
import { aTransition } from '../support/a-transition.ts';
import { ACCOUNT, createTellWorld, many } from './tell-world.ts';

const hook = { type: 'slack-webhook', urlParameter: '/podguard/url' } as const;
const night = { from: '22:00', to: '07:00', timeZone: 'UTC' } as const;
const sns = { type: 'sns', burst: 10 } as const;

/** A minute after the other, as the schedule calls. */
async function minutes(world: ReturnType<typeof createTellWorld>, count: number) {
  for (let at = 0; at < count; at += 1) {
    world.pass(60);
    await world.tellHeld();
  }
}

describe('a burst of 500 findings', () => {
  it('is at most so many single alerts, and one digest, for each channel of people', async () => {
    const channels = { sns, ops: { ...hook, burst: 3 } } as const;
    const world = createTellWorld({ channels }, ['sns', 'ops']);
    for (const one of many(500)) await world.process()([one]);
    await minutes(world, 10);
    for (const [name, burst] of [
      ['sns', 10],
      ['ops', 3],
    ] as const) {
      const { ids, digests } = world.heard(name);
      expect([ids.length, digests.map(({ transitions }) => transitions)], name).toEqual([
        burst,
        [500 - burst],
      ]);
      expect(digests[0]?.title).toBe(
        `${500 - burst} changes of findings within a minute, too many to tell one by one`,
      );
      expect(digests[0]?.notes).toEqual([
        `Told one by one: up to ${burst} changes of the minute in which it began, and in each minute up to ${burst} critical ones.`,
      ]);
      expect(await world.held(`burst/${name}`)).toBe(0);
    }
  });

  it('over four minutes is one digest when it has calmed', async () => {
    const world = createTellWorld({ channels: { sns } }, ['sns']);
    const all = many(500);
    for (let minute = 0; minute < 4; minute += 1) {
      await world.tell(all.slice(minute * 125, (minute + 1) * 125));
      await minutes(world, 1);
    }
    await minutes(world, 3);
    const { ids, digests } = world.heard('sns');
    expect(ids).toHaveLength(10);
    expect(digests).toMatchObject([{ transitions: 490, title: expect.stringContaining('within 3 minutes') }]);
  });

  it('that does not calm is told every quarter of an hour', async () => {
    const world = createTellWorld({ channels: { sns } }, ['sns']);
    for (let minute = 0; minute < 32; minute += 1) {
      await world.tell(many(20, { eventId: `e-${minute}` }));
      await minutes(world, 1);
    }
    const { digests } = world.heard('sns');
    expect(digests.length).toBeGreaterThanOrEqual(2);
    expect(digests.length).toBeLessThanOrEqual(3);
  });

  it('that does not calm is told no more often where something comes in while it is told', async () => {
    const world = createTellWorld({ channels: { sns } }, ['sns']);
    for (let minute = 0; minute < 40; minute += 1) {
      await world.tell(many(20, { eventId: `e-${minute}` }));
      const late: Promise<void>[] = [];
      world.before = (effect) => {
        if (effect !== 'remove burst/sns') return;
        world.before = () => {};
        late.push(world.process()(many(1, { eventId: `late-${minute}` })));
      };
      await minutes(world, 1);
      await Promise.all(late);
    }
    const titles = world.heard('sns').digests.map(({ title }) => title);
    expect(titles.length).toBeGreaterThanOrEqual(2);
    expect(titles.length).toBeLessThanOrEqual(3);
    for (const title of titles) expect(title).toMatch(/within 1[3-6] minutes/);
  });

  it('of more than a run can read is told in parts, one a minute', async () => {
    const world = createTellWorld({}, ['sns']);
    await world.tell(many(4_500));
    const { load } = world.store;
    let loads = 0;
    world.store.load = async (key) => {
      loads += 1;
      if (loads > 3_000) throw new Error('the time was over');
      return load(key);
    };
    for (let minute = 0; minute < 6; minute += 1) {
      loads = 0;
      await minutes(world, 1);
    }
    const { digests } = world.heard('sns');
    expect(digests.map(({ transitions }) => transitions)).toEqual([2_000, 2_000, 490]);
    expect(digests.map(({ notes }) => notes.some((note) => note.startsWith('More has waited')))).toEqual([
      true,
      true,
      false,
    ]);
    expect(await world.held('burst/sns')).toBe(0);
    expect(await world.memory.loadMark('held/burst/sns')).toEqual({});
  });

  it('is followed by single alerts again', async () => {
    const world = createTellWorld({ channels: { sns } }, ['sns']);
    await world.tell(many(500));
    await minutes(world, 3);
    const next = aTransition({ role: 'next' });
    await world.tell([next]);
    expect(world.heard('sns').ids.at(-1)).toBe(next.id);
  });
});

describe('quiet hours', () => {
  const channels = { sns: { ...sns, quietHours: night }, ops: hook } as const;

  it('end with one digest of what was held back', async () => {
    const world = createTellWorld({ channels }, ['sns', 'ops']);
    world.set('2026-03-12T23:00:00Z');
    await world.tell(many(3));
    world.set('2026-03-13T06:59:00Z');
    await world.tellHeld();
    expect(world.heard('sns').digests).toEqual([]);
    await minutes(world, 3);
    expect(world.heard('sns').digests).toMatchObject([
      { title: '3 changes of findings during quiet hours (22:00 to 07:00, UTC)', transitions: 3 },
    ]);
    expect(world.heard('ops').ids).toHaveLength(3);
  });

  it('end where a deploy takes them away', async () => {
    const world = createTellWorld({ channels }, ['sns', 'ops']);
    world.set('2026-03-12T23:00:00Z');
    await world.tell(many(3));
    const after = createTellWorld({ channels: { sns, ops: hook } }, ['sns', 'ops']);
    for await (const one of world.memory.listQuiet('quiet-hours/sns'))
      await after.memory.noteQuiet(one, 'quiet-hours/sns');
    await after.memory.saveMark(
      'held/quiet-hours/sns',
      (await world.memory.loadMark('held/quiet-hours/sns')) ?? {},
    );
    await after.tellHeld();
    expect(after.heard('sns').digests.map(({ transitions }) => transitions)).toEqual([3]);
  });

  it('hold back digests, too, each once, but for what is urgent', async () => {
    const world = createTellWorld({ channels }, ['sns', 'ops']);
    world.set('2026-03-12T23:00:00Z');
    const about = (id: string) => ({ id, title: id, account: ACCOUNT });
    const usual = digestOf([aTransition()], about('usual'));
    const urgent = digestOf(
      [aTransition({ severity: 'critical', finding: { severity: 'critical' } })],
      about('urgent'),
    );
    for (const one of [usual, usual, urgent]) await world.tellDigest(one);
    expect(world.heard('sns').digests.map(({ id }) => id)).toEqual(['urgent']);
    expect(world.heard('ops').digests.map(({ id }) => id)).toEqual(['usual', 'urgent']);
    world.set('2026-03-13T07:00:00Z');
    await minutes(world, 2);
    expect(world.heard('sns').digests.map(({ id }) => id)).toEqual(['urgent', 'usual']);
  });

  it('hold back no more digests than there is room for: those are told at once', async () => {
    const world = createTellWorld({ channels }, ['sns', 'ops']);
    world.set('2026-03-12T23:00:00Z');
    for (let at = 0; at < 12; at += 1)
      await world.tellDigest(digestOf([aTransition()], { id: `d${at}`, title: 't', account: ACCOUNT }));
    expect(world.heard('sns').digests.map(({ id }) => id)).toEqual(['d10', 'd11']);
  });
});

it('a digest of nothing that a channel hears of is not told to it; one of a run that found nothing is', async () => {
  const world = createTellWorld({ channels: { sns: { type: 'sns', severity: 'critical' } } }, ['sns']);
  await world.tellDigest(digestOf([aTransition()], { id: 'high', title: 't', account: ACCOUNT }));
  await world.tellDigest(digestOf([], { id: 'run', title: 't', account: ACCOUNT }));
  expect(world.heard('sns').digests.map(({ id }) => id)).toEqual(['run']);
});

it('an empty box costs the read of its mark, and nothing else', async () => {
  const world = createTellWorld({}, ['sns']);
  const effects: string[] = [];
  world.before = (effect) => effects.push(effect);
  expect(await world.tellHeld()).toEqual({ digests: 0, transitions: 0 });
  expect(effects).toEqual(['load', 'load', 'load']);
});

describe('a process that ends', () => {
  it('before any of what it does: all is told, the same only under the same id', async () => {
    const effects: string[] = [];
    const make = async () => {
      const world = createTellWorld({ channels: { sns: { type: 'sns', burst: 1 } } }, ['sns']);
      await world.tell(many(4));
      world.pass(120);
      return world;
    };
    const whole = await make();
    whole.before = (effect) => effects.push(effect);
    await whole.tellHeld();
    expect(effects.filter((effect) => effect !== 'load' && effect !== 'count')).toEqual([
      'mark digest/burst/sns',
      'send sns',
      'mark digest/burst/sns',
      'remove burst/sns',
      'mark digest/burst/sns',
      'mark told/burst/sns',
      'mark held/burst/sns',
    ]);
    for (const [at, effect] of effects.entries()) {
      const world = await make();
      let count = 0;
      world.before = () => {
        count += 1;
        if (count === at + 1) throw new Error('the process ended');
      };
      await expect(world.tellHeld()).rejects.toThrow('the process ended');
      world.before = () => {};
      await minutes(world, 2);
      const where = `${at}: ${effect}`;
      expect(
        world.heard('sns').digests.map(({ transitions }) => transitions),
        where,
      ).toEqual([3]);
      expect(await world.held('burst/sns'), where).toBe(0);
    }
  });

  it('is not one that meets another at work: what is put in meanwhile is told the next time', async () => {
    const world = createTellWorld({ channels: { sns: { type: 'sns', burst: 1 } } }, ['sns']);
    await world.tell(many(3));
    world.pass(120);
    const late = aTransition({ role: 'late' });
    world.before = (effect) => {
      if (effect !== 'remove burst/sns') return;
      world.before = () => {};
      adding = world.process()([late]);
    };
    let adding: Promise<void> | undefined;
    await world.tellHeld();
    await adding;
    await minutes(world, 3);
    expect(world.heard('sns').digests.map(({ transitions }) => transitions)).toEqual([2, 1]);
  });

  it('a channel that fails keeps no other from hearing', async () => {
    const world = createTellWorld(
      { channels: { sns: { type: 'sns', burst: 1 }, ops: { ...hook, burst: 1 } } },
      ['sns', 'ops'],
    );
    await world.tell(many(3));
    world.before = (effect) => {
      if (effect === 'send sns') throw new Error('no such queue');
    };
    world.pass(120);
    await expect(world.tellHeld()).rejects.toThrow('no such queue');
    expect(world.heard('ops').digests).toHaveLength(1);
    world.before = () => {};
    await minutes(world, 1);
    expect(world.heard('sns').digests).toHaveLength(1);
  });
});
