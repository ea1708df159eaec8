import {
  announce,
  createDispatcher,
  createEngine,
  type Exemption,
  fail,
  findingsOf,
  type Item,
  type Transition,
} from '@podguard/core';
import { describe, expect, it, test } from 'vitest';
import { deleteRole, forgetTrust, ROLE } from '../support/changes.ts';
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

/** The service with an exemption of this kind, and the role's finding as high as it is accepted. */
async function exempt(parts: Parameters<typeof anExemption>[0] = {}, trust = 'high ab') {
  const world = createGradedWorld();
  const exemption = anExemption(parts);
  await world.state.putExemption(exemption);
  world.at(10);
  await world.deliver(makeRole(10, trust));
  return { ...world, exemption };
}

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

describe('what was accepted', () => {
  const world = async (trusts: readonly (readonly [number, string])[], exemptions: readonly Exemption[]) => {
    const one = createGradedWorld();
    for (const exemption of exemptions) await one.state.putExemption(exemption);
    one.at(600);
    const [[second, trust] = [0, ''], ...later] = trusts;
    for (const change of [makeRole(second, trust), ...later.map(([at, text]) => setTrust(at, text))])
      await one.engine.apply(change);
    return one;
  };

  test.for<[name: string, since: number, trusts: readonly (readonly [number, string])[], status: string]>([
    [
      'when it began',
      30,
      [
        [10, 'low a'],
        [20, 'high a'],
      ],
      'exempt',
    ],
    [
      'and what became worse since outgrew it',
      15,
      [
        [10, 'low a'],
        [20, 'high a'],
      ],
      'open',
    ],
    [
      'for good, although it eased again',
      15,
      [
        [10, 'low a'],
        [20, 'high a'],
        [30, 'low a'],
      ],
      'open',
    ],
    [
      'at its opening, where that came later',
      5,
      [
        [10, 'high a'],
        [20, 'medium a'],
      ],
      'exempt',
    ],
    [
      'in what eased and came back',
      15,
      [
        [10, 'high a'],
        [20, 'low a'],
        [30, 'high a'],
      ],
      'exempt',
    ],
    [
      'by whom it let in',
      15,
      [
        [10, 'high a'],
        [20, 'high ab'],
      ],
      'open',
    ],
    [
      'in the life before, not in a graver one',
      5,
      [
        [10, 'low a'],
        [20, 'good'],
        [30, 'high a'],
      ],
      'open',
    ],
    [
      'in a later life, as it opened: what became worse in it outgrew it, although it eased again',
      5,
      [
        [10, 'medium a'],
        [20, 'good'],
        [30, 'medium a'],
        [40, 'high a'],
        [50, 'medium a'],
      ],
      'open',
    ],
    [
      'in a life that is as grave as the one before',
      5,
      [
        [10, 'high a'],
        [20, 'good'],
        [30, 'high a'],
      ],
      'exempt',
    ],
  ])('%s, where nobody wrote it down', async ([, since, trusts, status]) => {
    const { finding } = await world(trusts, [anExemption({ since: timeAt(since) })]);
    expect((await finding())?.status).toBe(status);
  });

  it('is no graver than what people had heard', async () => {
    const one = await world([[10, 'low a']], []);
    await one.dispatcher.sweep();
    await one.state.putExemption(anExemption({ since: timeAt(30) }));
    await one.deliver(setTrust(20, 'critical a'));
    expect(one.news()).toEqual(['opened low', 'worsened critical']);
  });

  it('is remembered while a tag is away: what a record says of before that comes meanwhile widens nothing', async () => {
    const byTag = anExemption({ rules: [], resources: [], tags: { env: 'dev' } });
    const one = await world([[10, 'good']], [byTag]);
    await one.deliver(setTags(11, { env: 'dev' }));
    await one.deliver(setTrust(20, 'low a'));
    await one.deliver(setTags(30, { env: 'prod' }));
    await one.deliver(setTrust(15, 'critical a'));
    await one.deliver(setTrust(40, 'good'));
    await one.deliver(setTrust(50, 'critical a'));
    await one.deliver(setTags(60, { env: 'dev' }));
    expect((await one.finding())?.status).toBe('open');
    expect(one.news()).toEqual(['exempted low', 'exemption-ended low', 'resolved low', 'reopened critical']);
  });

  it('is forgotten when the exemption is removed or over', async () => {
    const over = anExemption({ until: timeAt(650) });
    const removed = anExemption({ author: 'ben' });
    const one = await world([[10, 'low a']], [over, removed]);
    await one.dispatcher.sweep();
    const accepted = async () => (await one.store.load(ROLE))?.announced.graded?.accepted?.length ?? 0;
    expect(await accepted()).toBe(2);
    await one.state.putExemption({ ...removed, removed: { at: timeAt(600), by: 'ben' } });
    one.at(700);
    await one.apply();
    await one.dispatcher.sweep();
    await one.deliver(setTrust(690, 'high a'));
    expect((await one.finding())?.status).toBe('open');
    await one.deliver(setTrust(695, 'low a'));
    await one.state.putExemption(anExemption({ since: timeAt(699), author: 'eva' }));
    await one.apply();
    await one.dispatcher.sweep();
    expect(await accepted()).toBe(1);
  });

  it('an exemption that began after the end accepted nothing of it', async () => {
    const one = await world(
      [
        [10, 'high a'],
        [20, 'good'],
      ],
      [anExemption({ since: timeAt(30) })],
    );
    await one.dispatcher.sweep();
    expect(one.told[0]?.finding.exemption).toBeNull();
  });

  it('an exemption that another outlived is held to its own', async () => {
    const short = anExemption({ since: timeAt(5), until: timeAt(700), author: 'ana' });
    const one = await world([[10, 'high a']], [short]);
    await one.dispatcher.sweep();
    await one.deliver(setTrust(20, 'low a'));
    const late = anExemption({ since: timeAt(600), until: timeAt(900), author: 'ben' });
    await one.state.putExemption(late);
    await one.apply();
    await one.dispatcher.sweep();
    expect((await one.finding())?.exemption?.author).toBe('ben');
    one.at(650);
    await one.deliver({ ...setTrust(640, 'medium a') });
    expect((await one.finding())?.exemption?.author).toBe('ana');
    one.at(701);
    await one.apply();
    await one.dispatcher.sweep();
    expect((await one.finding())?.status).toBe('open');
    expect(one.news().at(-1)).toBe('exemption-ended medium');
  });

  it('says the same of the same item and exemptions, and tells nothing twice', async () => {
    const one = await world(
      [
        [10, 'high ab'],
        [20, 'high a'],
      ],
      [anExemption()],
    );
    await one.dispatcher.sweep();
    const item = (await one.store.load(ROLE)) as Item;
    const context = await one.context();
    expect(announce(item, one.catalogue, context)).toEqual({ transitions: [], announced: item.announced });
    expect(findingsOf(item, one.catalogue, context)).toEqual(findingsOf(item, one.catalogue, context));
  });
});
