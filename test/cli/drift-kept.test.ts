import type { JsonValue } from '@podguard/core';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { createKeptResults } from 'podguard/drift';
import { expect, test } from 'vitest';

const page = (names: readonly string[], recorded: string): JsonValue => ({
  shard: { listing: 'roles', region: '', page: 0 },
  listed: true,
  differences: names.map((name) => ({
    ...{ key: `arn:aws:iam::111122223333:role/${name}`, kind: 'iam-role', account: '111122223333' },
    ...{ region: 'us-east-1', type: 'changed', readAt: '2026-03-01T00:00:00Z', recordedAt: null },
    fields: [{ name: 'trust', recorded, found: 'x' }],
    ...{ origin: 'not-asked', explanation: null, reason: null },
  })),
  ...{ seen: [], news: [], again: [], gaps: [], last: true },
  counts: { unchanged: 0, changed: 0, appeared: 0, learnt: 0 },
});

const newState = () => createMemoryServiceState(createMemoryStore());

test('more than a table takes is kept without what changed, and of more as many as have room', async () => {
  const state = newState();
  for (const run of ['a', 'b']) {
    const { results } = await createKeptResults(state, run);
    const names = Array.from({ length: 3_000 }, (_, index) => `${run}-${index}`);
    await results.put(run, `x/scan/1`, page(names, 'é'.repeat(500)));
  }
  const mark = JSON.stringify(await state.loadMark('drift-untold'));
  expect(Buffer.byteLength(mark)).toBeGreaterThan(250_000);
  expect(Buffer.byteLength(mark)).toBeLessThan(390_000);
  expect(mark).not.toContain('é');
});

test('what another version kept is no reason not to read the account, and goes when a run told what it found', async () => {
  const state = newState();
  await state.saveMark('drift-untold', { runs: { old: [{ was: 'otherwise' }] } });
  const { unreported, told } = await createKeptResults(state, 'new');
  expect(unreported).toEqual([]);
  await told();
  expect(await state.loadMark('drift-untold')).toEqual({ runs: {} });
});
