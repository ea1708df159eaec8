import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { expect, it } from 'vitest';
import { itemOf } from './arbitrary-item.ts';
import { describeStore } from './contract.ts';
import { describeRemediations } from './remediations.ts';
import { describeServiceState } from './service-state.ts';

describeStore('the store in memory', async (options) => createMemoryStore(options));

describeServiceState("the service's state in memory", async () => {
  const store = createMemoryStore();
  return { store, state: createMemoryServiceState(store) };
});

describeRemediations('remediations in memory', async (now) =>
  createMemoryServiceState(createMemoryStore(), now),
);

it('keeps tombstones where it has no clock, as a scan of old records needs', async () => {
  const store = createMemoryStore();
  await store.save(itemOf('dead', { present: false, goneAt: '2000-01-01T00:00:00Z' }));
  expect(await store.load('dead')).toMatchObject({ present: false });
});
