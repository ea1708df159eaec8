import {
  type Catalogue,
  configSchema,
  createDispatcher,
  createEngine,
  type Item,
  type Store,
  type Transition,
} from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { createMemoryStore } from '@podguard/store';
import { expect, test } from 'vitest';
import {
  ASSOCIATION,
  associate,
  createKey,
  createRole,
  KEY,
  ROLE,
  UNTAGGED,
  updateTrust,
} from '../support/changes.ts';

function dispatcherOver(
  store: Store,
  notify: (transitions: readonly Transition[]) => Promise<void>,
  rules: Catalogue = catalogue,
  judgedWith = 'test',
) {
  const backOff = async () => {};
  const config = configSchema.parse({});
  const engine = createEngine({ store, catalogue: rules, config, judgedWith, pastLimit: 20, backOff });
  return { engine, dispatcher: createDispatcher({ store, engine, catalogue: rules, notify, backOff }) };
}

/** Fails whenever it is to write an item. */
function failingOn(key: string, memory: Store): Store {
  return {
    ...memory,
    async save(item) {
      if (item.key === key) throw new Error(`${key} is too large`);
      return memory.save(item);
    },
  };
}

test('two dispatchers of one process tell a transition once', async () => {
  const store = createMemoryStore();
  const told: string[] = [];
  const notify = async (transitions: readonly Transition[]) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    told.push(...transitions.map(({ id }) => id));
  };
  const one = dispatcherOver(store, notify);
  const other = dispatcherOver(store, notify);
  await one.engine.apply(createRole(1, UNTAGGED));
  await Promise.all([
    one.dispatcher.dispatch(ROLE),
    other.dispatcher.dispatch(ROLE),
    other.dispatcher.sweep(),
  ]);
  expect(told.length).toBeGreaterThan(0);
  expect(new Set(told).size).toBe(told.length);
});

test('two dispatchers of one process tell a transition once, though others write between telling and clearing', async () => {
  const memory = createMemoryStore();
  const told: string[] = [];
  const { engine } = dispatcherOver(memory, async () => {});
  let changes = 0;
  const store: Store = {
    ...memory,
    async save(item) {
      const before = await memory.load(item.key);
      const clears = (before?.outgoing ?? null) !== null && item.outgoing === null;
      if (clears && changes < 3) {
        changes += 1;
        await engine.apply(updateTrust(10 + changes, UNTAGGED));
      }
      return memory.save(item);
    },
  };
  const notify = async (transitions: readonly Transition[]) => {
    told.push(...transitions.map(({ id }) => id));
  };
  const [one, other] = [dispatcherOver(store, notify), dispatcherOver(store, notify)];
  await engine.apply(createRole(1, UNTAGGED));
  await Promise.all([one.dispatcher.dispatch(ROLE), other.dispatcher.dispatch(ROLE)]);
  expect(changes).toBe(3);
  expect((await memory.load(ROLE))?.pending).toBeNull();
  expect(told.length).toBeGreaterThan(0);
  expect(new Set(told).size).toBe(told.length);
});

test('an item that cannot be written starves no other', async () => {
  const memory = createMemoryStore();
  const told: Transition[] = [];
  const notify = async (transitions: readonly Transition[]) => {
    told.push(...transitions);
  };
  const { engine } = dispatcherOver(memory, notify);
  for (const change of [createRole(1, UNTAGGED), associate(5), createKey(6)]) await engine.apply(change);

  const { dispatcher } = dispatcherOver(failingOn(ROLE, memory), notify);
  await expect(dispatcher.sweep()).rejects.toThrow();
  expect((await memory.load(KEY))?.pending).toBeNull();
  expect(new Set(told.map(({ finding }) => finding.resource.key))).toContain(KEY);

  const mended = dispatcherOver(memory, notify);
  await mended.dispatcher.sweep();
  for (const key of [ROLE, ASSOCIATION, KEY]) expect((await memory.load(key))?.pending).toBeNull();
});

test('what is known of an item is told although another around it cannot be judged, which stays to be done', async () => {
  const memory = createMemoryStore();
  const told: Transition[] = [];
  const notify = async (transitions: readonly Transition[]) => {
    told.push(...transitions);
  };
  const quiet = dispatcherOver(memory, async () => {});
  await quiet.engine.apply(associate(5));
  await quiet.dispatcher.sweep();
  await quiet.engine.apply(createRole(6, UNTAGGED));

  const { dispatcher } = dispatcherOver(failingOn(ASSOCIATION, memory), notify);
  await expect(dispatcher.dispatch(ROLE)).rejects.toThrow(ASSOCIATION);
  expect(told.map(({ finding }) => finding.rule)).toContain('pod-identity-tag-session-missing');
  const { pending, outgoing } = (await memory.load(ROLE)) as Item;
  expect(pending).not.toBeNull();
  expect(outgoing).toBeNull();
});

test('what a rule found that is no longer in the catalogue is told to have ended, once', async () => {
  const memory = createMemoryStore();
  const { engine, dispatcher } = dispatcherOver(memory, async () => {});
  await engine.apply(createKey(6));
  await dispatcher.sweep();
  const open = Object.entries(((await memory.load(KEY)) as Item).announced).map(([rule]) => rule);
  expect(open).not.toEqual([]);

  const told: Transition[] = [];
  const notify = async (transitions: readonly Transition[]) => {
    told.push(...transitions);
  };
  const fewer = { ...catalogue, rules: catalogue.rules.filter(({ id }) => !open.includes(id)) };
  const after = dispatcherOver(memory, notify, fewer, 'other');
  for (let turn = 0; turn < 2; turn += 1) {
    await after.engine.rejudge(KEY);
    await after.dispatcher.dispatch(KEY);
  }
  expect(told.map(({ type, finding }) => [type, finding.rule])).toEqual(
    open.map((rule) => ['resolved', rule]),
  );
  expect(told[0]?.finding.resolved?.reason).toBe('not-applicable');
});
