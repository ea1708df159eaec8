import { configSchema, createDispatcher, createEngine, LOG_LIMIT, type Transition } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { createMemoryStore } from '@podguard/store';
import { expect, test } from 'vitest';
import { createKey, KEY, setKey } from '../support/changes.ts';

test('what nobody tells does not grow with what comes, and what was found since is due to its records', async () => {
  const store = createMemoryStore();
  const told: Transition[] = [];
  const serviceOf = (judgedWith: string) => {
    const base = { store, catalogue, backOff: async () => {} };
    const config = configSchema.parse({});
    const engine = createEngine({ ...base, config, judgedWith, pastLimit: 20 });
    const notify = async (transitions: readonly Transition[]) => {
      told.push(...transitions);
    };
    return { engine, dispatcher: createDispatcher({ ...base, engine, notify }) };
  };
  const before = serviceOf('c1.s1');
  await before.engine.apply(createKey(6));
  await before.dispatcher.sweep();

  const after = serviceOf('c2.s1');
  await after.engine.apply(setKey(7, 'Inactive'));
  for (let time = 8; time < 140; time += 1) await after.engine.apply(setKey(time, 'Active'));
  const item = await store.load(KEY);
  expect(item?.log.map(({ stamp }) => stamp.eventId)).not.toContain('UpdateAccessKey-8');
  expect(item?.lives.map(({ opened }) => opened.cause.eventId)).toContain('UpdateAccessKey-8');
  expect(item?.pending?.recast?.events.length).toBeLessThanOrEqual(LOG_LIMIT + 2);
  await after.dispatcher.sweep();
  const reactivated = told.filter(({ finding }) => finding.rule === 'static-key-reactivated');
  expect(reactivated.map(({ type, cause }) => [type, cause])).toContainEqual(['opened', 'record']);
});
