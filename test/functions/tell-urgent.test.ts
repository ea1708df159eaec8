import { describe, expect, it } from 'vitest';
import { aTransition } from '../support/a-transition.ts';
import { createTellWorld, many } from './tell-world.ts';

const night = { from: '22:00', to: '07:00', timeZone: 'UTC' } as const;
const sns = { type: 'sns', burst: 3 } as const;
const OPENINGS = ['opened', 'reopened', 'worsened', 'exemption-ended'] as const;

function critical(count: number, type: (typeof OPENINGS)[number] = 'opened', eventId = 'e-1') {
  return Array.from({ length: count }, (_, at) =>
    aTransition({ role: `c${at}`, type, severity: 'critical', eventId, finding: { severity: 'critical' } }),
  );
}

async function minutes(world: ReturnType<typeof createTellWorld>, count: number) {
  for (let at = 0; at < count; at += 1) {
    world.pass(60);
    await world.tellHeld();
  }
}

describe('what is critical', () => {
  it.for(OPENINGS)('and %s is told at once behind as many slight findings as may be', async (type) => {
    const world = createTellWorld({ channels: { sns } }, ['sns']);
    await world.tell(many(20, { severity: 'low' }));
    const [one] = critical(1, type);
    await world.tell(one === undefined ? [] : [one]);
    expect(world.heard('sns').ids).toHaveLength(4);
    expect(world.heard('sns').ids).toContain(one?.id);
  });

  it('is told at once where the same record opens enough else of the same resource', async () => {
    const world = createTellWorld({ channels: { sns } }, ['sns']);
    const { resource } = aTransition().finding;
    const all = [...many(20, { severity: 'low' }), ...critical(1)].map((one) => ({
      ...one,
      finding: { ...one.finding, resource },
    }));
    await world.tell(all);
    expect(world.heard('sns').ids).toEqual([0, 1, 2, 20].map((at) => all[at]?.id));
  });

  it('is told at once a minute later, too, while the rest waits, and its end behind that', async () => {
    const world = createTellWorld({ channels: { sns } }, ['sns']);
    await world.tell(many(20));
    world.pass(60);
    await world.tell(critical(1));
    expect(world.heard('sns').ids).toHaveLength(4);
    await world.tell([aTransition({ role: 'c0', type: 'resolved', severity: 'critical' })]);
    expect(world.heard('sns').ids).toHaveLength(4);
    expect(await world.held('burst/sns')).toBe(18);
  });

  it('is no more than so many alerts a minute, and the rest a digest when it has calmed', async () => {
    const world = createTellWorld({ channels: { sns } }, ['sns']);
    for (let minute = 0; minute < 3; minute += 1) {
      await world.tell(critical(10, 'opened', `e-${minute}`));
      expect(world.heard('sns').ids).toHaveLength((minute + 1) * 3);
      await minutes(world, 1);
    }
    expect(world.heard('sns').digests).toEqual([]);
    await minutes(world, 2);
    expect(world.heard('sns').digests.map(({ transitions }) => transitions)).toEqual([21]);
  });
});

describe('a digest', () => {
  it('of what was held back says which types are in it, also when it waits for the morning', async () => {
    const quietHours = { ...night, except: 'critical' } as const;
    const world = createTellWorld({ channels: { sns: { ...sns, quietHours } } }, ['sns']);
    world.set('2026-03-12T21:59:30Z');
    await world.tell([...many(10), aTransition({ role: 'r1', type: 'resolved' })]);
    await minutes(world, 3);
    expect(world.heard('sns').digests).toEqual([]);
    expect(await world.held('burst/sns')).toBe(0);
    world.set('2026-03-13T07:00:00Z');
    await minutes(world, 1);
    expect(world.heard('sns').digests).toMatchObject([{ transitions: 8, types: ['opened', 'resolved'] }]);
  });

  it('of a burst in quiet hours is told at once where something excepted is open in it', async () => {
    const quietHours = { ...night, except: 'high' } as const;
    const world = createTellWorld({ channels: { sns: { ...sns, quietHours } } }, ['sns']);
    world.set('2026-03-12T21:59:30Z');
    const all = many(10);
    await world.opened(all.slice(-1));
    await world.tell(all);
    await minutes(world, 3);
    expect(world.heard('sns').digests.map(({ transitions }) => transitions)).toEqual([7]);
  });

  it('of what no record caused names no types: nobody is called for it', async () => {
    const world = createTellWorld({ channels: { sns } }, ['sns']);
    await world.tell(many(2, { cause: 'drift' }));
    await world.tellQuiet({ title: 'Digest' });
    expect(world.heard('sns').digests.map(({ types }) => types)).toEqual([undefined]);
  });
});
