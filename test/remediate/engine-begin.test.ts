import { parseConfig, type Remediation, ServiceError, type ServiceState } from '@podguard/core';
import { describe, expect, test } from 'vitest';
import {
  auto,
  BAD,
  badWorld,
  begin,
  HOUR,
  KEY,
  MINUTE,
  makeGraver,
  proposedIn,
  refusedBy,
} from './engine-steps.ts';
import { ADMIN, instance, makeBad, RULE, refOf, type World } from './engine-world.ts';

const minutesUntil = (world: World, again: Date | null) =>
  again === null ? null : (again.getTime() - world.clock) / MINUTE;
const beginAs = (transition: string) => ({ ...begin, transition });
const unreadable = (id: string) => new ServiceError('item-malformed', `${id} cannot be read`);

describe('in shadow mode', () => {
  const shadow = { rules: { [RULE]: 'shadow' } } as const;

  test.for([
    ['a guard that refuses', { protectedPrincipals: [ADMIN] }, ['not-protected']],
    ['all guards that say yes', {}, []],
  ] as const)('people hear nothing of %s by itself', async ([, more, guards]) => {
    const world = await badWorld({ remediation: { ...shadow, ...more } });
    const { remediation: one } = await world.use().begin(begin);
    await world.use().sweep();
    expect([one?.mode, one?.status, one && refusedBy(one)]).toEqual(['shadow', 'shadow', guards]);
    expect(world.told).toEqual([]);
    expect(world.calls).toEqual([]);
  });

  test('a plan that there is not is nothing that people hear of by itself', async () => {
    const world = await badWorld({ remediation: shadow, remediators: [] });
    const { remediation: one } = await world.use().begin(begin);
    expect([one?.status, one?.plan, world.told]).toEqual(['shadow', null, []]);
  });

  test('what a guard would have refused spends no budget of those after it', async () => {
    const budget = { perHour: 1, perKindPerHour: 1 };
    const remediation = { ...shadow, budget, deny: { resources: [KEY] } };
    const world = await badWorld({ instances: 20, remediation });
    const first = await world.use().begin(begin);
    await makeBad(world, instance(1));
    const second = await world.use().begin({ ...refOf(instance(1)), transition: 't-2' });
    expect([first, second].map(({ remediation }) => remediation && refusedBy(remediation))).toEqual([
      ['not-denied'],
      [],
    ]);
  });

  test('a proposal of another rule keeps nothing waiting, as in auto', async () => {
    const world = await badWorld();
    await proposedIn(world);
    const config = parseConfig({ instances: 'all', remediation: shadow }, 'test');
    const { remediation } = await world.use({ config }).begin(beginAs('t-2'));
    expect(remediation?.status).toBe('shadow');
  });
});

describe('what a person rejected', () => {
  async function rejectedIn(world: World): Promise<Remediation> {
    const one = await proposedIn(world);
    await world.use().reject(one.id, 'anna', 'we look first');
    await world.use().sweep();
    return one;
  }
  const kept = async ({ state }: World) => (await state.listRemediations(10)).map(({ status }) => status);

  test.for(['propose', 'auto'] as const)(
    'is begun by no other transition of that life in %s',
    async (mode) => {
      const world = await badWorld({
        remediation: { rules: { [RULE]: mode }, twoPeople: ['low', 'medium', 'high'] },
      });
      await rejectedIn(world);
      const config = parseConfig({ instances: 'all', remediation: { rules: { [RULE]: mode } } }, 'test');
      for (const transition of ['t-2', 't-3']) {
        const begun = await world.use({ config }).begin(beginAs(transition));
        expect(begun).toEqual({ remediation: undefined, again: null });
      }
      expect(await kept(world)).toEqual(['rejected']);
      expect([world.calls, world.told.length]).toEqual([[], 2]);
    },
  );

  test('is proposed again where it became graver', async () => {
    const world = await badWorld();
    const { severity } = await rejectedIn(world);
    const { remediation } = await world.use(await makeGraver(world)).begin(beginAs('t-2'));
    expect([severity, remediation?.severity, remediation?.status]).toEqual(['low', 'high', 'proposed']);
  });

  test('is proposed again when the finding had ended, and is open again', async () => {
    const world = await badWorld();
    await rejectedIn(world);
    world.change(KEY, { httpTokens: 'required' });
    await world.deliver();
    world.clock += HOUR;
    await makeBad(world);
    const { remediation } = await world.use().begin(beginAs('t-2'));
    expect(remediation?.status).toBe('proposed');
  });

  test('may be asked for by command', async () => {
    const world = await badWorld();
    await rejectedIn(world);
    const { remediation } = await world.use().request(refOf(KEY), { forced: false, by: 'ben' });
    expect(remediation.status).toBe('verified');
  });
});

describe('what waits', () => {
  test('is looked at when the guard says, and then each quarter of an hour at most', async () => {
    const world = await badWorld({ remediation: { ...auto, settleSeconds: 600 } });
    const waits: (number | null)[] = [];
    for (let each = 0; each < 3; each += 1) {
      const { again } = await world.use().begin(begin);
      waits.push(minutesUntil(world, again));
      world.clock = again?.getTime() ?? world.clock;
      world.change(KEY, BAD as never);
      await world.deliver();
    }
    expect(waits).toEqual([7, 15, 15]);
  });

  test('behind a proposal waits until that is void', async () => {
    const world = await badWorld();
    const { expiresAt } = await proposedIn(world);
    const { again } = await world.use().begin(beginAs('t-2'));
    expect(again?.toISOString()).toBe(expiresAt);
    world.clock = again?.getTime() ?? 0;
    const { remediation } = await world.use().begin(beginAs('t-2'));
    expect(remediation?.status).toBe('proposed');
  });
});

describe('a remediation that cannot be read', () => {
  function hiding(state: ServiceState, id: string, target: string | undefined): ServiceState {
    return {
      ...state,
      async loadRemediation(wanted) {
        if (wanted === id) throw unreadable(id);
        return state.loadRemediation(wanted);
      },
      async listRemediations(limit, of, tell) {
        if (of === undefined || of === target) {
          if (tell === undefined) throw unreadable(id);
          tell(unreadable(id));
        }
        return (await state.listRemediations(limit, of)).filter((one) => one.id !== id);
      },
    };
  }

  test('of another resource, of which nothing was done today, keeps nothing from being repaired', async () => {
    const world = await badWorld({ remediation: auto });
    const { remediation } = await world
      .use({ remediations: hiding(world.state, 'rm-x', instance(9)) })
      .begin(begin);
    expect(remediation?.status).toBe('verified');
  });

  test('of the same resource is a no that people hear of', async () => {
    const world = await badWorld({ remediation: auto });
    const { remediation: one, again } = await world
      .use({ remediations: hiding(world.state, 'rm-x', KEY) })
      .begin(begin);
    expect([one?.status, again]).toEqual(['refused', null]);
    expect(one && refusedBy(one)).toEqual(['not-our-own', 'cooled-down', 'not-contested', 'one-action']);
    expect([world.told.length, world.calls]).toEqual([1, []]);
  });

  test('by which something was done today is asked about again for a day, and then told', async () => {
    const world = await badWorld({ instances: 20, remediation: auto });
    const { remediation: done } = await world.use().begin(begin);
    await makeBad(world, instance(1));
    const told = world.told.length;
    const other = { ...refOf(instance(1)), transition: 't-2' };
    const use = () => world.use({ remediations: hiding(world.state, done?.id ?? '', KEY) });
    const first = await use().begin(other);
    expect([first.remediation, minutesUntil(world, first.again)]).toEqual([undefined, 60]);
    expect([world.told.length, world.calls.length]).toEqual([told, 2]);
    world.clock += 25 * HOUR;
    const { remediation } = await use().begin(other);
    expect(remediation?.status).toBe('verified');
  });

  test('is no such thing as a table that does not answer', async () => {
    const world = await badWorld({ remediation: auto });
    const listRemediations = async () => {
      throw new ServiceError('store-unreachable', 'no answer', { retryable: true });
    };
    const remediations = { ...world.state, listRemediations };
    await expect(world.use({ remediations }).begin(begin)).rejects.toMatchObject({ retryable: true });
  });
});
