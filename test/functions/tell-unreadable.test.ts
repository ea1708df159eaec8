import { configSchema } from '@podguard/core';
import { createTell, createTellDigest, createTellHeld, createTellQuiet } from '@podguard/functions';
import { createDynamoDbServiceState } from '@podguard/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf } from '../notify/transitions.ts';
import { aTransition } from '../support/a-transition.ts';
import { channelsOver } from '../support/channels.ts';
import { startDynamoDb, type TestDynamoDb } from '../support/dynalite.ts';
import { testQueue } from './dispatch-queue.ts';
import { ACCOUNT, createTellWorld } from './tell-world.ts';

let dynamo: TestDynamoDb;
beforeAll(async () => {
  dynamo = await startDynamoDb();
});
afterAll(() => dynamo.close());

/** Channels over a table, in which a transition that was kept in a box is of another version. */
async function setUp(box: string | undefined) {
  const { table, store } = await dynamo.newStore();
  const state = createDynamoDbServiceState({ client: dynamo.client, table });
  const sns = testQueue();
  const channels = channelsOver({ sns }, { sns: { type: 'sns', burst: 1 } });
  let time = Date.parse('2026-03-12T12:00:10Z');
  const now = () => new Date(time);
  const deps = { channels, state, store, account: ACCOUNT, now };
  const [role, id] = ['other', 'another-version'];
  await state.noteQuiet({ ...aTransition({ role }), id }, box);
  const pk = await partitionOf(table, id);
  const body = { S: JSON.stringify({ role }) };
  await dynamo.call('PutItem', {
    TableName: table,
    Item: { pk: { S: pk }, sk: { S: id }, v: { N: '3' }, body },
  });
  return {
    state,
    tell: createTell({ ...deps, config: configSchema.parse({}) }),
    tellHeld: createTellHeld(deps),
    tellQuiet: createTellQuiet({ ...deps, tellDigest: createTellDigest(deps) }),
    pass: (minutes: number) => {
      time += minutes * 60_000;
    },
    digests: () => sns.sent.map(({ body }) => JSON.parse(body).digest).filter((one) => one !== undefined),
    alone: () => sns.sent.map(({ body }) => JSON.parse(body)).filter((one) => one.transitions !== undefined),
  };
}

async function partitionOf(table: string, id: string): Promise<string> {
  const { Items } = (await dynamo.call('Scan', { TableName: table })) as {
    readonly Items: readonly { readonly pk: { readonly S: string }; readonly sk: { readonly S: string } }[];
  };
  const found = Items.find(({ sk }) => sk.S === id);
  if (found === undefined) throw new Error(`nothing is kept as ${id}`);
  return found.pk.S;
}

const CANNOT = '1 of these changes cannot be read';

describe('a kept transition that cannot be read', () => {
  it('stops no channel: the digest counts it, and what comes later is told one by one again', async () => {
    const { tell, tellHeld, pass, digests, alone, state } = await setUp('burst/sns');
    await tell(['a', 'b', 'c'].map((role) => aTransition({ role })));
    pass(20);
    expect(await tellHeld()).toEqual({ digests: 1, transitions: 3 });
    expect(digests()).toMatchObject([
      { transitions: 3, notes: [expect.stringContaining(CANNOT), expect.any(String)] },
    ]);
    expect(await Array.fromAsync(state.listQuiet('burst/sns'))).toEqual([]);
    await tell([aTransition({ role: 'later' })]);
    expect(alone()).toHaveLength(2);
    pass(20);
    expect(await tellHeld()).toEqual({ digests: 0, transitions: 0 });
  });

  it('that no record caused is told as that, alone, too, and once', async () => {
    const { tellQuiet, digests } = await setUp(undefined);
    expect(await tellQuiet({ title: 'Digest' })).toBe(1);
    expect(await tellQuiet({ title: 'Digest' })).toBe(0);
    expect(digests()).toMatchObject([
      { transitions: 1, rules: [], notes: [expect.stringContaining(CANNOT)] },
    ]);
  });

  it('is an error where nobody asks for it', async () => {
    const { state } = await setUp(undefined);
    await expect(Array.fromAsync(state.listQuiet())).rejects.toThrow('has version 3');
  });
});

describe('a kept digest that cannot be read', () => {
  const quietHours = { from: '22:00', to: '07:00', timeZone: 'UTC' } as const;
  const other = { v: 2, id: 'newer', what: 'of another version' };

  it('is overwritten by none that is kept later, and told as that when it is time', async () => {
    const world = createTellWorld({ channels: { sns: { type: 'sns', quietHours } } }, ['sns']);
    world.set('2026-03-12T23:00:00Z');
    await world.memory.saveMark('digests/sns', [other]);
    await world.tellDigest(digestOf([aTransition()], { id: 'usual', title: 't', account: ACCOUNT }));
    expect(await world.memory.loadMark('digests/sns')).toMatchObject([other, { id: 'usual' }]);
    await world.tellHeld();
    expect(world.heard('sns').digests).toEqual([]);
    world.set('2026-03-13T07:00:00Z');
    expect(await world.tellHeld()).toMatchObject({ digests: 2 });
    expect(world.heard('sns').digests.map(({ title }) => title)).toEqual([
      'A digest that waited cannot be read; another version of podguard may have written it',
      't',
    ]);
    expect(await world.tellHeld()).toMatchObject({ digests: 0 });
  });
});
