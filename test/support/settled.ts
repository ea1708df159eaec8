import { announce, type Change, findingId, type Item, type Store } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { createMemoryStore } from '@podguard/store';
import { expect } from 'vitest';
import { comparable, itemsOf } from './harness.ts';
import { createService, sweepAll } from './workers.ts';

/** What one worker makes of the changes in their true order, in memory, undisturbed. */
export async function inOrder(changes: readonly Change[]): Promise<ReadonlyMap<string, Item>> {
  const store = createMemoryStore();
  const { deliver, dispatcher } = createService(store);
  for (const change of changes) await deliver(change);
  await sweepAll(dispatcher);
  return itemsOf(store);
}

/** The state is the expected one, nothing is pending, and all that was found was told. */
export async function expectSettled(store: Store, expected: ReadonlyMap<string, Item>): Promise<void> {
  const items = await itemsOf(store);
  expect([...items.keys()].sort()).toEqual([...expected.keys()].sort());
  const told = new Set((await store.listTransitions(1_000_000)).map(({ finding }) => finding.id));
  for (const [key, item] of items) {
    expect(comparable(item), key).toBe(comparable(expected.get(key) as Item));
    expect(item.pending, key).toBeNull();
    const { transitions, announced } = announce(item, catalogue);
    expect(transitions, key).toEqual([]);
    expect(announced, key).toEqual(item.announced);
    const open = item.lives.filter(({ resolved }) => resolved === null).map(({ rule }) => rule);
    for (const rule of open) {
      expect(item.announced[rule], `${key} ${rule}`).toMatchObject({ status: 'open' });
      expect(told).toContain(findingId(rule, key));
    }
  }
}
