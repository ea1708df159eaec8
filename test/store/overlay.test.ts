import type { Approval, Exemption, ServiceState, Store } from '@podguard/core';
import { createMemoryServiceState, createMemoryStore, overlayState, overlayStore } from '@podguard/store';
import { describe, expect, it } from 'vitest';
import { itemOf } from './arbitrary-item.ts';
import { all, transitionOf } from './contract.ts';
import { describeRemediations } from './remediations.ts';
import { describeServiceState } from './service-state.ts';

describeServiceState("the service's state of a dry run", async () => {
  const store = overlayStore(createMemoryStore());
  return { store, state: overlayState(createMemoryServiceState(store), store) };
});

describeRemediations('remediations of a dry run', async (now) =>
  overlayState(createMemoryServiceState(createMemoryStore(), now), createMemoryStore(), now),
);

/** What a store says of all that a run asks it. */
async function said(store: Store) {
  return {
    items: await all(store.listItems()),
    pending: (await all(store.listPending())).sort(),
    edges: await all(store.listDependents('a')),
    transitions: await store.listTransitions(10),
  };
}

const edge = (dependent: string) => ({
  target: 'a',
  dependent,
  dependentKind: 'iam-role' as const,
  since: '',
});
const pending = { version: 1, spread: false };

describe('the store of a dry run', () => {
  it('reads as if it had been written, and changes nothing below', async () => {
    const below = createMemoryStore();
    for (const key of ['a', 'b', 'c']) await below.save(itemOf(key, { pending }));
    await below.save(itemOf('b', { version: 2, pending }));
    await below.putEdges([edge('b')]);
    await below.putTransition(transitionOf('old', '2026-02-01T00:00:00Z'));
    const before = await said(below);

    const store = overlayStore(below);
    expect(await said(store)).toEqual(before);
    expect(await store.save(itemOf('b', { version: 2 }))).toBe('conflict');
    expect(await store.save(itemOf('b', { version: 3, late: 7 }))).toBe('written');
    expect(await store.save(itemOf('b', { version: 3 }))).toBe('conflict');
    expect(await store.save(itemOf('d', { pending }))).toBe('written');
    await store.putEdges([edge('b'), edge('d')]);
    await store.putTransition(transitionOf('new', '2026-02-02T00:00:00Z'));

    expect(await store.load('b')).toMatchObject({ version: 3, late: 7 });
    const { items, pending: left, edges, transitions } = await said(store);
    expect(items.map(({ key }) => key)).toEqual(['a', 'b', 'c', 'd']);
    expect(items[1]).toMatchObject({ late: 7 });
    expect(left).toEqual(['a', 'c', 'd']);
    expect(edges.map(({ dependent }) => dependent).sort()).toEqual(['b', 'd']);
    expect(transitions.map(({ id }) => id)).toEqual(['new', 'old']);
    for (const [at, after] of ['a', 'b', 'c', 'd'].entries())
      expect((await all(store.listItems(after))).map(({ key }) => key)).toEqual(
        ['a', 'b', 'c', 'd'].slice(at + 1),
      );
    expect(await said(below)).toEqual(before);
  });

  it('lets one of two writers of a version win', async () => {
    const below = createMemoryStore();
    await below.save(itemOf('a'));
    const store = overlayStore(below);
    const outcomes = await Promise.all(
      [1, 2, 3].map((late) => store.save(itemOf('a', { version: 2, late }))),
    );
    expect(outcomes.sort()).toEqual(['conflict', 'conflict', 'written']);
  });
});

describe('the state of a dry run', () => {
  const exemption: Exemption = {
    ...{ id: 'ex-1', rules: ['irsa-*'], resources: [], accounts: [], tags: {}, reason: 'x', author: 'noor' },
    ...{ since: '2098-01-01T00:00:00.000Z', until: '2099-01-01T00:00:00.000Z', origin: 'cli' },
  };
  const approval: Approval = {
    ...{ key: 'a', kind: 'iam-role', account: '1', region: 'r', state: null, by: 'noor' },
    ...{ at: '2026-02-01T00:00:00Z', reason: null },
  };

  it('reads what is below until it is written, and changes nothing there', async () => {
    const below: ServiceState = createMemoryServiceState(createMemoryStore());
    await below.saveMark('m', 1);
    await below.putExemption(exemption);
    await below.putApproval(approval);
    await below.putApproval({ ...approval, key: 'b' });
    await below.noteQuiet(transitionOf('t', '2026-02-01T00:00:00Z'));
    const state = overlayState(below, createMemoryStore());
    expect(await state.loadMark('m')).toBe(1);
    expect(await state.replaceMark('m', 2, 3)).toBe(false);
    expect(await state.replaceMark('m', 1, 2)).toBe(true);
    await state.putExemption({ ...exemption, reason: 'y' });
    await state.removeApproval('a');
    await state.putApproval({ ...approval, key: 'b', by: 'sam' });
    await state.removeQuiet(['t']);
    expect(await state.loadMark('m')).toBe(2);
    expect(await all(state.listExemptions())).toMatchObject([{ id: 'ex-1', reason: 'y' }]);
    expect(await all(state.listApprovals())).toMatchObject([{ key: 'b', by: 'sam' }]);
    expect(await all(state.listQuiet())).toEqual([]);
    expect(await below.loadMark('m')).toBe(1);
    expect(await all(below.listExemptions())).toEqual([exemption]);
    expect((await all(below.listApprovals())).map(({ key, by }) => [key, by])).toEqual([
      ['a', 'noor'],
      ['b', 'noor'],
    ]);
    expect(await all(below.listQuiet())).toHaveLength(1);
  });
});
