import { gzipSync } from 'node:zlib';
import type { Ingested } from 'podguard/service';
import { expect, test } from 'vitest';
import { keyCreated } from './records.ts';
import { createTestService } from './test-service.ts';

const json = JSON.stringify;
const created = keyCreated('ci-bot', 'AKIAIOSFODNN7EXAMPLE');

interface Body extends Ingested {
  readonly error: { readonly code: string; readonly message: string };
}

async function answer(response: Response) {
  return { status: response.status, body: (await response.json()) as Body };
}

test.for([
  ['gzip data', gzipSync(json({ Records: [created] })), {}],
  ['gzip data that its header names', gzipSync(json(created)), { 'content-encoding': 'gzip' }],
  ['gzip data of two members', Buffer.concat([gzipSync(`${json(created)}\n`), gzipSync('[]')]), {}],
] as const)('%s is inflated', async ([, bytes, headers]) => {
  const { status, body } = await answer(
    await createTestService().post(new Uint8Array(bytes), { ...headers }),
  );
  expect({ status, outcome: body.events[0]?.outcome }).toEqual({ status: 200, outcome: 'applied' });
});

test.for([
  ['that is cut off', gzipSync(json(created)).subarray(0, -9), {}],
  ['with a wrong checksum', Buffer.concat([gzipSync(json(created)).subarray(0, -8), Buffer.alloc(8)]), {}],
  ['that something else follows', Buffer.concat([gzipSync('[]'), Buffer.from(json(created))]), {}],
  ['that is none', Buffer.from(json(created)), { 'content-encoding': 'gzip' }],
] as const)('gzip data %s is refused as such, and nothing of it recorded', async ([, bytes, headers]) => {
  const service = createTestService();
  const { status, body } = await answer(await service.post(new Uint8Array(bytes), { ...headers }));
  expect({ status, code: body.error.code }).toEqual({ status: 400, code: 'input-unreadable' });
  expect(body.error.message).toContain('the gzip data is damaged');
  expect(await (await service.request('/api/findings')).json()).toEqual([]);
});

test('gzip data counts as what it holds, and is inflated no further than is taken', async () => {
  const service = createTestService({ maxBodyBytes: 1_000_000 });
  expect((await service.post(new Uint8Array(gzipSync(json(created).padEnd(1_000_000))))).status).toBe(200);
  expect((await service.post(new Uint8Array(gzipSync(' '.repeat(1_000_001))))).status).toBe(413);
  // Its damage, at the end, is not seen any more.
  const bomb = gzipSync(Buffer.alloc(50_000_000)).subarray(0, -9);
  const { status, body } = await answer(await service.post(new Uint8Array(bomb)));
  expect({ status, code: body.error.code }).toEqual({ status: 413, code: 'body-too-large' });
});
