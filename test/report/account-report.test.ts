import type { Finding } from '@podguard/core';
import {
  type AccountReport,
  type LastRun,
  type ReportedDifference,
  renderAccountJson,
  renderAccountMarkdown,
  renderDifferencesCsv,
  renderHtml,
  renderMarkdown,
} from '@podguard/report';
import { describe, expect, it } from 'vitest';
import { accountReport } from '../support/reports.ts';
import { ENDED, EXEMPT, FINDING, hostile } from './findings.ts';
import { parts, textOf } from './html-text.ts';
import { parseCsv } from './parse-csv.ts';

const PLACE = {
  account: '111122223333',
  cluster: 'arn:aws:eks:eu-central-1:111122223333:cluster/prod',
  issuer: null,
};
const POINT = {
  run: 'r-1',
  at: '2026-01-03T00:00:00Z',
  score: 71.5,
  methods: { irsa: 3 },
  open: { low: 1, medium: 2, high: 3, critical: 4 },
  exempt: 5,
  drifted: 6,
  gaps: 7,
} as const;
const DIFFERENCE: ReportedDifference = {
  key: 'arn:aws:ec2:eu-central-1:111122223333:instance/i-0a1b',
  kind: 'ec2-instance',
  region: 'eu-central-1',
  type: 'changed',
  fields: [
    { name: 'httpTokens', recorded: 'required', found: 'optional' },
    { name: 'hopLimit', recorded: null, found: '2' },
  ],
  readAt: '2026-01-04T00:00:00Z',
  recordedAt: '2026-01-02T00:00:00Z',
  origin: 'missed',
  explanation: {
    eventId: 'e-9',
    eventName: 'ModifyInstanceMetadataOptions',
    at: '2026-01-03T10:00:00Z',
    actor: 'arn:aws:iam::111122223333:user/sam',
  },
  reason: null,
};
const REPORT: AccountReport = {
  title: 'account 111122223333',
  at: new Date('2026-01-05T03:04:05Z'),
  run: {
    id: 'r-2',
    kind: 'drift',
    startedAt: '2026-01-05T02:00:00Z',
    finishedAt: '2026-01-05T03:00:00Z',
    read: 42,
  },
  findings: [FINDING, EXEMPT],
  summary: { resources: 42 },
  gaps: [{ what: 'access keys', reason: 'denied' }],
  trend: [
    POINT,
    { ...POINT, run: 'r-2', at: '2026-01-05T03:00:00Z', score: null, methods: { 'pod-identity': 2 } },
  ],
  since: { run: 'r-1', at: POINT.at, opened: [FINDING], resolved: [ENDED] },
  differences: [DIFFERENCE],
  unused: [
    {
      role: 'arn:aws:iam::111122223333:role/old',
      grants: ['web/a', 'web/b', 'web/c', 'web/d', 'web/e', 'web/f'],
      place: PLACE,
      lastUsedAt: null,
      asOf: null,
      grantedAt: '2025-01-01T00:00:00Z',
    },
  ],
  migration: [
    { place: PLACE, methods: { irsa: 2, 'node-role': 1 }, ownIdentity: 2 / 3, unknown: 0, left: ['web/app'] },
  ],
};

/** The cells of the rows, wherever a pipe is none of somebody's text. */
const rows = (markdown: string) =>
  markdown
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.slice(2, -2).split(' | '));

describe('the report of an account as Markdown', () => {
  const markdown = renderAccountMarkdown(REPORT);

  it('says first what was read, and when', () => {
    expect(markdown).toMatch(
      /^# Podguard: account 111122223333\n\nThe drift run r-2 read 42 resources from 2026-01-05 02:00:00 UTC to 2026-01-05 03:00:00 UTC\.\n/,
    );
  });

  it('has its parts in the order in which they are read', () => {
    expect(markdown.match(/^##+ .*$/gm)).toEqual([
      '## Trend',
      '## Since 2026-01-03 00:00:00 UTC',
      '### Opened',
      '### Ended otherwise',
      '## Drift',
      '## Findings',
      '### Exempt',
      '### Opened by',
      '## Granted, and not used',
      '## Migration',
      '## Not known',
    ]);
  });

  it('compares the runs, those without a score too', () => {
    expect(rows(markdown).slice(2, 4)).toEqual([
      ['2026-01-03 00:00:00 UTC', '**71.5**', '4', '3', '2', '1', '5', '6', '7', '3', '0'],
      ['2026-01-05 03:00:00 UTC', '**no score**', '4', '3', '2', '1', '5', '6', '7', '0', '2'],
    ]);
  });

  it('tells of a difference what it was, what it is, and who did it', () => {
    expect(markdown).toContain(
      '**changed**<br>httpTokens was required, is optional<br>hopLimit was not there, is 2 | ModifyInstanceMetadataOptions by arn:aws:iam::111122223333:user/sam, 2026-01-03 10:00:00 UTC; its event never came<br>read 2026-01-04 00:00:00 UTC |',
    );
  });

  it.for([
    ['out-of-band', null, 'out of band: no record of it was found'],
    ['not-asked', 'the limit is reached', 'who did it is not known: the limit is reached'],
    ['missed', null, 'its event never came'],
  ] as const)('tells of what is %s why nobody is named', ([origin, reason, words]) => {
    const differences = [{ ...DIFFERENCE, origin, reason, explanation: null }];
    expect(renderAccountMarkdown({ ...REPORT, differences })).toContain(`| ${words}<br>`);
  });

  it('tells of a difference that two people made of both', () => {
    const reason = 'trust is by UpdateAssumeRolePolicy of kim at 2026-01-02T00:00:00Z';
    const text = renderAccountMarkdown({ ...REPORT, differences: [{ ...DIFFERENCE, reason }] });
    expect(text).toContain(`; its event never came; ${reason}<br>`);
  });

  it('shows of long values where they differ', () => {
    const before = `{"Statement":[{"Sid":"${'a'.repeat(300)}","Effect":"Allow","Action":"sts:AssumeRole"}]}`;
    const fields = [{ name: 'trust', recorded: before, found: before.replace('"Allow"', '"Deny"') }];
    const text = renderAccountMarkdown({ ...REPORT, differences: [{ ...DIFFERENCE, fields }] });
    expect(text).toContain('trust was …aaaaaaaa","Effect":"Allow","Action"');
    expect(text).toContain(', is …aaaaaaaa","Effect":"Deny","Action"');
  });

  it('shows a value whole where it has room', () => {
    const fields = [{ name: 'trust', recorded: 'one', found: `two ${'x'.repeat(140)}` }];
    const text = renderAccountMarkdown({ ...REPORT, differences: [{ ...DIFFERENCE, fields }] });
    expect(text).toContain(`trust was one, is two ${'x'.repeat(140)}`);
  });

  it('counts what changed meanwhile, which is no drift', () => {
    const late = { ...DIFFERENCE, origin: 'late' as const, explanation: null };
    const text = renderAccountMarkdown({ ...REPORT, differences: [late] });
    expect(text).toContain('is as it was recorded');
    expect(text).toContain('1 more changed while the account was read');
    expect(text).not.toContain('| **changed**');
  });

  it('tells how old a finding is, and who opened how many', () => {
    expect(markdown).toContain('from 192.0.2.1<br>3 days old');
    expect(markdown).toMatch(/### Opened by\n\n.*\n.*\n\| run-7 \| 1 \| 0 \| 0 \| 0 \|\n/);
  });

  it('names five of the grants and counts the others', () => {
    expect(markdown).toContain(
      '`web/e`<br>and 1 more | cluster prod, eu-central-1 | 2025-01-01 00:00:00 UTC | never |',
    );
  });

  it('has how far a cluster is', () => {
    expect(rows(markdown)).toContainEqual([
      'cluster prod, eu-central-1',
      '66 %',
      '2 irsa, 1 node-role',
      '`web/app`',
    ]);
  });

  it('says that nothing drifted, and nothing of what there is none', () => {
    const { since: _, ...rest } = REPORT;
    const bare = { ...rest, findings: [], gaps: [], trend: [], differences: [], unused: [], migration: [] };
    const text = renderAccountMarkdown(bare);
    expect(text.match(/^##+ .*$/gm)).toEqual(['## Drift', '## Findings']);
    expect(text).toContain('The account is as it was recorded, as far as it could be read.');
  });

  it('says nothing of drift where the account was read the first time, or not', () => {
    const { run, ...rest } = REPORT;
    const baseline = { ...(run as NonNullable<AccountReport['run']>), kind: 'baseline' as const };
    expect(renderAccountMarkdown({ ...rest, run: baseline })).not.toContain('## Drift');
    expect(renderAccountMarkdown(rest)).toContain('As of 2026-01-05 03:04:05 UTC.');
  });

  it('tells what could not be read in one line, whatever AWS said', () => {
    const gaps = [{ what: 'users', reason: 'failed:\n  <html>' }];
    expect(renderAccountMarkdown({ ...REPORT, gaps })).toContain('| users | failed: &lt;html&gt; |');
  });

  it('is no longer than a comment may be, and says where the rest is', () => {
    const many = <T>(one: T) => Array.from({ length: 1_000 }, () => one);
    const text = renderAccountMarkdown(
      {
        ...REPORT,
        differences: many(DIFFERENCE),
        findings: many(FINDING),
        since: { run: 'r-1', at: POINT.at, opened: many(FINDING), resolved: many(ENDED) },
        unused: REPORT.unused.flatMap(many),
        migration: REPORT.migration.flatMap(many),
        gaps: (REPORT.gaps ?? []).flatMap(many),
      },
      new Set(),
      '`reports/r-2.json`',
    );
    expect(text.match(/^And \d+ more: `reports\/r-2\.json` has all\.$/gm)).toHaveLength(7);
    expect(text.length).toBeLessThan(65_536);
    expect(text.match(/\*\*changed\*\*/g)?.length).toBeGreaterThan(20);
  });

  it('is no longer than that with fifty clusters either', () => {
    const { posture } = accountReport(2_000);
    const [first] = posture?.clusters ?? [];
    const identities = posture?.identities.slice(0, 40) ?? [];
    const names = Array.from({ length: 50 }, (_, index) => `${PLACE.cluster}-${index}`);
    const many = {
      ...(posture as NonNullable<typeof posture>),
      clusters: names.map((cluster) => ({ ...(first as NonNullable<typeof first>), cluster })),
      identities: names.flatMap((cluster) => identities.map((one) => ({ ...one, cluster }))),
    };
    const report = { ...accountReport(2_000), posture: many };
    for (const text of [renderAccountMarkdown(report), renderMarkdown(report)]) {
      expect(text.length).toBeLessThan(65_536);
      expect(text).toContain('#### Posture: cluster prod-0, eu-central-1, account 111122223333');
      expect(text).toMatch(/And \d+ more places: `--format json` has all\./);
    }
  });

  it('makes no markup of what somebody else chose', () => {
    const text = '| <b> [x](y) `z`\n# h';
    const told = hostile(text) as Finding;
    const named = { name: text, recorded: text, found: text };
    const difference = { ...DIFFERENCE, key: text, kind: text, region: text, fields: [named], reason: text };
    const bad = renderAccountMarkdown({
      ...REPORT,
      title: text,
      findings: [told],
      since: { run: text, at: text, opened: [told], resolved: [told] },
      differences: [difference, { ...difference, explanation: null }],
      unused: [{ role: text, grants: [text], place: null, lastUsedAt: text, asOf: null, grantedAt: text }],
      migration: [
        {
          place: { account: text, cluster: text, issuer: null },
          methods: {},
          ownIdentity: null,
          unknown: 0,
          left: [text],
        },
      ],
      gaps: [{ what: text, reason: text }],
    });
    const prose = bad.replace(/(?<!\\)`[^`]*`/g, '');
    expect(prose).not.toMatch(/<b>|(?<!\\)\]\(y\)|^# h/m);
    const widths = (of: string) => rows(of).map((row) => row.length);
    expect(new Set(widths(bad))).toEqual(new Set([11, 2, 3, 6, 5, 4]));
  });
});

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

describe('the migration of a cluster', () => {
  const of = (own: number, left: number, unknown: number) => {
    const one = {
      ...{ place: PLACE, methods: { irsa: own, 'node-role': left }, unknown },
      ownIdentity: own / (own + left),
      left: Array.from({ length: left }, (_, index) => `web/${index}`),
    };
    const report = { ...REPORT, migration: [one] };
    return [renderAccountMarkdown(report), parts(report).migration ?? ''] as const;
  };

  it.for([
    [58, 42, '58 %'],
    [29, 21, '58 %'],
    [29, 71, '29 %'],
    [199, 1, '99 %'],
  ] as const)('of which %i are own and %i are not is at %s', ([own, left, share]) => {
    for (const text of of(own, left, 0)) expect(text).toContain(share);
  });

  it('is never done where something of it is not known', () => {
    for (const text of of(3, 0, 2)) {
      expect(text).toContain('3 of 3 known; 2 not known');
      expect(text).not.toMatch(/100 %|Done/);
    }
    expect(of(3, 0, 0)[1]).toMatch(/100 %.*Done: nothing is left to move/);
  });
});

describe('what ended since the run before', () => {
  it('was fixed only where that is why it ended', () => {
    const [ended] = REPORT.since?.resolved ?? [];
    const as = (reason: 'fixed' | 'not-applicable', id: string) =>
      ({ ...ended, id, resolved: { ...ended?.resolved, reason } }) as Finding;
    const since = {
      ...{ run: 'r-1', at: POINT.at, opened: [] },
      resolved: [as('fixed', 'pg-1'), as('not-applicable', 'pg-2')],
    };
    expect(parts({ ...REPORT, since }).since).toMatch(
      /Fixed: 1 finding .*fixed.* Ended otherwise: 1 finding .*not-applicable/,
    );
    expect(renderAccountMarkdown({ ...REPORT, since })).toContain('0 opened, 1 fixed, 1 ended otherwise.');
  });
});

describe('the report of an account as JSON', () => {
  it('has everything, without characters that a terminal takes for commands', () => {
    const json = renderAccountJson({ ...REPORT, title: '\u001b[2J' });
    expect(json).not.toContain('\u001b');
    expect(JSON.parse(json)).toEqual({
      ...(JSON.parse(JSON.stringify(REPORT)) as object),
      v: 1,
      title: '\u001b[2J',
      at: '2026-01-05T03:04:05.000Z',
    });
  });

  it('begins with what is read first', () => {
    expect(Object.keys(JSON.parse(renderAccountJson(REPORT)) as object).slice(0, 5)).toEqual([
      'v',
      'title',
      'at',
      'run',
      'summary',
    ]);
  });
});

describe('differences as CSV', () => {
  const read = (differences: readonly ReportedDifference[]) => {
    const [names = [], ...lines] = parseCsv(renderDifferencesCsv(differences));
    return lines.map((cells) => Object.fromEntries(names.map((name, index) => [name, cells[index]])));
  };

  it('have a line for each field that differs', () => {
    expect(read([DIFFERENCE])).toMatchObject([
      { type: 'changed', field: 'httpTokens', recorded: 'required', found: 'optional', origin: 'missed' },
      {
        field: 'hopLimit',
        recorded: '',
        found: '2',
        'explanation.eventName': 'ModifyInstanceMetadataOptions',
      },
    ]);
  });

  it('have a line for what only appeared or went', () => {
    expect(read([{ ...DIFFERENCE, type: 'gone', fields: [], explanation: null }])).toMatchObject([
      { type: 'gone', field: '', key: DIFFERENCE.key, 'explanation.actor': '' },
    ]);
  });

  it('are no formula', () => {
    const [row] = read([{ ...DIFFERENCE, fields: [{ name: '=1+1', recorded: '@x', found: '-2' }] }]);
    expect(row).toMatchObject({ field: "'=1+1", recorded: "'@x", found: "'-2" });
  });
});
