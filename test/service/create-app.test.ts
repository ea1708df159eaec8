import { setImmediate } from 'node:timers/promises';
import { ServiceError, type Store } from '@podguard/core';
import { createMemoryStore } from '@podguard/store';
import type { Ingested } from 'podguard/service';
import { describe, expect, test } from 'vitest';
import { associated, keyCreated, keyDeleted, PODS_TRUST, record, roleCreated } from './records.ts';
import { createTestService } from './test-service.ts';

const KEY = 'AKIAIOSFODNN7EXAMPLE';
const created = keyCreated('ci-bot', KEY);
const json = JSON.stringify;

interface Body extends Ingested {
  readonly error: { readonly code: string; readonly message: string };
}

async function answer(response: Response) {
  return { status: response.status, body: (await response.json()) as Body };
}

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

describe('who may ask', () => {
  test.for([
    ['a foreign name', { host: 'attacker.example:4700' }, '/', 421],
    ['another port', { host: '127.0.0.1:80' }, '/', 421],
    ['no port', { host: 'localhost' }, '/', 421],
    ['a name that begins like ours', { host: 'localhost:4700.attacker.example' }, '/healthz', 421],
    ['localhost', { host: 'localhost:4700' }, '/', 200],
    ['the loopback address of IPv6', { host: '[::1]:4700' }, '/', 200],
    ['a link from another site', { 'sec-fetch-site': 'cross-site' }, '/', 200],
    ['another origin reading the API', { origin: 'https://attacker.example' }, '/api/findings', 403],
    ['another port of this machine', { origin: 'http://localhost:3000' }, '/api/findings', 403],
    ['a sandboxed frame', { origin: 'null' }, '/api/stream', 403],
    ['a script element of another site', { 'sec-fetch-site': 'cross-site' }, '/api/findings', 403],
    [
      'our own page',
      { origin: 'http://127.0.0.1:4700', 'sec-fetch-site': 'same-origin' },
      '/api/findings',
      200,
    ],
  ] as const)('%s', async ([, headers, path, status]) => {
    expect((await createTestService().request(path, { headers })).status).toBe(status);
  });

  test.for(['https://attacker.example', 'http://localhost:3000', 'null'])(
    '%s may not post',
    async (origin) => {
      const service = createTestService();
      expect((await service.post(json(created), { origin })).status).toBe(403);
      expect(await (await service.request('/api/resources')).json()).toEqual([]);
    },
  );

  test('every answer forbids what the page does not need', async () => {
    const service = createTestService();
    for (const path of ['/', '/page.js', '/page.css', '/api/findings', '/nothing']) {
      const { headers } = await service.request(path);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  test.for([
    ['/nothing', 'GET', 404],
    ['/events', 'GET', 405],
    ['/api/findings', 'DELETE', 405],
  ] as const)('%s has no %s', async ([path, method, status]) => {
    const response = await createTestService().request(path, { method });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { message: expect.any(String) } });
  });
});

describe('what the API says', () => {
  test.for([
    ['', 2],
    ['?status=all', 2],
    ['?status=open', 1],
    ['?status=resolved', 1],
    ['?severity=high', 2],
    ['?severity=low,medium', 0],
    ['?rule=static-key-for-other-user', 2],
    ['?rule=imds-v1-allowed', 0],
  ] as const)('findings%s: %i', async ([query, count]) => {
    const service = createTestService();
    const second = 'AKIAI44QH8DHBEXAMPLE';
    await service.post(
      json([
        created,
        keyCreated('deploy', second),
        keyDeleted('deploy', second, { at: '2026-01-02T05:00:00Z' }),
      ]),
    );
    expect(await (await service.request(`/api/findings${query}`)).json()).toHaveLength(count);
  });

  test.for(['?status=closed', '?severity=urgent', '?rule=no-such-rule'])('%s is refused', async (query) => {
    const { status, body } = await answer(await createTestService().request(`/api/findings${query}`));
    expect({ status, code: body.error.code }).toEqual({ status: 400, code: 'usage' });
  });

  test.for([
    ['/api/findings?statu=open', '/api/findings takes no "statu": it takes status, severity, rule'],
    ['/api/findings?status=open&status=exempt', '"status" is there 2 times: give it once'],
    ['/api/findings?status=closed', 'status: "closed" is none of open, exempt, resolved, all'],
    ['/api/posture?page=2', '/api/posture takes no "page": it takes limit, offset'],
    ['/api/resources?limit=5', '/api/resources takes no "limit": it takes nothing'],
    ['/api/stream?status=open', '/api/stream takes no "status": it takes nothing'],
  ] as const)('%s is refused with what there is', async ([path, message]) => {
    const { status, body } = await answer(await createTestService().request(path));
    expect({ status, error: body.error }).toEqual({ status: 400, error: { code: 'usage', message } });
  });

  test('resources, with what is open on them and what changed them', async () => {
    const service = createTestService();
    await service.post(json(created));
    const resources = (await (await service.request('/api/resources')).json()) as { kind: string }[];
    expect(resources.filter(({ kind }) => kind === 'access-key')).toMatchObject([
      {
        kind: 'access-key',
        key: `111122223333/${KEY}`,
        present: true,
        newest: { eventName: 'CreateAccessKey' },
      },
    ]);
  });

  test('health', async () => {
    expect(await (await createTestService().request('/healthz')).json()).toEqual({ status: 'ok' });
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
