import { describe, expect, it } from 'vitest';
import { aTransition } from '../support/a-transition.ts';
import { createTellWorld, many } from './tell-world.ts';

const hook = { type: 'slack-webhook', urlParameter: '/podguard/url' } as const;
const hub = { type: 'security-hub' } as const;
const night = { from: '22:00', to: '07:00', timeZone: 'UTC' } as const;

describe('people and programs', () => {
  it('hear at once what a record caused; of the rest programs do, and people a digest', async () => {
    const world = createTellWorld({ channels: { hub } }, ['sns', 'hub']);
    const loud = aTransition({ role: 'a' });
    const read = aTransition({ role: 'b', cause: 'drift' });
    await world.tell([loud, read]);
    expect(world.heard('sns').ids).toEqual([loud.id]);
    expect(world.heard('hub').ids).toEqual([loud.id, read.id]);
    expect(await world.held()).toBe(1);
    await world.tellQuiet({ title: 'Digest' });
    expect(world.heard('sns').digests).toHaveLength(1);
    expect(world.heard('hub').digests).toEqual([]);
  });

  it('hear at once that an exemption ended, too, which no record caused', async () => {
    const world = createTellWorld({}, ['sns']);
    const ended = aTransition({ type: 'exemption-ended', cause: 'exemption' });
    await world.tell([ended]);
    expect(world.heard('sns').ids).toEqual([ended.id]);
  });

  it('have no digest of what people accepted', async () => {
    const world = createTellWorld({}, ['sns']);
    const exemption = { id: 'ex-1', reason: 'r', author: 'a', until: '2026-05-01T00:00:00.000Z' };
    await world.tell([aTransition({ type: 'resolved', cause: 'drift', finding: { exemption } })]);
    expect([await world.held(), world.heard('sns').ids]).toEqual([0, []]);
  });
});

describe('a burst', () => {
  it('of more than a channel tells a minute waits in its box, in whichever calls it comes', async () => {
    const world = createTellWorld({ channels: { sns: { type: 'sns', burst: 3 } } }, ['sns']);
    const all = many(8);
    for (const one of all) await world.process()([one]);
    expect(world.heard('sns').ids).toEqual(all.slice(0, 3).map(({ id }) => id));
    expect(await world.held('burst/sns')).toBe(5);
  });

  it('of one record is told as far as there is room, and the rest waits', async () => {
    const world = createTellWorld({ channels: { sns: { type: 'sns', burst: 3 } } }, ['sns']);
    await world.tell(many(5));
    expect(world.heard('sns').ids).toHaveLength(3);
    expect(await world.held('burst/sns')).toBe(2);
  });

  it('is one of that channel only, and none for programs', async () => {
    const channels = { sns: { type: 'sns', burst: 1 }, ops: { ...hook, burst: 100 }, hub } as const;
    const world = createTellWorld({ channels }, ['sns', 'ops', 'hub']);
    await world.tell(many(20));
    expect(['sns', 'ops', 'hub'].map((name) => world.heard(name).ids.length)).toEqual([1, 20, 20]);
  });

  it('that was not told yet is before what comes later: nobody hears of an end before its beginning', async () => {
    const world = createTellWorld({ channels: { sns: { type: 'sns', burst: 1 } } }, ['sns']);
    await world.tell(many(2));
    world.pass(60);
    const ended = aTransition({ role: 'r1', type: 'resolved' });
    await world.tell([ended]);
    expect(world.heard('sns').ids).not.toContain(ended.id);
    expect(await world.held('burst/sns')).toBe(2);
  });

  it('is over a minute later: what comes then is told one by one again', async () => {
    const world = createTellWorld({ channels: { sns: { type: 'sns', burst: 2 } } }, ['sns']);
    await world.tell(many(2));
    world.pass(60);
    await world.tell(many(2, { eventId: 'e-2' }));
    expect(world.heard('sns').ids).toHaveLength(4);
  });
});

describe('quiet hours', () => {
  const quiet = { channels: { sns: { type: 'sns', quietHours: night } } } as const;

  it('hold back what is not excepted, and count it for no burst', async () => {
    const world = createTellWorld({ channels: { sns: { ...quiet.channels.sns, burst: 1 } } }, ['sns']);
    world.set('2026-03-12T23:00:00Z');
    const critical = aTransition({ role: 'x', severity: 'critical' });
    await world.tell([...many(20), critical]);
    expect(world.heard('sns').ids).toEqual([critical.id]);
    expect([await world.held('quiet-hours/sns'), await world.held('burst/sns')]).toEqual([20, 0]);
  });

  it('except nothing where the configuration says so', async () => {
    const channels = { sns: { type: 'sns', quietHours: { ...night, except: 'none' } } } as const;
    const world = createTellWorld({ channels }, ['sns']);
    world.set('2026-03-12T23:00:00Z');
    await world.tell([aTransition({ severity: 'critical' })]);
    expect(world.heard('sns').ids).toEqual([]);
  });

  it('a burst of what is excepted does not wait for the morning', async () => {
    const world = createTellWorld({ channels: { sns: { ...quiet.channels.sns, burst: 2 } } }, ['sns']);
    world.set('2026-03-12T23:00:00Z');
    const all = many(50, { severity: 'critical' });
    await world.opened(all);
    await world.tell(all);
    world.pass(180);
    await world.tellHeld();
    const { ids, digests } = world.heard('sns');
    expect([ids.length, digests.map(({ transitions }) => transitions)]).toEqual([2, [48]]);
  });

  it('are before what comes when they are just over', async () => {
    const world = createTellWorld(quiet, ['sns']);
    world.set('2026-03-13T06:59:59Z');
    await world.tell([aTransition({ role: 'a' })]);
    world.set('2026-03-13T07:00:01Z');
    await world.tell([aTransition({ role: 'a', type: 'resolved' })]);
    expect(world.heard('sns').ids).toEqual([]);
    await world.tellHeld();
    expect(world.heard('sns').digests.map(({ transitions }) => transitions)).toEqual([2]);
  });
});

describe('a message of Slack is brought up to date', () => {
  const slack = { type: 'slack', channel: 'C0123456789', tokenParameter: '/podguard/token' } as const;
  const exemption = { id: 'ex-1', reason: 'r', author: 'a', until: '2026-05-01T00:00:00.000Z' };
  const changes = (role: string) => [
    aTransition({ role, type: 'worsened', eventId: 'e-2' }),
    aTransition({ role, type: 'eased', eventId: 'e-3' }),
    aTransition({ role, type: 'exemption-ended', cause: 'exemption', eventId: 'ex-1' }),
    aTransition({ role, type: 'resolved', eventId: 'e-4' }),
  ];
  const idsOf = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id);

  it('in quiet hours, without anybody being disturbed', async () => {
    const world = createTellWorld({ channels: { slack: { ...slack, quietHours: night } } }, ['sns', 'slack']);
    world.set('2026-03-12T23:00:00Z');
    const opened = aTransition({ role: 'a' });
    await world.tell([opened, ...changes('a')]);
    expect(world.heard('slack')).toMatchObject({ ids: [], silent: idsOf(changes('a')) });
    expect(await world.held('quiet-hours/slack')).toBe(5);
    expect(world.heard('sns').silent).toEqual([]);
  });

  it('in a burst, in the order of its resource', async () => {
    const world = createTellWorld({ channels: { slack: { ...slack, burst: 2 } } }, ['sns', 'slack']);
    const all = changes('a');
    await world.tell(all);
    expect(world.heard('slack')).toMatchObject({ ids: idsOf(all.slice(0, 2)), silent: idsOf(all.slice(2)) });
  });

  it('of what a read of the account shows, which is in the digest, too', async () => {
    const world = createTellWorld({ channels: { slack } }, ['sns', 'slack']);
    const ended = aTransition({ type: 'resolved', cause: 'drift' });
    await world.tell([ended, aTransition({ role: 'b', cause: 'drift' })]);
    expect(world.heard('slack')).toMatchObject({ ids: [], silent: [ended.id] });
    expect(await world.held()).toBe(2);
  });

  it('where the routes point elsewhere by then, and where it is below what the channel hears', async () => {
    const routes = [
      { owner: 'payments', to: ['slack'] },
      { owner: 'mallory', to: ['sns'] },
    ];
    const world = createTellWorld({ channels: { slack: { ...slack, severity: 'high' } }, routes }, [
      'sns',
      'slack',
    ]);
    const owned = (name: string) => ({ owner: { name, from: 'tag' } }) as const;
    const opened = aTransition({ severity: 'high', finding: owned('payments') });
    const ended = aTransition({ type: 'resolved', severity: 'high', finding: owned('mallory') });
    const eased = aTransition({
      role: 'b',
      type: 'eased',
      severity: 'low',
      finding: { ...owned('payments'), severity: 'low' },
    });
    await world.tell([opened, ended, eased]);
    expect(world.heard('slack')).toMatchObject({ ids: [opened.id], silent: [ended.id, eased.id] });
    expect(world.heard('sns').ids).toEqual([ended.id]);
  });

  it('of what people accepted, which is in no digest', async () => {
    const accepted = Array.from({ length: 30 }, (_, at) =>
      aTransition({ role: `r${at}`, type: 'exempted', cause: 'exemption', finding: { exemption } }),
    );
    const world = createTellWorld({ channels: { slack } }, ['sns', 'slack']);
    await world.tell(accepted);
    const { ids, silent } = world.heard('slack');
    expect([ids.length, silent.length, await world.held('burst/slack')]).toEqual([10, 20, 0]);
    const night1 = createTellWorld({ channels: { slack: { ...slack, quietHours: night } } }, [
      'sns',
      'slack',
    ]);
    night1.set('2026-03-12T23:00:00Z');
    await night1.tell(accepted);
    expect([night1.heard('slack').silent.length, await night1.held('quiet-hours/slack')]).toEqual([30, 0]);
  });
});

describe('a process that ends', () => {
  const config = {
    channels: {
      sns: { type: 'sns', burst: 2 },
      ops: { ...hook, quietHours: night },
      hub,
    },
  } as const;
  const names = ['sns', 'ops', 'hub'];
  const all = [...many(4), aTransition({ role: 'q', cause: 'drift' })];
  const ids = all.map(({ id }) => id);

  /** Everything that was told of, one by one or in a digest, and what waits still. */
  const told = async (world: ReturnType<typeof createTellWorld>, name: string) => {
    const waiting = ['burst', 'quiet-hours'].map((why) =>
      Array.fromAsync(world.memory.listQuiet(`${why}/${name}`)),
    );
    return [...world.heard(name).ids, ...(await Promise.all(waiting)).flat().map(({ id }) => id)];
  };

  it('before any of what it does loses nothing, when the dispatcher tells it again', async () => {
    const effects: string[] = [];
    const whole = createTellWorld(config, names);
    whole.set('2026-03-12T23:00:00Z');
    whole.before = (effect) => effects.push(effect);
    await whole.tell(all);
    expect(effects.filter((effect) => effect !== 'load')).toEqual([
      'note for all',
      'count',
      'note burst/sns',
      'note burst/sns',
      'mark held/burst/sns',
      'send sns',
      'send sns',
      ...Array(4).fill('note quiet-hours/ops'),
      'mark held/quiet-hours/ops',
      ...Array(5).fill('send hub'),
    ]);
    for (const [at, effect] of effects.entries()) {
      const world = createTellWorld(config, names);
      world.set('2026-03-12T23:00:00Z');
      let count = 0;
      world.before = () => {
        count += 1;
        if (count > at) throw new Error('the process ended');
      };
      await expect(world.tell(all)).rejects.toThrow();
      world.before = () => {};
      await world.process()(all);
      const where = `${at}: ${effect}`;
      for (const name of ['sns', 'ops'])
        expect(new Set(await told(world, name)), where).toEqual(new Set(ids.slice(0, 4)));
      expect(new Set(world.heard('hub').ids), where).toEqual(new Set(ids));
      expect(await world.held(), where).toBe(1);
      // Held rather than told twice: only what was sent before the end may be in the box as well.
      const sent = effects.slice(0, at).filter((one) => one === 'send sns').length;
      const again = (await told(world, 'sns')).length - 4;
      expect(again, where).toBeLessThanOrEqual(sent);
      // And after the minute all that is held is told, whenever its mark was written.
      world.set('2026-03-13T07:00:00Z');
      await world.tellHeld();
      for (const why of ['burst/sns', 'quiet-hours/ops']) expect(await world.held(why), where).toBe(0);
    }
  });

  it('is another than one of which a channel failed: that tells the others nothing twice', async () => {
    const world = createTellWorld(config, names);
    world.before = (effect) => {
      if (effect === 'send hub') throw new Error('no such queue');
    };
    await expect(world.tell(all)).rejects.toThrow('no such queue');
    world.before = () => {};
    await world.tell(all);
    expect(world.heard('hub').ids).toEqual(ids);
    expect((await told(world, 'sns')).toSorted()).toEqual(ids.slice(0, 4).toSorted());
  });
});
