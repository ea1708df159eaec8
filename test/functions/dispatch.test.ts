import {
  configSchema,
  createEngine,
  HUB_INTERVAL_MS,
  roleKey,
  ServiceError,
  type Store,
} from '@podguard/core';
import { askedBy, createDispatch, createTell, type DispatchDeps, type Notice } from '@podguard/functions';
import { catalogue } from '@podguard/rules';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { describe, expect, it, test } from 'vitest';
import { channelsOver } from '../support/channels.ts';
import { changesOf } from '../support/flow.ts';
import { itemsOf } from '../support/harness.ts';

import { ids, testQueue } from './dispatch-queue.ts';

const ROLE = roleKey('aws', '111122223333', 'app');
const config = configSchema.parse({});
const NOW = Date.parse('2026-03-12T12:00:00Z');

const trust = (action: readonly string[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'pods.eks.amazonaws.com' }, Action: action }],
  });
const ROLE_CALL = [
  0,
  'CreateRole',
  { roleName: 'app', path: '/', assumeRolePolicyDocument: trust(['sts:AssumeRole']) },
  {
    role: {
      path: '/',
      roleName: 'app',
      roleId: 'AROAAPPXXXXXXXEXAMPLE',
      arn: 'arn:aws:iam::111122223333:role/app',
      assumeRolePolicyDocument: encodeURIComponent(trust(['sts:AssumeRole'])),
    },
  },
] as const;
const association = (id: string, second: number) =>
  [
    second,
    'CreatePodIdentityAssociation',
    { name: 'prod', namespace: 'shop', serviceAccount: id, roleArn: 'arn:aws:iam::111122223333:role/app' },
    {
      association: {
        clusterName: 'prod',
        namespace: 'shop',
        serviceAccount: id,
        roleArn: 'arn:aws:iam::111122223333:role/app',
        associationArn: `arn:aws:eks:eu-central-1:111122223333:podidentityassociation/prod/a-${id}`,
        associationId: `a-${id}`,
        tags: {},
        disableSessionTags: false,
      },
    },
  ] as const;

interface SetUp {
  readonly store?: Store;
  readonly hubReads?: number;
  readonly now?: () => Date;
  readonly channel?: ReturnType<typeof testQueue>;
  readonly evaluateQueue?: ReturnType<typeof testQueue>;
}

function setUp({ store = createMemoryStore(), hubReads, now = () => new Date(NOW), ...queues }: SetUp = {}) {
  const state = createMemoryServiceState(store);
  const notices: Notice[] = [];
  const channel = queues.channel ?? testQueue();
  const evaluateQueue = queues.evaluateQueue ?? testQueue();
  const dueQueue = testQueue();
  const backOff = async () => {};
  const engine = createEngine({
    store,
    catalogue,
    config,
    judgedWith: 'test',
    pastLimit: 20,
    backOff,
    now,
    ...(hubReads === undefined ? {} : { hubReads }),
  });
  const deps: DispatchDeps = {
    store,
    engine,
    catalogue,
    tell: createTell({
      channels: channelsOver({ sns: channel }),
      config: { routes: [] },
      state,
      now: () => new Date(),
    }),
    evaluateQueue,
    dueQueue,
    backOff,
    now,
    report: (notice) => notices.push(notice),
  };
  return { store, state, engine, channel, evaluateQueue, dueQueue, notices, dispatch: createDispatch(deps) };
}

describe('dispatch', () => {
  it('tells what a record caused to the channel, as one message of its resource', async () => {
    const { engine, store, dispatch, channel } = setUp();
    for (const change of changesOf([ROLE_CALL])) await engine.apply(change);
    expect([...(await dispatch([{ id: '1', key: ROLE }]))]).toEqual([]);
    expect(channel.sent).toHaveLength(1);
    expect(channel.sent[0]).toMatchObject({
      group: expect.stringMatching(/^[0-9a-z]{26}$/),
      identity: expect.stringMatching(/^[0-9a-z]{26}$/),
    });
    expect(ids(channel.sent).length).toBeGreaterThan(0);
    expect((await store.load(ROLE))?.pending).toBeNull();
  });

  it('dispatches an item once, however often the batch names it', async () => {
    let loads = 0;
    const memory = createMemoryStore();
    const store: Store = {
      ...memory,
      load(key) {
        if (key === ROLE) loads += 1;
        return memory.load(key);
      },
    };
    const { engine, dispatch } = setUp({ store });
    for (const change of changesOf([ROLE_CALL])) await engine.apply(change);
    await dispatch([{ id: '1', key: ROLE }]);
    const once = loads;
    loads = 0;
    await dispatch([
      { id: '2', key: ROLE },
      { id: '3', key: ROLE },
    ]);
    expect(loads).toBe(1);
    expect(once).toBeGreaterThan(1);
  });

  it('sends those around it to the evaluate queue in place of judging them', async () => {
    const { engine, store, dispatch, evaluateQueue } = setUp();
    for (const change of changesOf([association('web', 0), association('api', 1), ROLE_CALL]))
      await engine.apply(change);
    evaluateQueue.sent.length = 0;
    await dispatch([{ id: '1', key: ROLE }]);
    const messages = evaluateQueue.sent.map(
      ({ body }) => JSON.parse(body) as { podguard: string; key: string },
    );
    expect(messages.every(({ podguard }) => podguard === 'rejudge')).toBe(true);
    const keys = messages.map(({ key }) => key);
    const associations = [...(await itemsOf(store)).keys()].filter((key) => key.includes('association/'));
    expect(keys).toEqual(expect.arrayContaining(associations));
    expect(keys).not.toContain(ROLE);
  });

  it('leaves it pending where those around it could not be sent, and tells what is known nevertheless', async () => {
    let broken = true;
    const failure = new ServiceError('queue-unreachable', 'queue evaluate: 503', { retryable: true });
    const { engine, store, dispatch, channel, notices, evaluateQueue } = setUp({
      evaluateQueue: testQueue(() => (broken ? failure : undefined)),
    });
    for (const change of changesOf([association('web', 0), ROLE_CALL])) await engine.apply(change);
    const failures = await dispatch([
      { id: '1', key: ROLE },
      { id: '2', key: ROLE },
    ]);
    expect([...failures.keys()]).toEqual(['1', '2']);
    expect(notices).toEqual([{ kind: 'failed', what: `dispatching ${ROLE}`, error: failure }]);
    expect(ids(channel.sent).length).toBeGreaterThan(0);
    expect((await store.load(ROLE))?.pending).not.toBeNull();
    broken = false;
    expect([...(await dispatch([{ id: '1', key: ROLE }]))]).toEqual([]);
    expect(evaluateQueue.sent.length).toBeGreaterThan(0);
    expect((await store.load(ROLE))?.pending).toBeNull();
    expect(ids(channel.sent).length).toBe(new Set(ids(channel.sent)).size);
  });

  it('what is not due yet comes again by the due queue, when it is', async () => {
    let time = NOW;
    const { engine, store, dispatch, dueQueue } = setUp({ hubReads: 2, now: () => new Date(time) });
    for (const change of changesOf([association('web', 0), association('api', 1), ROLE_CALL])) {
      await engine.apply(change);
      await dispatch([{ id: '1', key: change.key }]);
    }
    const hub = [...(await itemsOf(store)).values()].find(({ judgedAt }) => judgedAt !== null);
    if (hub === undefined) throw new Error('nothing here has others around it');
    time += 60_000;
    expect(await engine.rejudge(hub.key, { hubsWait: true })).toBe('deferred');
    dueQueue.sent.length = 0;
    await dispatch([{ id: '1', key: hub.key }]);
    expect(dueQueue.sent.map(({ body, delaySeconds }) => [JSON.parse(body), delaySeconds])).toEqual([
      [{ podguard: 'due', key: hub.key }, 240],
    ]);
    expect((await store.load(hub.key))?.pending).not.toBeNull();
    time += HUB_INTERVAL_MS;
    await dispatch([{ id: '1', key: hub.key }]);
    expect((await store.load(hub.key))?.pending).toBeNull();
    expect(dueQueue.sent).toHaveLength(1);
  });

  it('a consumer that dies between telling and clearing tells the same again, with the same identity', async () => {
    let dies = true;
    const memory = createMemoryStore();
    const store: Store = {
      ...memory,
      async save(item) {
        const clears = item.outgoing === null && (await memory.load(item.key))?.outgoing != null;
        if (dies && clears) throw new Error('the process ended');
        return memory.save(item);
      },
    };
    const { engine, dispatch, channel } = setUp({ store });
    for (const change of changesOf([ROLE_CALL])) await engine.apply(change);
    expect([...(await dispatch([{ id: '1', key: ROLE }])).keys()]).toEqual(['1']);
    expect([...(await dispatch([{ id: '1', key: ROLE }])).keys()]).toEqual(['1']);
    expect(channel.sent, 'the same process').toHaveLength(1);
    dies = false;
    const another = setUp({ store, channel });
    expect([...(await another.dispatch([{ id: '1', key: ROLE }]))]).toEqual([]);
    expect(channel.sent).toHaveLength(2);
    expect(channel.sent[1]).toEqual(channel.sent[0]);
    expect((await memory.load(ROLE))?.outgoing).toBeNull();
  });

  it('what fails for one item keeps no other from being dispatched', async () => {
    const memory = createMemoryStore();
    const store: Store = {
      ...memory,
      load: (key) => (key === 'broken' ? Promise.reject(new Error('throttled')) : memory.load(key)),
    };
    const { engine, dispatch } = setUp({ store });
    for (const change of changesOf([ROLE_CALL])) await engine.apply(change);
    const failures = await dispatch([
      { id: '7', key: 'broken' },
      { id: '8', key: ROLE },
    ]);
    expect([...failures.keys()]).toEqual(['7']);
    expect((await memory.load(ROLE))?.pending).toBeNull();
  });
});

describe('what asks for a dispatch', () => {
  const row = (image: object) => ({ dynamodb: { SequenceNumber: '100', NewImage: image } });

  it('is an item of the stream that has something pending, by its key', () => {
    const { asked, failures } = askedBy([
      row({ pk: { S: `r#${ROLE}` }, sk: { S: 'item' }, pending: { S: 'p#1' } }),
      row({ pk: { S: 'rx#hash' }, sk: { S: 'item' }, pending: { S: 'p#1' }, name: { S: '"long"' } }),
    ]);
    expect(asked).toEqual([
      { id: '100', key: ROLE },
      { id: '100', key: 'long' },
    ]);
    expect(failures.size).toBe(0);
  });

  test.for<[name: string, record: Parameters<typeof askedBy>[0][number]]>([
    ['an item with nothing pending', row({ pk: { S: 'r#x' }, sk: { S: 'item' } })],
    ['an edge', row({ pk: { S: 'r#x' }, sk: { S: 'e.iam-role.r#y' } })],
    ['a mark', row({ pk: { S: 'marks' }, sk: { S: 'sweep' }, pending: { S: 'p#1' } })],
    ['a row that was removed', { dynamodb: { SequenceNumber: '1' } }],
  ])('is not %s', ([, record]) => {
    expect(askedBy([record])).toEqual({ asked: [], failures: new Map() });
  });

  it('is a message of the due queue; one that cannot be read fails alone', () => {
    const { asked, failures } = askedBy([
      { messageId: 'm-1', body: '{"podguard":"due","key":"k"}' },
      { messageId: 'm-2', body: '{"podguard":"due"}' },
    ]);
    expect(asked).toEqual([{ id: 'm-1', key: 'k' }]);
    expect([...failures.keys()]).toEqual(['m-2']);
  });
});
