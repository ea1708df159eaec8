import { setImmediate } from 'node:timers/promises';
import { ServiceError, type Store } from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import { describe, expect, test } from 'vitest';
import { answer, created, json, KEY } from './created.ts';
import { associated, keyCreated, keyDeleted, PODS_TRUST, record, roleCreated } from './records.ts';
import { createTestService } from './test-service.ts';

describe('POST /events', () => {
  test('a record that opens a finding says which', async () => {
    const { status, body } = await answer(await createTestService().post(json(created)));
    expect(status).toBe(200);
    expect(body.summary).toMatchObject({ records: 1, applied: 1, unreadable: 0 });
    expect(body.events).toMatchObject([
      {
        eventId: `create-${KEY}`,
        eventName: 'CreateAccessKey',
        outcome: 'applied',
        changed: expect.arrayContaining([`111122223333/${KEY}`]),
        transitions: [{ type: 'opened', severity: 'high', resource: `111122223333/${KEY}` }],
      },
    ]);
  });

  test.for([
    ['one record', (one: object) => json(one)],
    ['a list', (one: object) => json([one])],
    ['a log file', (one: object) => json({ Records: [one] })],
    ['NDJSON', (one: object) => `${json(one)}\n`],
    [
      'an EventBridge event',
      (one: object) =>
        json({
          version: '0',
          id: 'x',
          'detail-type': 'AWS API Call via CloudTrail',
          source: 'aws.iam',
          detail: one,
        }),
    ],
  ] as const)('%s is read, whatever its content type says', async ([, wrap]) => {
    const service = createTestService();
    const { status, body } = await answer(
      await service.post(wrap(created), { 'content-type': 'application/x-www-form-urlencoded' }),
    );
    expect({ status, outcome: body.events[0]?.outcome }).toEqual({ status: 200, outcome: 'applied' });
  });

  test('a record that came before changes nothing and tells nothing', async () => {
    const service = createTestService();
    await service.post(json(created));
    const { body } = await answer(await service.post(json(created)));
    expect(body.events).toMatchObject([{ outcome: 'duplicate', changed: [], transitions: [] }]);
  });

  test('a failed call and an event of no interest are named as such', async () => {
    const failed = keyCreated('ci-bot', 'AKIAI44QH8DHBEXAMPLE', { errorCode: 'AccessDenied' });
    const other = record('s3', 'ListBuckets', null, null);
    const { status, body } = await answer(await createTestService().post(json([failed, other])));
    expect(status).toBe(200);
    expect(body.events).toMatchObject([
      { outcome: 'failed-call', reason: 'the call failed: AccessDenied' },
      { outcome: 'irrelevant' },
    ]);
  });

  test.for([
    ['an empty body', '', 'the body is empty'],
    ['white space', ' \n\t ', 'the body is empty'],
    ['what is not JSON', 'hello', 'could not be read'],
    ['a truncated record', json(created).slice(0, -40), 'could not be read'],
    ['null records', '{"Records": null}', 'could not be read'],
    ['an object that is no record', '{"a": 1}', 'could not be read'],
    ['invalid UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'could not be read'],
  ] as const)('%s is refused with the reason', async ([, bytes, reason]) => {
    const service = createTestService();
    const { status, body } = await answer(
      await service.post(typeof bytes === 'string' ? bytes : bytes.slice()),
    );
    expect(status).toBe(400);
    expect(body.error.message).toContain(reason);
    expect(service.reported).toEqual([]);
  });

  test('the good part of a bad body is applied and listed', async () => {
    const service = createTestService();
    const second = keyCreated('deploy', 'AKIAI44QH8DHBEXAMPLE');
    const broken = `${json(created)}\nnot a record\n${json({ eventName: 'x' })}\n${json(second)}\n`;
    const { status, body } = await answer(await service.post(broken));
    expect(status).toBe(400);
    expect(body.events.map(({ line, outcome }) => [line, outcome])).toEqual([
      [1, 'applied'],
      [2, 'unreadable'],
      [3, 'unreadable'],
      [4, 'applied'],
    ]);
    expect(body.summary).toMatchObject({ records: 4, applied: 2, unreadable: 2 });
    expect(await (await service.request('/api/findings')).json()).toHaveLength(2);
  });

  test('an empty list is nothing to do, not an error', async () => {
    expect(await answer(await createTestService().post('[]'))).toMatchObject({
      status: 200,
      body: { events: [] },
    });
  });

  test.for([
    ['with its length', (bytes: Uint8Array<ArrayBuffer>) => bytes],
    [
      'in pieces without a length',
      (bytes: Uint8Array<ArrayBuffer>) =>
        new ReadableStream({
          start(controller) {
            controller.enqueue(bytes);
            controller.close();
          },
        }),
    ],
  ] as const)('a body that is too large is refused %s', async ([, toBody]) => {
    const service = createTestService({ maxBodyBytes: 1000 });
    const body = toBody(new TextEncoder().encode(json(created).padEnd(1001)));
    const length: Record<string, string> =
      body instanceof Uint8Array ? { 'content-length': `${body.length}` } : {};
    const response = await service.request('/events', {
      method: 'POST',
      body,
      headers: length,
      duplex: 'half',
    });
    expect(await answer(response)).toMatchObject({
      status: 413,
      body: { error: { code: 'body-too-large' } },
    });
    expect(await (await service.request('/api/resources')).json()).toEqual([]);
  });

  test('a hundred posts at once of the same records end as one, each transition told once', async () => {
    const service = createTestService({ store: slow(createMemoryStore()) });
    const day = [
      created,
      roleCreated('checkout', PODS_TRUST),
      keyDeleted('ci-bot', KEY, { at: '2026-01-02T05:00:00Z' }),
    ];
    const answers = await Promise.all(
      Array.from({ length: 100 }, async () => answer(await service.post(json(day)))),
    );
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    const findings = await (await service.request('/api/findings')).json();
    expect(findings).toMatchObject([{ status: 'resolved', resolved: { eventId: `delete-${KEY}` } }]);
    expect(await service.store.listTransitions(10)).toHaveLength(2);
  });

  test('each transition stands under the record that caused it, also where records come together', async () => {
    const second = 'AKIAI44QH8DHBEXAMPLE';
    const day = [
      created,
      keyCreated('deploy', second),
      keyDeleted('ci-bot', KEY, { at: '2026-01-02T05:00:00Z' }),
      created,
    ];
    const { body } = await answer(await createTestService().post(json(day)));
    const told = body.events.map(({ outcome, transitions }) => [
      outcome,
      ...transitions.map(({ type, resource }) => `${type} ${resource}`),
    ]);
    expect(told).toEqual([
      ['applied', `opened 111122223333/${KEY}`],
      ['applied', `opened 111122223333/${second}`],
      ['applied', `resolved 111122223333/${KEY}`],
      ['duplicate'],
    ]);
  });

  test('a transition that no record of the post caused stands under the last', async () => {
    const service = createTestService();
    await service.post(json(keyDeleted('ci-bot', KEY, { at: '2026-01-02T05:00:00Z' })));
    const early = keyCreated('ci-bot', KEY, { at: '2026-01-02T03:00:00Z' });
    const { body } = await answer(await service.post(json([early, record('s3', 'ListBuckets', null, null)])));
    expect(body.events.map(({ transitions }) => transitions.map(({ type }) => type))).toEqual([
      [],
      ['resolved'],
    ]);
  });

  test('what many records of a post concern is judged with them once, not with each', async () => {
    let hubs = 0;
    const memory = createMemoryStore();
    const store: Store = {
      ...memory,
      listDependents(key, kind) {
        if (key.includes(':role/') && kind === 'pod-identity-association') hubs += 1;
        return memory.listDependents(key, kind);
      },
    };
    const associations = Array.from({ length: 60 }, (_, index) =>
      associated({ namespace: `n${index}`, role: 'hub', id: `a-${index}` }, { id: `e-${index}` }),
    );
    await createTestService({ store }).post(json([roleCreated('hub', PODS_TRUST), ...associations]));
    expect(hubs).toBeLessThan(10);
  });

  test('what a broken store stopped is told with what was done before, and may be sent again', async () => {
    const memory = createMemoryStore();
    const store: Store = {
      ...memory,
      async load(key) {
        if (key.includes('role/checkout'))
          throw new ServiceError('store-unreachable', 'no answer', { retryable: true });
        return memory.load(key);
      },
    };
    const service = createTestService({ store });
    const { status, body } = await answer(
      await service.post(json([created, roleCreated('checkout', PODS_TRUST)])),
    );
    expect(status).toBe(503);
    expect(body).toMatchObject({ events: [{ outcome: 'applied' }], error: { code: 'store-unreachable' } });
    expect(service.reported).toHaveLength(1);
  });

  test('a failure nobody foresaw does not tell its message', async () => {
    const store: Store = {
      ...createMemoryStore(),
      async load() {
        throw new Error('a secret');
      },
    };
    const { status, body } = await answer(await createTestService({ store }).post(json(created)));
    expect({ status, code: body.error.code }).toEqual({ status: 500, code: 'internal' });
    expect(json(body)).not.toContain('secret');
  });
});

/** Every access gives others their turn, as a store over a network does. */
function slow(store: Store): Store {
  return {
    ...store,
    async load(key) {
      await setImmediate();
      return store.load(key);
    },
    async save(item) {
      await setImmediate();
      return store.save(item);
    },
  };
}
