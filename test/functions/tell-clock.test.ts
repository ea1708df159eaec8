import { BASELINE_MARK, findingId, type ServiceState } from '@podguard/core';
import {
  createTellDigest,
  createTellExpiring,
  createTellReminders,
  type QueueMessage,
} from '@podguard/functions';
import { alertText, type Digest } from '@podguard/notify';
import { describe, expect, it } from 'vitest';
import { ROLE } from '../support/changes.ts';
import { channelsOver } from '../support/channels.ts';
import {
  anExemption,
  createGradedWorld,
  GRADED,
  makeRole,
  setTrust,
  timeAt,
} from '../support/graded-world.ts';

const ACCOUNT = '111122223333';
const HOUR = 3_600;
const DAY = 24 * HOUR;
const anOld = (parts: Parameters<typeof anExemption>[0] = {}) =>
  anExemption({ since: timeAt(-30 * DAY), ...parts });

/** A role's open finding, and what tells of it by the clock; `before` may end the process at any effect. */
async function createWorld() {
  const world = createGradedWorld();
  world.at(20);
  await world.deliver(makeRole(10, 'high a'));
  const digests: Digest[] = [];
  const effects = { before: (_effect: string): void => {} };
  const state: ServiceState = {
    ...world.state,
    async replaceMark(name, was, value) {
      effects.before('mark');
      return world.state.replaceMark(name, was, value);
    },
  };
  const { store, catalogue, context } = world;
  const tellDigest = async (digest: Digest) => {
    effects.before('tell');
    digests.push(digest);
    effects.before('told');
  };
  const deps = { store, state, catalogue, context, tellDigest, account: ACCOUNT };
  return Object.assign(world, {
    digests,
    effects,
    expiring: createTellExpiring(deps),
    remind: createTellReminders({ ...deps, reminders: { severity: 'high', everyHours: 24 } }),
  });
}

describe('exemptions that end within a week', () => {
  it('are told once each, with what will be open again', async () => {
    const { state, expiring, digests, at } = await createWorld();
    const soon = anOld({ until: timeAt(3 * DAY), reason: 'until the migration' });
    const later = anOld({ until: timeAt(9 * DAY), rules: ['another'], author: 'ben' });
    await state.putExemption(soon);
    await state.putExemption(later);
    expect([await expiring(), await expiring()]).toEqual([true, false]);
    expect(digests).toHaveLength(1);
    expect(digests[0]).toMatchObject({
      account: ACCOUNT,
      notes: [
        `${soon.id} ends 2026-01-05 03:00 UTC: rule graded, resource ${ROLE} (1 finding), accepted by ana: until the migration`,
      ],
      open: { high: 1 },
      worst: [{ id: findingId(GRADED, ROLE), severity: 'high' }],
    });
    at(2 * DAY + 1);
    expect([await expiring(), await expiring()]).toEqual([true, false]);
    expect(digests[1]?.notes).toEqual([expect.stringContaining('(0 findings), accepted by ben')]);
    at(10 * DAY);
    expect(await expiring()).toBe(false);
  });

  it('more than a digest has room for are counted', async () => {
    const { state, expiring, digests } = await createWorld();
    for (let n = 0; n < 12; n += 1) await state.putExemption(anOld({ rules: [`rule-${n}`] }));
    await expiring();
    expect(digests[0]?.notes).toHaveLength(10);
    expect(digests[0]?.notes.at(-1)).toBe('3 more: podguard exempt list shows all');
  });

  it('are read by people as what they are', async () => {
    const { state, expiring, digests } = await createWorld();
    await state.putExemption(anOld());
    await expiring();
    const [digest] = digests;
    if (digest === undefined) throw new Error('nothing was told');
    const text = alertText({ kind: 'digest', digest }, { store: 'dynamodb:t', ruleOf: () => undefined });
    expect(text).toContain('Exemptions that end within a week, and what will be open again');
    expect(text).toContain('accepted by ana: it is known');
    expect(text).toContain('HIGH: it is high');
  });
});

describe('findings that nobody acknowledged', () => {
  it('are told again together, at most once in so many hours, until they end', async () => {
    const { remind, digests, at, deliver } = await createWorld();
    expect(await remind()).toBe(false);
    at(HOUR);
    expect(await remind()).toBe(false);
    at(DAY + HOUR);
    expect([await remind(), await remind()]).toEqual([true, false]);
    at(2 * DAY);
    expect(await remind()).toBe(false);
    expect(digests).toHaveLength(1);
    expect(digests[0]).toMatchObject({
      title: '1 finding is still open after 24 hours, high or above, and nobody acknowledged it',
      open: { high: 1 },
    });
    at(2 * DAY + HOUR);
    expect(await remind()).toBe(true);
    expect(digests[1]?.id).not.toBe(digests[0]?.id);
    await deliver(setTrust(2 * DAY, 'low a'));
    at(4 * DAY);
    expect(await remind()).toBe(false);
  });
});

it('a reminder that one channel cannot be sent comes to the others once', async () => {
  const { store, state, catalogue, context, at, now } = await createWorld();
  const sent: string[] = [];
  const sns = {
    send: async (messages: readonly QueueMessage[]) => void sent.push(...messages.map(({ body }) => body)),
  };
  const ops = {
    async send() {
      throw new Error('no such queue');
    },
  };
  const channels = channelsOver(
    { sns, ops },
    { ops: { type: 'slack-webhook', urlParameter: '/podguard/ops' } },
  );
  const tellDigest = createTellDigest({ channels, state, now });
  const deps = { store, state, catalogue, context, tellDigest, account: ACCOUNT };
  const remind = createTellReminders({ ...deps, reminders: { severity: 'high', everyHours: 24 } });
  for (let sweep = 0; sweep < 5; sweep += 1) {
    at(DAY + HOUR + sweep * 900);
    await remind();
  }
  expect(sent).toHaveLength(1);
});

describe('findings that people heard of no longer than that ago', () => {
  it('are not told again: those of a baseline count from its end', async () => {
    const { remind, at, state } = await createWorld();
    await state.saveMark(BASELINE_MARK, { run: 'r', startedAt: timeAt(0), finishedAt: timeAt(DAY) });
    at(DAY + HOUR);
    expect(await remind()).toBe(false);
    at(2 * DAY + HOUR);
    expect(await remind()).toBe(true);
  });

  it('nor those that nobody was told of yet', async () => {
    const { remind, at, digests, store } = await createWorld();
    const item = await store.load(ROLE);
    if (item === undefined) throw new Error('it is gone');
    await store.save({ ...item, version: item.version + 1, announced: {} });
    at(3 * DAY);
    expect(await remind()).toBe(false);
    expect(digests).toEqual([]);
  });
});

describe('a process that ends', () => {
  it('before any of what it does: the same is told again, under the same id', async () => {
    for (const [at, effect] of ['mark', 'tell', 'told', 'mark'].entries()) {
      const { state, expiring, digests, effects } = await createWorld();
      await state.putExemption(anOld());
      let count = 0;
      effects.before = (here) => {
        count += 1;
        if (count === at + 1) throw new Error(`ended before ${here}`);
      };
      await expect(expiring(), String(at)).rejects.toThrow(`ended before ${effect}`);
      effects.before = () => {};
      await expiring();
      await expiring();
      expect(new Set(digests.map(({ id }) => id)).size, String(at)).toBe(1);
      expect(digests.length, String(at)).toBe(at < 2 ? 1 : 2);
    }
  });

  it('two at once tell one digest', async () => {
    const { state, expiring, digests } = await createWorld();
    await state.putExemption(anOld());
    expect((await Promise.all([expiring(), expiring()])).sort()).toEqual([false, true]);
    expect(digests).toHaveLength(1);
  });

  it('a mark that another version wrote is begun anew', async () => {
    const { state, expiring, digests } = await createWorld();
    await state.saveMark('exemptions/expiring', { v: 7 });
    await state.putExemption(anOld());
    expect(await expiring()).toBe(true);
    expect(digests).toHaveLength(1);
  });
});
