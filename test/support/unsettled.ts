import {
  announce,
  type Change,
  canonicalJson,
  findingId,
  type Item,
  type JsonValue,
  type Store,
} from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { createMemoryStore } from '@podguard/store';
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

/** What is otherwise than in the expected state, is pending, or was found and not told; none where all is as it should be. */
export async function unsettled(
  store: Store,
  expected: ReadonlyMap<string, Item>,
): Promise<readonly string[]> {
  const items = await itemsOf(store);
  const faults = [...new Set([...items.keys(), ...expected.keys()])]
    .filter((key) => items.has(key) !== expected.has(key))
    .map((key) => `${key}: ${items.has(key) ? 'should not be there' : 'is missing'}`);
  const told = new Set((await store.listTransitions(1_000_000)).map(({ finding }) => finding.id));
  for (const [key, item] of items) {
    const other = expected.get(key);
    if (other !== undefined && comparable(item) !== comparable(other))
      faults.push(`${key}: is ${comparable(item)} and should be ${comparable(other)}`);
    if (item.pending !== null) faults.push(`${key}: is pending still`);
    const { transitions, announced } = announce(item, catalogue);
    if (transitions.length > 0 || text(announced) !== text(item.announced))
      faults.push(`${key}: not all of it was told`);
    for (const { rule, resolved } of item.lives) {
      if (resolved !== null) continue;
      if (item.announced[rule]?.status !== 'open') faults.push(`${key}: ${rule} was not announced as open`);
      if (!told.has(findingId(rule, key))) faults.push(`${key}: ${rule} was told nobody`);
    }
  }
  return faults;
}

const text = (announced: Item['announced']) => canonicalJson(announced as unknown as JsonValue);
