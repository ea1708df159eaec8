import { createExemption, type Finding, type Transition } from '@podguard/core';
import { expect, onTestFinished, test } from 'vitest';
import { keyCreated } from './records.ts';
import { createTestService } from './test-service.ts';

const NOW = Date.parse('2026-01-02T04:00:00Z');
const exemption = createExemption(
  {
    rules: ['static-key-*'],
    resources: [],
    accounts: [],
    tags: {},
    reason: 'until the migration',
    author: 'ana',
    since: '2026-01-01',
    until: '2026-02-01',
  },
  'cli',
);

test('what another process exempts is told by the running service, and shown as such until it is over', async () => {
  let time = NOW;
  const service = createTestService({ sweepMs: 1, now: () => new Date(time) });
  const listening = await service.listen({ port: 0 });
  onTestFinished(() => listening.close());
  await service.ingest(Buffer.from(JSON.stringify(keyCreated('ci', 'AKIAEXAMPLE'))));
  const statuses = async () => {
    const findings = (await (await fetch(`${listening.url}/api/findings`)).json()) as readonly Finding[];
    return findings.map(({ status, exemption: by, owner }) => [status, by?.author ?? null, owner?.from]);
  };
  const told = async () => {
    const transitions: readonly Transition[] = await service.store.listTransitions(10);
    return transitions.map(({ type }) => type).sort();
  };
  expect(await statuses()).toEqual([['open', null, 'creator']]);
  await service.state.putExemption(exemption);
  expect(await statuses()).toEqual([['exempt', 'ana', 'creator']]);
  await expect.poll(told).toEqual(['exempted', 'opened']);
  time = Date.parse('2026-02-01T00:00:00Z');
  await expect.poll(told).toEqual(['exempted', 'exemption-ended', 'opened']);
  expect(await statuses()).toEqual([['open', null, 'creator']]);
  expect(service.reported).toEqual([]);
});
