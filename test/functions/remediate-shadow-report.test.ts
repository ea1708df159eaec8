import { configSchema, type Remediation } from '@podguard/core';
import { createReportShadow, parseChannelMessage, SHADOW_MARK } from '@podguard/functions';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { describe, expect, it } from 'vitest';
import { aRemediation } from '../support/a-remediation.ts';
import { channelsOver } from '../support/channels.ts';
import { testQueue } from './dispatch-queue.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.parse('2098-03-01T10:00:00Z');
const RULE = 'imds-v1-allowed';

function setUp(rules: Readonly<Record<string, 'shadow' | 'propose' | 'off'>> = { [RULE]: 'shadow' }) {
  let time = START;
  let fails = false;
  const state = createMemoryServiceState(createMemoryStore(), () => time);
  const sns = testQueue(() => (fails ? new Error('no queue') : undefined));
  const hub = testQueue();
  const channels = channelsOver({ sns, hub }, { sns: { type: 'sns' }, hub: { type: 'security-hub' } });
  const run = (changed = rules) =>
    createReportShadow({
      ...{ state, channels, account: '111122223333', now: () => new Date(time), unreadable: () => {} },
      config: configSchema.parse({ remediation: { rules: changed, shadowDays: 7 } }),
    })();
  return {
    ...{ state, sns, hub, run },
    /** It is looked meanwhile, as the service does. */
    async after(ms: number, changed = rules) {
      const end = time + ms;
      for (time += 2 * HOUR; time < end; time += 2 * HOUR) await run(changed);
      time = end;
    },
    /** Nobody looks meanwhile. */
    offFor(ms: number) {
      time += ms;
    },
    fail: (now: boolean) => {
      fails = now;
    },
    told: () =>
      sns.sent.map(({ body }) => {
        const message = parseChannelMessage(body);
        if (message.podguard !== 'shadow-report') throw new Error(message.podguard);
        return message.report;
      }),
    record: (id: string, more: Partial<Remediation> = {}) =>
      state.saveRemediation(
        aRemediation({
          ...{ id, mode: 'shadow', status: 'shadow', rule: RULE, expiresAt: null },
          ...{ createdAt: new Date(time).toISOString(), ...more },
        }),
      ),
  };
}

describe('what shadow mode recorded', () => {
  it('is told when its days are over, once, to people', async () => {
    const world = setUp();
    await world.run();
    await world.after(DAY);
    await world.record('rm-1');
    await world.after(DAY);
    const refused = { ok: false, guard: 'in-budget', reason: 'five an hour' } as const;
    await world.record('rm-2', { status: 'refused', guards: [refused] });
    await world.record('rm-3', { rule: 'imds-hop-limit' });
    await world.record('rm-5', { approvalsNeeded: 2 });
    await world.record('rm-4', { mode: 'propose' });
    await world.after(4.75 * DAY);
    await world.run();
    expect(world.told()).toEqual([]);
    await world.after(0.25 * DAY);
    for (const _ of [1, 2, 3]) await world.run();
    expect(world.told()).toEqual([
      expect.objectContaining({
        ...{ v: 1, rule: RULE, account: '111122223333', total: 3, would: 1, wouldPropose: 1 },
        since: '2098-03-01T10:00:00.000Z',
        until: new Date(START + 7 * DAY).toISOString(),
        refused: [{ guard: 'in-budget', count: 1 }],
        newest: [
          expect.objectContaining({ id: 'rm-5', wouldBe: 'proposed', refusal: null }),
          expect.objectContaining({ id: 'rm-2', wouldBe: 'refused', refusal: 'five an hour' }),
          expect.objectContaining({ id: 'rm-1', wouldBe: 'applied', refusal: null }),
        ],
      }),
    ]);
    expect(world.hub.sent).toEqual([]);
  });

  it('is told again as often as its days pass, of what came since', async () => {
    const world = setUp();
    await world.run();
    await world.record('rm-1');
    await world.after(7 * DAY);
    await world.run();
    await world.record('rm-2');
    await world.after(7 * DAY);
    await world.run();
    expect(world.told().map(({ newest }) => newest.map(({ id }) => id))).toEqual([['rm-1'], ['rm-2']]);
    expect(new Set(world.told().map(({ id }) => id)).size).toBe(2);
  });

  it('is told where it is nothing: then people dare, too', async () => {
    const world = setUp();
    await world.run();
    await world.after(7 * DAY);
    await world.run();
    expect(world.told()).toEqual([expect.objectContaining({ total: 0, would: 0, refused: [], newest: [] })]);
  });

  it('is the same told again after a crash between telling and remembering', async () => {
    const world = setUp();
    await world.run();
    await world.record('rm-1');
    await world.after(7 * DAY);
    const before = await world.state.loadMark(SHADOW_MARK);
    await world.run();
    await world.state.saveMark(SHADOW_MARK, before!);
    await world.run();
    expect(new Set(world.told().map(({ id }) => id)).size).toBe(1);
    expect(new Set(world.sns.sent.map(({ identity }) => identity)).size).toBe(1);
  });

  it('is not lost where a channel does not take it', async () => {
    const world = setUp();
    await world.run();
    await world.after(7 * DAY);
    world.fail(true);
    await expect(world.run()).rejects.toThrow('no queue');
    world.fail(false);
    await world.run();
    expect(world.told()).toHaveLength(1);
  });

  it('of a rule that left shadow mode is told no more, and begins anew when it is back', async () => {
    const world = setUp();
    await world.run();
    await world.after(6 * DAY);
    await world.after(2 * DAY, { [RULE]: 'propose' });
    await world.run();
    expect(world.told()).toEqual([]);
    await world.after(7 * DAY);
    await world.run();
    expect(world.told()).toHaveLength(1);
  });

  it.for([0.5, 6.5, 7, 30])('begins anew where everything was off for %s days', async (days) => {
    const world = setUp();
    await world.run();
    await world.record('rm-1');
    await world.after(HOUR);
    await world.run();
    world.offFor(days * DAY);
    await world.run();
    await world.after(6.75 * DAY);
    await world.run();
    expect(world.told()).toEqual([]);
    await world.after(0.25 * DAY);
    await world.run();
    const since = new Date(START + HOUR + days * DAY).toISOString();
    expect(world.told()).toEqual([expect.objectContaining({ since, total: 0 })]);
  });

  it('is the same where a channel takes nothing for a day', async () => {
    const world = setUp();
    await world.run();
    await world.record('rm-1');
    await world.after(7 * DAY);
    world.fail(true);
    for (let hour = 0; hour < 24; hour += 3) {
      await expect(world.run()).rejects.toThrow('no queue');
      world.offFor(3 * HOUR);
    }
    world.fail(false);
    await world.run();
    const since = new Date(START).toISOString();
    expect(world.told()).toEqual([expect.objectContaining({ since, total: 1 })]);
  });

  it('of more than are read names the time that those that were read cover', async () => {
    const world = setUp();
    await world.run();
    for (let each = 0; each < 5_100; each += 1) {
      await world.record(`rm-${each}`, { createdAt: new Date(START + each * 60_000).toISOString() });
    }
    await world.after(7 * DAY);
    await world.run();
    const since = new Date(START + 100 * 60_000).toISOString();
    expect(world.told()).toEqual([expect.objectContaining({ since, total: 5_000, would: 5_000 })]);
  });
});
