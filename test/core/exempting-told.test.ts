import { announce, type Item } from '@podguard/core';
import { describe, expect, it } from 'vitest';
import { deleteRole, ROLE } from '../support/changes.ts';
import {
  anExemption,
  createGradedWorld,
  makeRole,
  OTHER,
  setTrust,
  timeAt,
  twoGraded,
} from '../support/graded-world.ts';
import { exempt } from './exempting-world.ts';

describe('what is told of it', () => {
  it('its author and when it began', async () => {
    const { told, exemption } = await exempt({ author: 'Ana (slack U01234567)' });
    expect(told[0]).toMatchObject({
      type: 'exempted',
      cause: 'exemption',
      at: '2026-01-02T03:00:10Z',
      eventId: exemption.id,
      by: { actor: 'Ana (slack U01234567)', eventName: 'exempt', at: timeAt(0), sourceIp: null },
      finding: { status: 'exempt', exemption: { id: exemption.id } },
    });
  });

  it('nothing of what eases or comes back under it, and its end to those who show it', async () => {
    const { deliver, news, told } = await exempt();
    await deliver(setTrust(20, 'low a'));
    await deliver(setTrust(30, 'high ab'));
    expect(news()).toEqual(['exempted high']);
    await deliver(setTrust(40, 'good'));
    expect(told[0]?.finding).toMatchObject({ status: 'resolved', exemption: { author: 'ana' } });
    expect(news()).toEqual(['resolved high']);
    await deliver(setTrust(50, 'medium a'));
    expect(told[0]?.finding.status).toBe('exempt');
    expect(news()).toEqual(['exempted medium']);
  });

  it('that it became worse than what was accepted, as the deed of who made it so', async () => {
    const { deliver, news, told, finding, exemption } = await exempt();
    news();
    await deliver(setTrust(20, 'critical ab'));
    expect(told[0]).toMatchObject({
      type: 'exemption-ended',
      severity: 'critical',
      cause: 'record',
      eventId: 'UpdateAssumeRolePolicy-20',
      by: { eventName: 'UpdateAssumeRolePolicy' },
      ended: { exemption: { id: exemption.id, author: 'ana' }, reason: 'outgrown' },
      finding: { status: 'open', exemption: null },
    });
    expect(news()).toEqual(['exemption-ended critical']);
    await deliver(setTrust(30, 'high ab'));
    await deliver(setTrust(40, 'critical abc'));
    expect(news()).toEqual(['eased high', 'worsened critical']);
    expect((await finding())?.status).toBe('open');
  });

  it('that it lets in whom it did not before, at the same severity', async () => {
    const { deliver, news, told } = await exempt();
    news();
    await deliver(setTrust(20, 'high a'));
    expect(news()).toEqual([]);
    await deliver(setTrust(30, 'high b'));
    expect(news()).toEqual([]);
    await deliver(setTrust(40, 'high bc'));
    expect(told[0]?.ended?.reason).toBe('outgrown');
    expect(news()).toEqual(['exemption-ended high']);
  });

  it('that it is over, at its time, by nobody', async () => {
    const { at, apply, dispatcher, news, told, exemption } = await exempt({ until: timeAt(60) });
    await apply();
    news();
    at(61);
    expect(await apply()).toBe(1);
    await dispatcher.sweep();
    expect(told[0]).toMatchObject({
      type: 'exemption-ended',
      cause: 'exemption',
      at: timeAt(60),
      eventId: exemption.id,
      by: { actor: 'podguard' },
      ended: { reason: 'expired', exemption: { reason: 'it is known', until: timeAt(60) } },
      finding: { status: 'open' },
    });
    expect(news()).toEqual(['exemption-ended high']);
  });

  it('that it was taken out of the configuration, by nobody who is known', async () => {
    const world = createGradedWorld();
    world.at(10);
    await world.deliver(makeRole(10, 'high a'));
    const item = (await world.store.load(ROLE)) as Item;
    const { catalogue, config, now } = world;
    const context = { exemptions: [anExemption()], at: now(), config };
    const { announced } = announce(item, catalogue, context);
    const { transitions } = announce({ ...item, announced }, catalogue, { ...context, exemptions: [] });
    expect(transitions).toMatchObject([{ ended: { reason: 'removed' }, by: { actor: 'podguard' } }]);
  });

  it('by people, also where a record that was sent again was the last to change it', async () => {
    const world = createGradedWorld();
    world.at(10);
    const made = makeRole(10, 'high a');
    await world.deliver({ ...made, cause: { ...made.cause, replayed: true } });
    await world.state.putExemption(anExemption({ until: timeAt(60) }));
    for (const second of [10, 60]) {
      world.at(second);
      await world.apply();
      await world.dispatcher.sweep();
    }
    expect(world.told.map(({ type, replayed }) => [type, replayed])).toEqual([
      ['opened', true],
      ['exempted', undefined],
      ['exemption-ended', undefined],
    ]);
  });

  it('that somebody removed it', async () => {
    const { state, at, apply, dispatcher, told, exemption, news } = await exempt();
    await apply();
    at(30);
    await state.putExemption({ ...exemption, removed: { at: timeAt(29), by: 'ben' } });
    expect(await apply()).toBe(1);
    await dispatcher.sweep();
    expect(told[1]).toMatchObject({ ended: { reason: 'removed' }, at: timeAt(29), by: { actor: 'ben' } });
    expect(news()).toEqual(['exempted high', 'exemption-ended high']);
  });

  it('what a record made worse after its end is told as that record, though nobody had noticed the end', async () => {
    const { at, deliver, told, news } = await exempt({ until: timeAt(60) }, 'low a');
    at(100);
    await deliver(setTrust(99, 'high a'));
    expect(told[1]).toMatchObject({ cause: 'record', eventId: 'UpdateAssumeRolePolicy-99' });
    expect(news()).toEqual(['exempted low', 'exemption-ended high']);
  });

  it('each telling once, with an identity of its own, however often it begins and ends', async () => {
    const { state, at, apply, dispatcher, told, exemption } = await exempt();
    for (const second of [20, 30, 40, 50]) {
      at(second);
      const isOn = second % 20 === 10;
      const removed = { at: timeAt(second), by: 'ana' };
      await state.putExemption(isOn ? exemption : { ...exemption, removed });
      await apply();
      await dispatcher.sweep();
      await dispatcher.dispatch(ROLE);
    }
    expect(told.map(({ type }) => type)).toEqual([
      'exempted',
      'exemption-ended',
      'exempted',
      'exemption-ended',
      'exempted',
    ]);
    expect(new Set(told.map(({ id }) => id)).size).toBe(5);
  });

  it('an end of which nobody heard the beginning is no news to people where it would have been exempt', async () => {
    const world = createGradedWorld();
    await world.state.putExemption(anExemption());
    world.at(60);
    for (const change of [makeRole(10, 'high a'), setTrust(20, 'good')]) await world.engine.apply(change);
    await world.dispatcher.sweep();
    expect(world.told[0]?.finding.exemption?.author).toBe('ana');
    expect(world.news()).toEqual(['resolved high']);
  });

  it('of one rule, not of another of the same resource', async () => {
    const world = createGradedWorld({ catalogue: twoGraded });
    await world.state.putExemption(anExemption());
    world.at(60);
    await world.deliver(makeRole(10, 'high a'));
    expect(world.told.map(({ type, finding }) => [finding.rule, type])).toEqual([
      ['graded', 'exempted'],
      [OTHER, 'opened'],
    ]);
  });

  it('that the resource is gone, and anew what a new one of the name is', async () => {
    const { deliver, news } = await exempt();
    await deliver(deleteRole(20));
    await deliver(makeRole(30, 'critical a'));
    expect(news()).toEqual(['exempted high', 'resolved high', 'reopened critical']);
  });
});
