import { expect, test } from 'vitest';
import { keyCreated, keyDeleted, metadataModified, OPEN_IRSA_TRUST, roleCreated } from './records.ts';
import { createTestService } from './test-service.ts';

async function pageOf(records: readonly object[]): Promise<string> {
  const service = createTestService();
  expect((await service.post(JSON.stringify(records))).status).toBe(200);
  const text = await (await service.request('/')).text();
  return text.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ');
}

test('a card says what is recommended, and which command has the steps', async () => {
  expect(await pageOf([keyCreated('ci-bot', 'AKIAIOSFODNN7EXAMPLE')])).toMatch(
    /Recommended EKS Pod Identity, if the pods run on EKS: [^.]*\. The steps to pod-identity: podguard explain pg-\w{12} --migrate-to pod-identity/,
  );
});

test('a card of a method that may stay says what to do within it', async () => {
  const text = await pageOf([roleCreated('reports', OPEN_IRSA_TRUST)]);
  expect(text).toMatch(
    /Recommended Pin the subject .* The steps to pod-identity: podguard explain pg-\w{12} --migrate-to pod-identity/,
  );
});

test('a card of what no method changes offers no steps', async () => {
  const text = await pageOf([metadataModified('i-0abc1234def567890', 'optional')]);
  expect(text).toContain('Recommended Require tokens on the instance');
  expect(text).not.toContain('--migrate-to');
});

test('nothing is recommended for what has ended', async () => {
  const key = 'AKIAIOSFODNN7EXAMPLE';
  const text = await pageOf([keyCreated('ci-bot', key), keyDeleted('ci-bot', key)]);
  expect(text).toContain('Timeline Resolved');
  expect(text).not.toContain('Recommended');
});
