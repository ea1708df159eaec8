import { announce, type Exemption, findingsOf, type Item } from '@podguard/core';
import { describe, expect, it, test } from 'vitest';
import { ROLE } from '../support/changes.ts';
import {
  anExemption,
  createGradedWorld,
  makeRole,
  setTags,
  setTrust,
  timeAt,
} from '../support/graded-world.ts';

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
