import {
  type AccountReport,
  type LastRun,
  renderAccountJson,
  renderAccountMarkdown,
  renderHtml,
} from '@podguard/report';
import { describe, expect, it } from 'vitest';
import { DIFFERENCE, PLACE, REPORT } from './account-reports.ts';
import { parts, textOf } from './html-text.ts';

describe('the report of a store without a run', () => {
  const { run: _, gaps: __, ...rest } = REPORT;
  const lastRun: LastRun = {
    account: '111122223333',
    id: 'r-2',
    kind: 'drift',
    finishedAt: '2026-01-05T03:00:00Z',
    drifted: 40,
    gaps: 60,
  };
  const told: AccountReport = {
    ...rest,
    gaps: [{ what: 'users', reason: 'denied' }],
    lastRuns: [lastRun],
    totals: { drifted: 40, differences: 45, late: 2, gaps: 60 },
  };

  it('has what the last run found and could not read, as of then, and counts what it does not name', () => {
    const words =
      'As of the drift run r-2, which ended at 2026-01-05 03:00:00 UTC: 40 resources drifted, 60 things not read.';
    const markdown = renderAccountMarkdown(told);
    expect(markdown).toContain(`## Drift\n\n${words}\n\n| resource`);
    expect(markdown).toContain('42 more differ, which this report does not have.');
    expect(markdown).toContain(`## Not known\n\n${words}\n\n| what | why |`);
    expect(markdown).toContain('59 more were not read');
    const { drift, gaps } = parts(told);
    expect(drift).toContain('Drift 40 ');
    expect(drift).toContain(words);
    expect(drift).toContain('And 42 more: the JSON of this report has the first 1 of 43.');
    expect(gaps).toContain(words);
    expect(gaps).toContain('And 59 more: the store has no room for their names.');
    expect(textOf(renderHtml(told))).toContain(
      '60 things could not be read by the last run, of 2026-01-05 03:00:00 UTC.',
    );
    expect(JSON.parse(renderAccountJson(told))).toMatchObject({
      lastRuns: [lastRun],
      differences: [{ key: DIFFERENCE.key }],
      gaps: told.gaps,
    });
  });

  it('that was never read says so, and tells of nothing that there is none', () => {
    const unread = { ...rest, lastRuns: [], differences: [] };
    expect(renderAccountMarkdown(unread)).toContain('No run is known that read the account');
    expect(Object.keys(JSON.parse(renderAccountJson(unread)) as object)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(differences|gaps)$/)]),
    );
  });
});

describe('a report of several accounts', () => {
  const other = { ...PLACE, account: '444455556666' };
  const several: AccountReport = {
    ...REPORT,
    trend: REPORT.trend.map((point, index) => ({
      ...point,
      account: ['111122223333', '444455556666'][index] as string,
    })),
    unused: REPORT.unused.flatMap((one) => [one, { ...one, place: other }]),
    migration: REPORT.migration.flatMap((one) => [one, { ...one, place: other }]),
  };

  it('names the account of each row, and compares no run with that of another', () => {
    const markdown = renderAccountMarkdown(several);
    const told = parts(several);
    for (const account of ['111122223333', '444455556666']) {
      const where = `cluster prod, eu-central-1, account ${account}`;
      expect(markdown.split(where)).toHaveLength(3);
      expect(told.migration).toContain(where);
      expect(told.unused).toContain(where);
      expect(markdown).toContain(`UTC | ${account} | **`);
      expect(told.posture).toContain(`Account ${account} One run is known: a trend takes two.`);
    }
  });
});
