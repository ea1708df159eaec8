import {
  type Change,
  createApplyExemptions,
  expiringExemptions,
  ServiceError,
  type Store,
  scopeWords,
} from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import { describe, expect, it } from 'vitest';
import { ROLE } from '../support/changes.ts';
import { anExemption, createGradedWorld, makeRole, setTrust, timeAt } from '../support/graded-world.ts';

const roleNamed = (name: string, change: Change): Change => ({
  ...change,
  key: `arn:aws:iam::111122223333:role/${name}`,
});

/** Three roles whose findings were told. */
async function threeRoles(store: Store = createMemoryStore()) {
  const world = createGradedWorld({ store });
  world.at(60);
  for (const name of ['a', 'b', 'c']) await world.deliver(roleNamed(name, makeRole(10, 'high a')));
  await world.deliver(makeRole(10, 'good'));
  world.news();
  return world;
}

describe('exemptions that change', () => {
  it('mark what they are about, once, and again some minutes later only what was missed', async () => {
    const { state, apply, at, dispatcher, news, store } = await threeRoles();
    expect(await apply()).toBe(0);
    await state.putExemption(anExemption({ resources: ['*role/a', '*role/b', ROLE] }));
    expect(await apply()).toBe(2);
    expect(await apply()).toBe(0);
    expect(await Array.fromAsync(store.listPending())).toHaveLength(2);
    await dispatcher.sweep();
    expect(news()).toEqual(['exempted high', 'exempted high']);
    at(60 + 599);
    expect(await apply()).toBe(0);
    at(60 + 601);
    expect(await apply()).toBe(0);
    expect(news()).toEqual([]);
  });

  it('read all items only where the set is another, and once more when that has settled', async () => {
    const store = createMemoryStore();
    let reads = 0;
    const counted: Store = {
      ...store,
      listItems() {
        reads += 1;
        return store.listItems();
      },
    };
    const { state, apply, at } = await threeRoles(counted);
    const readsAt = async (second: number) => {
      reads = 0;
      at(second);
      await apply();
      return reads;
    };
    expect(await readsAt(60)).toBe(0);
    await state.putExemption(anExemption({ until: timeAt(7_200) }));
    expect([await readsAt(61), await readsAt(62), await readsAt(700), await readsAt(1_500)]).toEqual([
      1, 0, 1, 0,
    ]);
    expect([await readsAt(7_201), await readsAt(7_202), await readsAt(7_900)]).toEqual([1, 0, 1]);
  });

  it('go on where there was no time for more, by and by to the end, and so when they are looked at again', async () => {
    const store = createMemoryStore();
    const read: string[] = [];
    const counted: Store = {
      ...store,
      async *listItems(after) {
        for await (const item of store.listItems(after)) {
          read.push(item.key);
          yield item;
        }
      },
    };
    const { state, apply, at } = await threeRoles(counted);
    await state.putExemption(anExemption({ resources: ['*role/*'] }));
    const keys = (await Array.fromAsync(store.listItems())).map(({ key }) => key);
    const oneEach = async (second: number) => {
      at(second);
      read.length = 0;
      await apply(undefined, () => false);
      return [...read];
    };
    const sweeps = [61, 962, 1_863, 2_764, 3_665];
    expect(
      await sweeps.reduce(
        async (all, at) => [...(await all), ...(await oneEach(at))],
        Promise.resolve<string[]>([]),
      ),
    ).toEqual(keys);
    expect(await Array.fromAsync(store.listPending())).toHaveLength(3);
    const settling = [4_566, 5_467, 6_368, 7_269, 8_170, 9_071];
    expect(
      await settling.reduce(
        async (all, at) => [...(await all), ...(await oneEach(at))],
        Promise.resolve<string[]>([]),
      ),
    ).toEqual(keys);
  });

  it('begin anew where the set changes before all was read', async () => {
    const { state, apply, store } = await threeRoles();
    await state.putExemption(anExemption({ resources: ['*role/*'] }));
    expect(await apply(undefined, () => false)).toBe(1);
    await state.putExemption(anExemption({ resources: ['*role/*'], author: 'ben' }));
    await apply();
    expect(await Array.fromAsync(store.listPending())).toHaveLength(3);
  });

  it('reach what was told meanwhile by somebody who did not know them yet', async () => {
    const { state, apply, at, store } = await threeRoles();
    await state.putExemption(anExemption({ resources: ['*role/a'] }));
    await apply();
    const key = 'arn:aws:iam::111122223333:role/a';
    const item = await store.load(key);
    if (item === undefined) throw new Error('it is gone');
    await store.save({ ...item, version: item.version + 1, pending: null });
    at(800);
    expect(await apply()).toBe(1);
  });

  it('are told where one came and went before anybody looked', async () => {
    const { state, apply, deliver, dispatcher, news } = await threeRoles();
    const exemption = anExemption();
    await state.putExemption(exemption);
    await deliver(setTrust(50, 'high a'));
    expect(news()).toEqual(['exempted high']);
    await state.putExemption({ ...exemption, removed: { at: timeAt(61), by: 'ana' } });
    expect(await apply()).toBe(1);
    await dispatcher.sweep();
    expect(news()).toEqual(['exemption-ended high']);
  });

  it('of some resources, where only these are asked for, and of the others by the next that asks for all', async () => {
    const { state, apply, store } = await threeRoles();
    await state.putExemption(anExemption({ resources: ['*role/a', '*role/b'] }));
    const key = 'arn:aws:iam::111122223333:role/b';
    expect(await apply([key, 'arn:aws:iam::111122223333:role/gone'])).toBe(1);
    expect(await Array.fromAsync(store.listPending())).toEqual([key]);
    expect(await apply()).toBe(2);
  });

  it('after an end at any write the next does the rest', async () => {
    for (let end = 1; end <= 6; end += 1) {
      const store = createMemoryStore();
      const { state, news, dispatcher, catalogue, context, now } = await threeRoles(store);
      await state.putExemption(anExemption({ resources: ['*role/*'] }));
      let writes = 0;
      const write = () => {
        writes += 1;
        if (writes === end) throw new Error('the process ended');
      };
      const deps = { catalogue, now, exemptions: async () => (await context()).exemptions };
      const ending = createApplyExemptions({
        ...deps,
        state: {
          ...state,
          async replaceMark(...mark) {
            write();
            return state.replaceMark(...mark);
          },
        },
        store: {
          ...store,
          async save(item) {
            write();
            return store.save(item);
          },
        },
      });
      if (end <= 5) await expect(ending(), String(end)).rejects.toThrow('the process ended');
      else expect(await ending()).toBe(3);
      await createApplyExemptions({ ...deps, state, store })();
      await dispatcher.sweep();
      expect(news(), String(end)).toEqual(['exempted high', 'exempted high', 'exempted high']);
    }
  });

  it('by two at once are read twice by nobody', async () => {
    const store = createMemoryStore();
    let reads = 0;
    const counted: Store = {
      ...store,
      listItems(after) {
        reads += 1;
        return store.listItems(after);
      },
    };
    const world = await threeRoles(counted);
    await world.state.putExemption(anExemption({ resources: ['*role/*'] }));
    let others = 1;
    const { catalogue, now, context } = world;
    const late = createApplyExemptions({
      store: counted,
      catalogue,
      now,
      exemptions: async () => (await context()).exemptions,
      state: {
        ...world.state,
        async loadMark(name) {
          const mark = await world.state.loadMark(name);
          if (others > 0) {
            others -= 1;
            await world.apply();
          }
          return mark;
        },
      },
    });
    reads = 0;
    expect(await late()).toBe(0);
    expect(reads).toBe(1);
  });

  it('by two at once are told once', async () => {
    const { state, apply, dispatcher, news } = await threeRoles();
    await state.putExemption(anExemption({ resources: ['*role/*'] }));
    await Promise.all([apply(), apply()]);
    await dispatcher.sweep();
    expect(news()).toEqual(['exempted high', 'exempted high', 'exempted high']);
  });

  it('give up on an item that others never stop changing, and say so', async () => {
    const store = createMemoryStore();
    const world = await threeRoles({ ...store });
    await world.state.putExemption(anExemption({ resources: ['*role/a'] }));
    const { catalogue, now, context, state } = world;
    const apply = createApplyExemptions({
      store: { ...store, save: async () => 'conflict' },
      state,
      catalogue,
      now,
      exemptions: async () => (await context()).exemptions,
    });
    await expect(apply()).rejects.toThrow(ServiceError);
  });
});

describe('exemptions that end soon', () => {
  const day = 86_400;

  it('are those in force that end within a week, the first first', () => {
    const ends = [8, 7, 1, 2].map((days) =>
      anExemption({ since: timeAt(-30 * day), until: timeAt(days * day) }),
    );
    const removed = { ...anExemption({ until: timeAt(3 * day) }), removed: { at: timeAt(1), by: 'ana' } };
    const future = anExemption({ since: timeAt(day), until: timeAt(3 * day) });
    const found = expiringExemptions([...ends, removed, future], new Date(timeAt(0)));
    expect(found.map(({ until }) => until)).toEqual([timeAt(day), timeAt(2 * day), timeAt(7 * day)]);
  });

  it('that last no longer than two weeks are so from the middle on', () => {
    const week = anExemption({ since: timeAt(0), until: timeAt(7 * day) });
    expect(expiringExemptions([week], new Date(timeAt(3 * day)))).toEqual([]);
    expect(expiringExemptions([week], new Date(timeAt(4 * day)))).toEqual([week]);
  });

  it('are told by what they are about', () => {
    const exemption = anExemption({
      rules: ['imds-*', 'static-key-created'],
      accounts: ['444455556666'],
      tags: { team: 'pay', env: 'dev' },
    });
    expect(scopeWords(exemption)).toBe(
      `rule imds-* or static-key-created, resource ${ROLE}, account 444455556666, tag team=pay and env=dev`,
    );
  });
});
