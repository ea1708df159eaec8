import { type Change, roleKey } from '@podguard/core';
import { describe, expect, test } from 'vitest';
import { createRole, ROLE } from '../support/changes.ts';
import { createHarness } from '../support/harness.ts';
import { allow } from '../support/role-rights.ts';
import { aws, trust } from '../support/trusts.ts';
import { answer, created, json, KEY } from './created.ts';
import { keyCreated, keyDeleted } from './records.ts';
import { createTestService } from './test-service.ts';

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

  test('resources, with those that each was judged with, once each', async () => {
    const service = createTestService();
    const { deliver } = createHarness(service.store);
    const step = roleKey('aws', '111122223333', 'step');
    const inline = allow({ Action: 'sts:AssumeRole', Resource: step });
    const role = createRole(1, trust(aws({ AWS: step }))) as Extract<Change, { op: 'put' }>;
    await deliver({ ...role, sets: { policies: {}, inlinePolicies: { inline } } });
    const resources = await (await service.request('/api/resources')).json();
    expect(resources).toMatchObject([{ key: ROLE, judgedWithHelpOf: [step] }]);
  });

  test('health', async () => {
    expect(await (await createTestService().request('/healthz')).json()).toEqual({ status: 'ok' });
  });
});
