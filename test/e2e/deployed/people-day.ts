import type { Finding } from '@podguard/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT } from '../../support/ministack/start.ts';
import { reported, scanned } from './found.ts';
import type { HeardByAll } from './people-heard.ts';
import { idsOf, MOST_SINGLES, type People, tellHeld } from './people-steps.ts';
import { CONFIG } from './people-world.ts';
import { sampleDay } from './sample-day.ts';

export function describeSampleDay(people: () => People): void {
  describe('the sample day, of which everybody hears', () => {
    let day: HeardByAll;
    let scan: readonly Finding[];
    beforeAll(async () => {
      scan = await scanned(CONFIG);
      day = await people().deliver(...sampleDay());
    }, 120_000);

    it('is in the table as podguard scan finds it', async () => {
      const now = await reported(people().world.service);
      expect(now).toEqual(scan);
    });

    it('is told once to each channel, the same to each', async () => {
      const kept = await people().world.service.store.listTransitions(1_000);
      const ids = idsOf(kept);
      expect(ids.length).toBeGreaterThan(15);
      expect(new Set(ids).size).toBe(ids.length);
      for (const channel of ['sns', 'tickets', 'events'] as const) expect(idsOf(day[channel])).toEqual(ids);
      expect(day.posts.length + day.replies.length).toBe(day.alerts);
      expect(day.digests).toEqual([]);
    });

    it('is told in the order of each finding', () => {
      for (const channel of ['sns', 'tickets', 'events'] as const)
        for (const some of Map.groupBy(day[channel], ({ finding }) => finding.id).values()) {
          const times = some.map(({ at }) => at);
          expect(times).toEqual(times.toSorted());
        }
    });

    it('is in Security Hub as it is now: what is open is active, what ended is archived', async () => {
      const last = new Map(day.events.map(({ finding }) => [finding.id, finding.status]));
      const states = (await people().world.moto.findings(ACCOUNT)).map(({ Id, RecordState }) => [
        Id,
        RecordState === 'ACTIVE' ? 'open' : 'resolved',
      ]);
      expect(states.toSorted()).toEqual(
        [...last].map(([id, status]) => [`podguard/${id}`, status]).toSorted(),
      );
    });

    it('is more in a minute than one channel is told one by one: the rest it is told together', async () => {
      const singles = people().world.flood.calls.length;
      expect(singles).toBeLessThanOrEqual(MOST_SINGLES);
      await tellHeld(people().world);
      expect(people().world.flood.calls.length).toBe(singles + 1);
      await people().world.service.invoke('tell-held', {});
      await people().world.service.settle();
      expect(people().world.flood.calls.length).toBe(singles + 1);
      await people().heard();
    });
  });
}
