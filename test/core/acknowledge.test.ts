import { createAcknowledge, findingId, findingsOf, isRemindedOf, type Store } from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import { describe, expect, it, test } from 'vitest';
import { ROLE } from '../support/changes.ts';
import {
  anExemption,
  createGradedWorld,
  GRADED,
  makeRole,
  setTrust,
  timeAt,
} from '../support/graded-world.ts';

const PLACE = { rule: GRADED, key: ROLE };
const ID = findingId(GRADED, ROLE);

async function openFinding(store: Store = createMemoryStore()) {
  const world = createGradedWorld({ store });
  world.at(60);
  await world.deliver(makeRole(10, 'high ab'));
  const acknowledge = createAcknowledge({ store });
  return {
    ...world,
    acknowledge: (finding: string | typeof PLACE = PLACE, by = 'ana', second = 60) =>
      acknowledge({ finding, by, at: new Date(timeAt(second)) }),
  };
}

describe('acknowledging', () => {
  test.for([
    ['by its id', ID],
    ['by rule and resource', PLACE],
  ] as const)(
    'a finding %s is recorded on it, and changes neither its status nor what is told',
    async ([, finding]) => {
      const { acknowledge, finding: found, dispatcher, news } = await openFinding();
      expect(await acknowledge(finding)).toBe('acknowledged');
      expect(await found()).toMatchObject({ status: 'open', acknowledged: { by: 'ana', at: timeAt(60) } });
      await dispatcher.sweep();
      expect(news()).toEqual(['opened high']);
    },
  );

  it('a second time keeps the first', async () => {
    const { acknowledge, finding } = await openFinding();
    await acknowledge();
    expect(await acknowledge(PLACE, 'ben', 70)).toBe('already');
    expect((await finding())?.acknowledged?.by).toBe('ana');
  });

  it('what is not there, or has ended, is an outcome', async () => {
    const { acknowledge, deliver } = await openFinding();
    expect(await acknowledge('pg-000000000000')).toBe('not-found');
    expect(await acknowledge({ ...PLACE, rule: 'another' })).toBe('not-found');
    expect(await acknowledge({ ...PLACE, key: 'another' })).toBe('not-found');
    await deliver(setTrust(65, 'good'));
    expect(await acknowledge()).toBe('not-open');
  });

  it('for a time before it opened or worsened acknowledges nothing', async () => {
    const { acknowledge, deliver, finding } = await openFinding();
    expect(await acknowledge(PLACE, 'ana', 5)).toBe('changed-since');
    await deliver(setTrust(70, 'critical ab'));
    expect(await acknowledge(PLACE, 'ana', 65)).toBe('changed-since');
    expect((await finding())?.acknowledged).toBeNull();
    expect(await acknowledge(PLACE, 'ana', 75)).toBe('acknowledged');
  });

  it('holds while it eases, until it worsens or comes back', async () => {
    const { acknowledge, deliver, finding, told } = await openFinding();
    await acknowledge();
    await deliver(setTrust(70, 'low a'));
    expect((await finding())?.acknowledged?.by).toBe('ana');
    expect(told.at(-1)?.finding.acknowledged?.by).toBe('ana');
    await deliver(setTrust(80, 'high a'));
    expect((await finding())?.acknowledged).toBeNull();
    expect(await acknowledge(PLACE, 'ben', 90)).toBe('acknowledged');
    await deliver(setTrust(100, 'good'));
    await deliver(setTrust(110, 'high a'));
    expect((await finding())?.acknowledged).toBeNull();
  });

  it('does not cover what a record of a time before it, that came after it, made worse', async () => {
    const { acknowledge, deliver, finding } = await openFinding();
    await acknowledge();
    await deliver(setTrust(50, 'critical ab'));
    expect((await finding())?.acknowledged).toBeNull();
  });

  it('of a life is nothing of the one that ended before it was given, told late', async () => {
    const { acknowledge, engine, store, context, catalogue } = await openFinding();
    expect(await acknowledge()).toBe('acknowledged');
    await engine.apply(setTrust(55, 'good'));
    const item = await store.load(ROLE);
    if (item === undefined) throw new Error('it is gone');
    expect(findingsOf(item, catalogue, await context()).map(({ acknowledged }) => acknowledged)).toEqual([
      null,
    ]);
  });

  it('marks what is pending anew, so that who is about to clear it sees it', async () => {
    const { acknowledge, engine, store } = await openFinding();
    await engine.apply(setTrust(55, 'low a'));
    const before = await store.load(ROLE);
    await acknowledge();
    const after = await store.load(ROLE);
    expect(after?.pending?.version).toBe(after?.version);
    expect(after?.version).toBe((before?.version ?? 0) + 1);
  });

  it('is lost when an exemption ends', async () => {
    const { acknowledge, state, apply, dispatcher, finding, at } = await openFinding();
    await acknowledge();
    await state.putExemption(anExemption({ until: timeAt(100) }));
    await apply();
    await dispatcher.sweep();
    expect((await finding())?.acknowledged?.by).toBe('ana');
    at(101);
    await apply();
    await dispatcher.sweep();
    expect(await finding()).toMatchObject({ status: 'open', acknowledged: null });
  });

  it('of a finding that nobody was told of yet has to be tried again', async () => {
    const { engine, acknowledge, store } = await openFinding();
    await engine.apply(setTrust(70, 'good'));
    await engine.apply(setTrust(80, 'high a'));
    const item = await store.load(ROLE);
    if (item === undefined) throw new Error('it is gone');
    await store.save({ ...item, version: item.version + 1, announced: {} });
    await expect(acknowledge(PLACE, 'ana', 90)).rejects.toMatchObject({
      code: 'store-contended',
      retryable: true,
    });
  });

  it('is tried again where somebody else writes, and leaves what is pending to be told', async () => {
    const memory = createMemoryStore();
    let conflicts = 0;
    const store: Store = {
      ...memory,
      async save(item) {
        if (conflicts === 0) return memory.save(item);
        conflicts -= 1;
        return 'conflict';
      },
    };
    const { acknowledge, engine, dispatcher, news, finding } = await openFinding(store);
    news();
    await engine.apply(setTrust(55, 'low a'));
    conflicts = 3;
    expect(await acknowledge()).toBe('acknowledged');
    await dispatcher.sweep();
    expect(news()).toEqual(['eased low']);
    expect((await finding())?.acknowledged?.by).toBe('ana');
    conflicts = 100;
    await expect(acknowledge(PLACE, 'ben', 50)).resolves.toBe('already');
  });
});

describe('a reminder', () => {
  const reminders = { severity: 'high', everyHours: 24 } as const;
  const at = (hours: number) => new Date(Date.parse(timeAt(10)) + hours * 3_600_000);

  it('is of what is grave and open for so long', async () => {
    const { finding, deliver } = await openFinding();
    const found = await finding();
    if (found === undefined) throw new Error('there is none');
    expect([23.9, 24, 240].map((hours) => isRemindedOf(found, reminders, at(hours)))).toEqual([
      false,
      true,
      true,
    ]);
    expect(isRemindedOf(found, { ...reminders, severity: 'critical' }, at(24))).toBe(false);
    await deliver(setTrust(20, 'good'));
    const ended = await finding();
    expect(ended && isRemindedOf(ended, reminders, at(24))).toBe(false);
  });

  it('is of nothing that somebody acknowledged or accepted', async () => {
    const known = await openFinding();
    await known.acknowledge();
    const accepted = await openFinding();
    await accepted.state.putExemption(anExemption());
    for (const { finding } of [known, accepted]) {
      const found = await finding();
      expect(found && isRemindedOf(found, reminders, at(24))).toBe(false);
    }
  });
});
