import { createFindingContext, type JsonValue, parseConfig } from '@podguard/core';
import { createMemoryResults, type Difference, type DriftRun } from '@podguard/drift';
import { catalogue } from '@podguard/rules';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { ASSOCIATION, ROLE, TRUSTED, UNTRUSTED } from '../support/changes.ts';
import { createHarness } from '../support/harness.ts';

export const ACCOUNT = '111122223333';

export const config = parseConfig({ account: ACCOUNT }, 'test');

export function world() {
  const store = createMemoryStore();
  const state = createMemoryServiceState(store);
  const harness = createHarness(store);
  let time = Date.parse('2026-03-01T00:00:00Z');
  const now = () => new Date(time);
  const results = createMemoryResults();
  const context = createFindingContext({ config, state, now });
  const deps = { store, state, results, catalogue, config, context, account: ACCOUNT, now };
  return {
    ...{ store, state, harness, results, deps, now },
    wait(days: number) {
      time += days * 86_400_000;
    },
    runOf: (run: string, kind: DriftRun['kind'] = 'drift'): DriftRun => ({
      ...{ run, kind, startedAt: now().toISOString().replace('.000', '') },
    }),
  };
}

/** Keeps a page as the scan of a run does. */
export async function found(
  { results }: ReturnType<typeof world>,
  run: DriftRun,
  differences: readonly Difference[],
  gaps: readonly { readonly what: string; readonly reason: string }[] = [],
): Promise<void> {
  const page = {
    shard: { listing: 'roles', region: 'eu-central-1', page: 0 },
    ...{ listed: true, seen: [ROLE, ASSOCIATION], differences, gaps, again: [], last: true },
    news: [{ key: ROLE, what: 'changed' }],
    counts: { unchanged: 1, changed: 1, appeared: 0, learnt: 0 },
  };
  const name = `${run.startedAt.replace(/[-:]/g, '')}/scan/roles/eu-central-1/-/000000`;
  await results.put(run.run, name, page as unknown as JsonValue);
}

export const difference: Difference = {
  ...{ key: ROLE, kind: 'iam-role', account: ACCOUNT, region: 'us-east-1', type: 'changed' },
  fields: [{ name: 'trust', recorded: TRUSTED, found: UNTRUSTED }],
  ...{ readAt: '2026-03-01T00:00:00Z', recordedAt: '2026-01-02T03:00:00Z', origin: 'out-of-band' },
  ...{
    explanation: null,
    reason: 'at 2026-03-01T00:00:00Z the event history of the last 90 days had no record of it',
  },
};
