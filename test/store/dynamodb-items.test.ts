import {
  type Approval,
  createDispatcher,
  createEngine,
  createFindingContext,
  ServiceError,
  type Transition,
} from '@podguard/core';
import { createDynamoDbServiceState } from '@podguard/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDynamoDb, type TestDynamoDb } from '../support/dynalite.ts';
import { anExemption, createGradedWorld, makeRole } from '../support/graded-world.ts';
import { changeOf, itemOf, lifeOf } from './arbitrary-item.ts';
import { all, transitionOf } from './contract.ts';

let dynamoDb: TestDynamoDb;
beforeAll(async () => {
  dynamoDb = await startDynamoDb();
});
afterAll(() => dynamoDb.close());

const LOST = itemOf('bad', { log: [{ ...changeOf('bad', 'e', 'x'), sets: undefined } as never] });
const BODY = JSON.stringify({ content: LOST, values: {} });
const HIDING = JSON.stringify({ content: itemOf('bad'), values: {} }).replace(
  '"activity":{',
  '"activity":{"__proto__":[]',
);
describe('an item in DynamoDB', () => {
  const raw = async (table: string, key: string) => {
    const answer = await dynamoDb.call('GetItem', {
      TableName: table,
      Key: { pk: { S: `r#${key}` }, sk: { S: 'item' } },
    });
    return (answer as { Item: Record<string, { S?: string; B?: string; N?: string }> }).Item;
  };

  it('keeps a long value once, however often it occurs', async () => {
    const { store, table } = await dynamoDb.newStore();
    const policy = 'p'.repeat(4000);
    const log = Array.from({ length: 8 }, (_, index) => changeOf('a', `${index}`, policy));
    await store.save(itemOf('a', { log, lives: log.map((change) => lifeOf(change, policy)) }));
    const body = (await raw(table, 'a')).body?.S as string;
    expect(body.split(policy)).toHaveLength(2);
    expect(body.length).toBeLessThan(16_000);
  });

  it('stays below 400 KB with 20 different policies of 10 KB and the findings about them', async () => {
    const { store, table } = await dynamoDb.newStore();
    const policies = Array.from({ length: 21 }, (_, index) => noise(10_240, index + 1));
    const log = policies.slice(1).map((policy, index) => changeOf('a', `${index}`, policy));
    const item = itemOf('a', {
      log,
      lives: log.map((change, index) => lifeOf(change, policies[index] as string)),
      past: log.map((change, index) => lifeOf(change, policies[index] as string)),
    });
    expect(await store.save(item)).toBe('written');
    expect(await store.load('a')).toEqual(item);
    const stored = await raw(table, 'a');
    expect(Buffer.from(stored.body?.B as string, 'base64').length).toBeLessThan(300_000);
  });

  it('is no reference where a user wrote what looks like one', async () => {
    const { store } = await dynamoDb.newStore();
    const forged = { $value: 'x', $$value: { $value: 'y' }, $$$value: ['p'.repeat(2000)] };
    const item = itemOf('a', { log: [changeOf('a', 'e', forged)] });
    await store.save(item);
    expect(await store.load('a')).toEqual(item);
  });

  it('loses what is undefined and keeps what is empty', async () => {
    const { store } = await dynamoDb.newStore();
    const change = changeOf('a', 'e', '');
    const cause = { ...change.cause, sourceIp: undefined } as unknown as typeof change.cause;
    await store.save(itemOf('a', { log: [{ ...change, cause }] }));
    expect(await store.load('a')).toStrictEqual(itemOf('a', { log: [change] }));
  });

  it('says when the table forgets it only where it is gone', async () => {
    const now = Date.parse('2026-06-01T00:00:00Z');
    const { store, table } = await dynamoDb.newStore({ now: () => now });
    await store.save(itemOf('alive'));
    await store.save(itemOf('dead', { present: false, goneAt: '2026-05-01T00:00:00Z' }));
    expect((await raw(table, 'alive')).expires).toBeUndefined();
    expect((await raw(table, 'dead')).expires?.N).toBe(String(now / 1000 + 100 * 86_400));
    await store.save(itemOf('dead', { version: 2 }));
    expect((await raw(table, 'dead')).expires).toBeUndefined();
  });

  it.for([
    ['of another version', { v: { N: '99' }, body: { S: '{}' } }, 'update podguard'],
    ['without a body', { v: { N: '4' } }, 'replay'],
    ['whose body is no JSON', { v: { N: '4' }, body: { S: 'x' } }, 'replay'],
    ['whose body is not compressed JSON', { v: { N: '4' }, body: { B: 'AAAA' } }, 'replay'],
    ['that lacks fields', { v: { N: '4' }, body: { S: '{"content":{"key":"bad"},"values":{}}' } }, 'version'],
    ['whose version is no number', { v: { M: { toString: { S: 'x' } } } }, 'update podguard'],
    ['that hides what is no activity', { v: { N: '4' }, body: { S: HIDING } }, 'at activity'],
    ['whose log has lost what a change did', { v: { N: '4' }, body: { S: BODY } }, 'at log'],
    [
      'that refers to nothing',
      { v: { N: '4' }, body: { S: '{"content":{"$value":"x"},"values":{}}' } },
      'replay',
    ],
  ] as const)('%s is refused by name', async ([, attributes, hint]) => {
    const { store, table } = await dynamoDb.newStore();
    await dynamoDb.call('PutItem', {
      TableName: table,
      Item: { pk: { S: 'r#bad' }, sk: { S: 'item' }, ...attributes },
    });
    const failure = await store.load('bad').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ServiceError);
    expect(failure).toMatchObject({ code: 'item-malformed', message: expect.stringContaining('r#bad') });
    expect((failure as ServiceError).message).toContain(hint);
    await expect(all(store.listItems())).rejects.toMatchObject({ code: 'item-malformed' });
  });
});

it('an item below the key of another resource is refused by name', async () => {
  const { store, table } = await dynamoDb.newStore();
  await store.save(itemOf('a'));
  const { Item } = (await dynamoDb.call('GetItem', {
    TableName: table,
    Key: { pk: { S: 'r#a' }, sk: { S: 'item' } },
  })) as { readonly Item: object };
  await dynamoDb.call('PutItem', { TableName: table, Item: { ...Item, pk: { S: 'r#b' } } });
  await expect(store.load('b')).rejects.toMatchObject({
    code: 'item-malformed',
    message: 'r#b holds what is known of a: delete it and replay its events',
  });
});

it('a transition that was written before findings told of exemptions tells of none', async () => {
  const { store } = await dynamoDb.newStore();
  const transition = transitionOf('t', '2026-02-01T00:00:00Z');
  const { exemption: _e, acknowledged: _a, owner: _o, ...finding } = transition.finding;
  const old = { ...transition, finding } as Transition;
  await store.putTransition(old);
  await store.save(itemOf('a', { outgoing: { version: 1, transitions: [old] } }));
  expect(await store.listTransitions(1)).toEqual([transition]);
  expect((await store.load('a'))?.outgoing?.transitions).toEqual([transition]);
});

describe('an exemption in DynamoDB that cannot be read', () => {
  const good = anExemption({ since: '2026-01-01', until: '2026-12-01' });
  const far = '2099-01-01T00:00:00.000Z';

  it.for<[name: string, version: string, edit: (body: string) => string, hint: string]>([
    ['of another version', '99', (body) => body, 'has version 99'],
    ['that is no JSON', '4', () => 'x', 'cannot be read: delete it, and make it anew'],
    ['without an end', '4', (body) => body.replace(good.until, 'never'), 'at until'],
    ['longer than a year', '4', (body) => body.replace(good.until, far), 'it lasts longer than a year'],
  ])(
    '%s exempts nothing, is told once, and holds up neither others nor alerts',
    async ([, version, edit, hint]) => {
      const { store, table } = await dynamoDb.newStore();
      const state = createDynamoDbServiceState({
        client: dynamoDb.client,
        table,
        now: () => Date.parse('2026-06-01T00:00:00Z'),
      });
      await state.putExemption(good);
      const answer = await dynamoDb.call('GetItem', {
        TableName: table,
        Key: { pk: { S: 'exemptions' }, sk: { S: good.id } },
      });
      const { Item } = answer as { Item: Record<string, object> & { body: { S: string } } };
      await dynamoDb.call('PutItem', {
        TableName: table,
        Item: { ...Item, sk: { S: 'ex-bad' }, v: { N: version }, body: { S: edit(Item.body.S) } },
      });
      const unreadable: string[] = [];
      const { catalogue, config } = createGradedWorld();
      const context = createFindingContext({
        config,
        state,
        now: () => new Date('2026-06-01T00:00:00Z'),
        unreadable: ({ message }) => unreadable.push(message),
      });
      const backOff = async () => {};
      const parts = { store, catalogue, backOff };
      const engine = createEngine({ ...parts, config, judgedWith: 'test', pastLimit: 20 });
      const told: string[] = [];
      const notify = async (transitions: readonly Transition[]) =>
        void told.push(...transitions.map(({ type }) => type));
      const dispatcher = createDispatcher({ ...parts, engine, context, notify });
      await engine.apply({ ...makeRole(10, 'high a'), key: 'arn:aws:iam::111122223333:role/other' });
      await dispatcher.sweep();
      expect(told).toEqual(['opened']);
      expect((await context()).exemptions).toEqual([good]);
      expect(unreadable).toEqual([expect.stringContaining(hint)]);
      expect(unreadable[0]).toContain('exemptions ex-bad');
    },
  );
});

it('an approval in DynamoDB that cannot be read approves nothing, is told, and holds up no other', async () => {
  const { table } = await dynamoDb.newStore();
  const state = createDynamoDbServiceState({ client: dynamoDb.client, table });
  const good: Approval = {
    ...{ key: 'b', kind: 'iam-role', account: '111122223333', region: 'us-east-1', state: null },
    ...{ by: 'noor', at: '2026-02-01T00:00:00Z', reason: null },
  };
  await state.putApproval(good);
  await state.putApproval({ ...good, key: 'a', kind: 'iam-rolle' as 'iam-role' });
  const problems: string[] = [];
  const read = await all(state.listApprovals(({ message }) => problems.push(message)));
  expect(read).toEqual([good]);
  expect(problems).toEqual([expect.stringContaining('approvals a#a is not what podguard writes')]);
});

/** Text that does not compress, the same each time. */
function noise(length: number, seed: number): string {
  let state = seed;
  let text = '';
  while (text.length < length) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    text += String.fromCharCode(33 + ((state >> 8) % 90));
  }
  return text;
}
