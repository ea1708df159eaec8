import {
  configSchema,
  createDispatcher,
  createEngine,
  type Engine,
  type Item,
  type Store,
} from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { createMemoryStore } from '@podguard/store';
import { createBatch } from 'podguard/service';
import { expect, test } from 'vitest';
import {
  ASSOCIATION,
  associate,
  attach,
  createRole,
  ROLE,
  UNTRUSTED,
  updateTrust,
} from '../support/changes.ts';

function over(store: Store) {
  const backOff = async () => {};
  const config = configSchema.parse({});
  const engine = createEngine({ store, catalogue, config, judgedWith: 'test', pastLimit: 20, backOff });
  const dispatcherOf = (judge: Engine) =>
    createDispatcher({ store, engine: judge, catalogue, notify: async () => {}, backOff });
  return { engine, dispatcher: dispatcherOf(engine), batch: createBatch({ store, engine, dispatcherOf }) };
}

test('a change of another batch that this one dispatches is judged by all that read it', async () => {
  const memory = createMemoryStore();
  const other = over(memory);
  await other.engine.apply(createRole(1));
  await other.dispatcher.dispatch(ROLE);

  let changed = false;
  const { batch } = over({
    ...memory,
    async load(key) {
      const association = await memory.load(ASSOCIATION);
      if (key === ROLE && !changed && association?.pending === null) {
        changed = true;
        await other.engine.apply(updateTrust(30, UNTRUSTED));
      }
      return memory.load(key);
    },
  });
  await batch.apply(associate(10));
  await batch.apply(attach(20, 'arn:aws:iam::aws:policy/ReadOnlyAccess'));
  await batch.flush();
  await other.dispatcher.sweep();

  expect(changed).toBe(true);
  const { lives } = (await memory.load(ASSOCIATION)) as Item;
  const open = lives.filter(({ resolved }) => resolved === null).map(({ rule }) => rule);
  expect(open).toContain('pod-identity-role-not-trusting');
});
