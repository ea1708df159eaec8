import { createDispatcher, createEngine, fail, type Item, type Transition } from '@podguard/core';
import { describe, expect, it, test } from 'vitest';
import { forgetTrust, ROLE } from '../support/changes.ts';
import {
  anExemption,
  createGradedWorld,
  makeRole,
  OTHER,
  setTags,
  setTrust,
  timeAt,
  twoGraded,
} from '../support/graded-world.ts';
import { exempt } from './exempting-world.ts';

describe('what an exemption is about', () => {
  test.for<[name: string, parts: Parameters<typeof anExemption>[0], status: 'exempt' | 'open']>([
    ['its rule and resource', {}, 'exempt'],
    ['any rule of a kind', { rules: ['gra*'] }, 'exempt'],
    ['another rule', { rules: ['grade'] }, 'open'],
    ['one of several resources', { resources: ['*role/nobody', 'arn:aws:iam::*:role/app'] }, 'exempt'],
    ['a part of its name without a star', { resources: ['role/app'] }, 'open'],
    ['its account', { rules: [], resources: [], accounts: ['444455556666', '111122223333'] }, 'exempt'],
    ['another account', { accounts: ['444455556666'] }, 'open'],
    ['a tag of which nothing is known', { rules: [], resources: [], tags: { team: 'a' } }, 'open'],
    ['a time that is over', { until: timeAt(9) }, 'open'],
    ['a time to come', { since: timeAt(60) }, 'open'],
    ['what is as grave as it accepts', { severity: 'high' }, 'exempt'],
    ['what is graver than it accepts', { severity: 'medium' }, 'open'],
  ])('%s', async ([, parts, status]) => {
    const { finding, exemption, news } = await exempt(parts);
    const found = await finding();
    const { id, reason, author, until } = exemption;
    expect(found?.status).toBe(status);
    expect(found?.exemption).toEqual(status === 'exempt' ? { id, reason, author, until } : null);
    expect(news()).toEqual([status === 'exempt' ? 'exempted high' : 'opened high']);
  });

  it('what was graver than it accepts it does not cover either when it eases, written down or not', async () => {
    const { deliver, finding, news } = await exempt({ severity: 'medium' });
    await deliver(setTrust(20, 'medium ab'));
    expect((await finding())?.status).toBe('open');
    expect(news()).toEqual(['opened high', 'eased medium']);
    const unwritten = createGradedWorld();
    await unwritten.state.putExemption(anExemption({ severity: 'medium' }));
    unwritten.at(30);
    await unwritten.engine.apply(makeRole(10, 'high ab'));
    await unwritten.engine.apply(setTrust(20, 'medium ab'));
    expect((await unwritten.finding())?.status).toBe('open');
  });

  it('a document too, which has no past, only as grave as it accepts', async () => {
    const worlds = ['low a', 'high a'].map(async (trust) => {
      const world = createGradedWorld();
      await world.state.putExemption(anExemption({ severity: 'low' }));
      world.at(60);
      const made = makeRole(10, trust);
      await world.engine.apply({ ...made, cause: { ...made.cause, document: true } });
      return (await world.finding())?.status;
    });
    expect(await Promise.all(worlds)).toEqual(['exempt', 'open']);
  });

  it('all tags that it names, as the resource has them now', async () => {
    const world = createGradedWorld();
    await world.state.putExemption(
      anExemption({ rules: [], resources: [], tags: { Team: 'pay*', env: 'dev' } }),
    );
    world.at(30);
    await world.deliver(makeRole(10, 'high a'));
    await world.deliver(setTags(11, { team: 'payments' }));
    expect((await world.finding())?.status).toBe('open');
    await world.deliver(setTags(12, { env: 'dev' }));
    expect((await world.finding())?.status).toBe('exempt');
    const change = setTags(13, { env: 'prod' });
    const actor = { ...change.cause.actor, principal: 'arn:aws:iam::111122223333:user/mallory' };
    await world.deliver({ ...change, cause: { ...change.cause, eventName: 'TagRole', actor } });
    expect((await world.finding())?.status).toBe('open');
    expect(world.told.at(-1)).toMatchObject({
      ended: { reason: 'uncovered', exemption: { author: 'ana' } },
      at: change.stamp.time,
      by: { actor: 'arn:aws:iam::111122223333:user/mallory', eventName: 'TagRole' },
    });
    expect(world.news()).toEqual(['opened high', 'exempted high', 'exemption-ended high']);
  });

  it('of several that hold the one that ends last', async () => {
    const { state, exemption, apply, dispatcher, finding, at, news } = await exempt();
    const longer = anExemption({ until: timeAt(100_000), author: 'ben' });
    await state.putExemption(longer);
    await apply();
    await dispatcher.sweep();
    expect((await finding())?.exemption?.id).toBe(longer.id);
    await state.putExemption({ ...longer, removed: { at: timeAt(20), by: 'ben' } });
    at(20);
    await apply();
    await dispatcher.sweep();
    expect((await finding())?.exemption?.id).toBe(exemption.id);
    expect(news()).toEqual(['exempted high', 'exempted high', 'exempted high']);
  });
});

describe('what else may happen to a finding that is exempt', () => {
  it('its state may be unknown for a while: it stays exempt', async () => {
    const { deliver, finding, news } = await exempt();
    await deliver(forgetTrust(20));
    expect(await finding()).toMatchObject({ status: 'exempt', unverified: true });
    expect(news()).toEqual(['exempted high']);
  });

  it('it may be judged graver by another configuration, which ends it as due to that', async () => {
    const { store, catalogue, config, context, news, finding } = await exempt();
    const graver = {
      ...catalogue,
      rules: catalogue.rules.map((rule) => ({
        ...rule,
        evaluate: (...given: Parameters<typeof rule.evaluate>) => ({
          ...rule.evaluate(...given),
          graded: { severity: 'critical' as const, because: 'it is configured' },
        }),
      })),
    };
    news();
    const told: Transition[] = [];
    const parts = { store, catalogue: graver, backOff: async () => {} };
    const engine = createEngine({ ...parts, config, judgedWith: 'test.other', pastLimit: 20 });
    const notify = async (transitions: readonly Transition[]) => void told.push(...transitions);
    await engine.rejudge(ROLE);
    await createDispatcher({ ...parts, engine, notify, context }).dispatch(ROLE);
    expect(told).toMatchObject([
      {
        type: 'exemption-ended',
        cause: 'configuration',
        severity: 'critical',
        ended: { reason: 'outgrown' },
      },
    ]);
    expect((await finding())?.status).toBe('open');
  });

  it('what was stored before anybody wrote down what was accepted is held to what people had heard', async () => {
    const { store, deliver, news, told, finding } = await exempt();
    const item = (await store.load(ROLE)) as Item;
    const { graded } = item.announced;
    if (graded === undefined) throw new Error('it was not told');
    const { accepted: _accepted, exemption: _exemption, ...old } = graded;
    await store.save({ ...item, version: item.version + 1, announced: { graded: old } });
    news();
    await deliver(setTrust(20, 'high abc'));
    expect(told[0]).toMatchObject({ type: 'worsened', cause: 'record' });
    expect((await finding())?.status).toBe('open');
  });

  it('one that begins later is told when it begins', async () => {
    const { at, apply, dispatcher, news } = await exempt({ since: timeAt(60) });
    expect(await apply()).toBe(0);
    at(60);
    expect(await apply()).toBe(1);
    await dispatcher.sweep();
    expect(news()).toEqual(['opened high', 'exempted high']);
  });

  it('another rule of its family may report the same: that one nobody accepted', async () => {
    const [first, second] = twoGraded.rules;
    if (first === undefined || second === undefined) throw new Error('there are two');
    const always = {
      ...second,
      evaluate: () => fail('it is there', { graded: { severity: 'medium', because: 'so' } }),
    };
    const catalogue = {
      rules: [
        { ...first, family: 'grades' },
        { ...always, family: 'grades' },
      ],
      families: { grades: [first.id, second.id] },
    };
    const world = createGradedWorld({ catalogue });
    await world.state.putExemption(anExemption());
    world.at(60);
    await world.deliver(makeRole(10, 'high a'));
    await world.deliver(setTrust(20, 'low a'));
    expect(world.told.map(({ type, finding }) => [finding.rule, type, finding.exemption?.author])).toEqual([
      ['graded', 'exempted', 'ana'],
      ['graded', 'resolved', 'ana'],
      [OTHER, 'opened', undefined],
    ]);
  });
});
