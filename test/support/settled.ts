import type { Item, Store } from '@podguard/core';
import { expect } from 'vitest';
import { unsettled } from './unsettled.ts';

export { inOrder } from './unsettled.ts';

/** The state is the expected one, nothing is pending, and all that was found was told. */
export async function expectSettled(store: Store, expected: ReadonlyMap<string, Item>): Promise<void> {
  expect(await unsettled(store, expected)).toEqual([]);
}
