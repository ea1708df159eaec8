import type { Finding } from '@podguard/core';
import { type AccountReport, renderAccountMarkdown, renderMarkdown } from '@podguard/report';
import { describe, expect, it } from 'vitest';
import { accountReport } from '../support/reports.ts';
import { DIFFERENCE, PLACE, POINT, REPORT } from './account-reports.ts';
import { ENDED, FINDING, hostile } from './findings.ts';
import { parts } from './html-text.ts';

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
      '### Resolved otherwise',
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

  it('is never called done: of what is not known nothing is said, and of what pods may do the findings say', () => {
    for (const text of of(3, 0, 2)) {
      expect(text).toContain('3 of 3 known; 2 not known');
      expect(text).not.toMatch(/100 %|Done/);
    }
    expect(of(3, 0, 0)[1]).toMatch(
      /100 %.*none is left to move; whether they may do too much, the findings say/,
    );
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
      /Fixed: 1 finding .*fixed.* Resolved otherwise: 1 finding .*not-applicable/,
    );
    expect(renderAccountMarkdown({ ...REPORT, since })).toContain('0 opened, 1 fixed, 1 ended otherwise.');
  });
});
