import { createFindingContext, type JsonValue, parseConfig } from '@podguard/core';
import { createFinish, createMemoryResults, type Difference, type Finish } from '@podguard/drift';
import { createDriftReport } from '@podguard/functions';
import { type AccountReport, renderHtml } from '@podguard/report';
import { catalogue } from '@podguard/rules';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { describe, expect, it } from 'vitest';
import { accountReport } from '../support/reports.ts';

const ACCOUNT = '111122223333';
const run = { run: 'r1', kind: 'drift', startedAt: '2026-03-01T00:00:00Z' } as const;

/** Reports the run, and says what was told and rendered. */
async function reportOf(finish: Finish, errors = {}) {
  const told: { title: string; notes: readonly string[] }[] = [];
  const reports: AccountReport[] = [];
  const report = createDriftReport({
    finish,
    render(one) {
      reports.push(one);
      return { html: '', markdown: '', json: '' };
    },
    keep: async (name) => name,
    linkTo: async () => undefined,
    async tell({ title, notes = [] }) {
      told.push({ title: String(title), notes });
      return 0;
    },
    store: createMemoryStore(),
    evaluateDepth: async () => 3,
  });
  await report({ run, errors } as Parameters<typeof report>[0]);
  return { told: told[0], report: reports[0] };
}

const difference: Difference = {
  ...{ key: `arn:aws:iam::${ACCOUNT}:role/app`, kind: 'iam-role', account: ACCOUNT, region: 'us-east-1' },
  ...{ type: 'changed', fields: [], readAt: '2026-03-01T00:00:00Z', recordedAt: null },
  ...{ origin: 'out-of-band', explanation: null, reason: null },
};

describe('the report of a deployed run', () => {
  it('counts a resource once, and what the run did not come to in the trend, too', async () => {
    const store = createMemoryStore();
    const state = createMemoryServiceState(store);
    const config = parseConfig({ account: ACCOUNT }, 'test');
    const results = createMemoryResults();
    const now = () => new Date('2026-03-01T01:00:00Z');
    const page = {
      shard: { listing: 'roles', region: 'eu-central-1', page: 0 },
      ...{ listed: true, seen: [], gaps: [], again: [], last: true, news: [] },
      differences: [difference, { ...difference, type: 'unapproved' }],
      counts: { unchanged: 0, changed: 1, appeared: 0, learnt: 0 },
    };
    await results.put(
      'r1',
      '20260301T000000Z/scan/roles/eu-central-1/-/000000',
      page as unknown as JsonValue,
    );
    const context = createFindingContext({ config, state, now });
    const finish = createFinish({ store, state, results, catalogue, config, context, account: ACCOUNT, now });
    const { told, report } = await reportOf(finish, { reconcile: { Error: 'X', Cause: 'y' } });
    expect(told?.title).toBe('Drift: a resource is not as recorded or approved');
    expect(report?.gaps).toHaveLength(2);
    expect(report?.trend).toMatchObject([{ drifted: 1, gaps: 2 }]);
  });

  it('has the gravest of very many findings, and counts all of them', async () => {
    const small = accountReport(1);
    const [one] = small.findings;
    const findings = Array.from({ length: 20_500 }, (_, at) => ({ ...one!, id: `pg-${at}` }));
    const { told, report } = await reportOf(async () => ({ ...small, findings, gaps: [] }));
    expect(report?.gaps).toEqual([]);
    expect(report?.findings).toHaveLength(20_000);
    expect(told?.notes).toContain('the report has the gravest 20000 findings; 500 more are open');
    const few = { ...(report as AccountReport), findings: findings.slice(0, 10) };
    const html = renderHtml(few).replace(/<[^>]*>/g, '');
    expect(html).toContain('20,500 findings open');
    expect(html).toContain('And 20,490 more, none of them worse');
  });
});
