import type { Transition } from '@podguard/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aTransition } from '../support/a-transition.ts';
import { createTellWorld } from './tell-world.ts';

const night = { from: '12:05', to: '12:20', timeZone: 'UTC', except: 'critical' } as const;
const hook = { type: 'slack-webhook', urlParameter: '/podguard/url' } as const;
const channels = {
  sns: { type: 'sns', burst: 3 },
  ops: { ...hook, burst: 2, quietHours: night },
  hub: { type: 'security-hub' },
} as const;
const PEOPLE = ['sns', 'ops'] as const;
const TYPES = ['opened', 'worsened', 'eased', 'resolved'] as const;

interface Step {
  readonly findings: readonly number[];
  readonly seconds: number;
  readonly isCritical: boolean;
  /** After so many effects the process ends; the dispatcher tells the same again in another. */
  readonly endsAfter: number | null;
  readonly looks: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  findings: fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 5 }),
  seconds: fc.constantFrom(0, 0, 1, 20, 60, 300),
  isCritical: fc.boolean(),
  endsAfter: fc.option(fc.nat({ max: 30 }), { freq: 2 }),
  looks: fc.boolean(),
});

describe('whatever comes when, and wherever processes end', () => {
  const run = async (steps: readonly Step[], faults: boolean) => {
    const world = createTellWorld({ channels }, [...PEOPLE, 'hub']);
    const all: Transition[] = [];
    /** What digests told, which are taken out of the box after that. */
    const digested = new Map<string, Set<string>>();
    const { removeQuiet } = world.memory;
    world.memory.removeQuiet = async (ids, box = '') => {
      digested.set(box, new Set([...(digested.get(box) ?? []), ...ids]));
      await removeQuiet(ids, box);
    };
    const endAfter = (count: number | null): void => {
      let left = count ?? Number.POSITIVE_INFINITY;
      world.before = () => {
        left -= 1;
        if (left < 0) throw new Error('the process ended');
      };
    };
    let process = world.process();
    for (const [at, { findings, seconds, isCritical, endsAfter, looks }] of steps.entries()) {
      world.pass(seconds);
      const some = findings.map((finding, part) =>
        aTransition({
          role: `r${finding}`,
          type: TYPES[(at + part) % 4] ?? 'opened',
          severity: isCritical ? 'critical' : 'high',
          eventId: `e-${at}-${part}`,
        }),
      );
      all.push(...some);
      endAfter(faults ? endsAfter : null);
      if (looks) await world.tellHeld().catch(() => {});
      await process(some).catch(async () => {
        endAfter(null);
        process = world.process();
        await process(some);
      });
    }
    endAfter(null);
    world.pass(3_600);
    for (let minute = 0; minute < 3; minute += 1) {
      world.pass(60);
      await world.tellHeld();
    }
    return { world, all, digested };
  };

  it('every channel hears of everything, alone or in a digest, and nothing stays behind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const { world, all, digested } = await run(steps, true);
        const ids = new Set(all.map(({ id }) => id));
        expect(new Set(world.heard('hub').ids)).toEqual(ids);
        for (const name of PEOPLE) {
          const boxes = [`burst/${name}`, `quiet-hours/${name}`];
          const together = boxes.flatMap((box) => [...(digested.get(box) ?? [])]);
          expect(new Set([...world.heard(name).ids, ...together]), name).toEqual(ids);
          for (const box of boxes) expect(await world.held(box), box).toBe(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('where no process ends, each is told once, in the order of its finding, and never more a minute than may be', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const { world, all, digested } = await run(steps, false);
        for (const name of PEOPLE) {
          const { ids: alone, digests } = world.heard(name);
          const together = [`burst/${name}`, `quiet-hours/${name}`].flatMap((box) => [
            ...(digested.get(box) ?? []),
          ]);
          expect([...alone, ...together].toSorted(), name).toEqual(all.map(({ id }) => id).toSorted());
          expect(digests.reduce((sum, { transitions }) => sum + transitions, 0)).toBe(together.length);
          expect(world.mostAMinute(name)).toBeLessThanOrEqual(channels[name].burst);
          const keyOf = (id: string) => all.find((one) => one.id === id)?.finding.resource.key;
          for (const [key, some] of Map.groupBy(alone, keyOf)) {
            const inOrder = all.filter(
              ({ id, finding }) => some.includes(id) && finding.resource.key === key,
            );
            expect(some).toEqual(inOrder.map(({ id }) => id));
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
