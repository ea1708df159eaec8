import { renderOverview, type Style, unstyled } from '@podguard/report';
import { describe, expect, it } from 'vitest';
import { ENDED, EXEMPT, FINDING } from './findings.ts';

const LOW = { ...FINDING, id: 'pg-low', severity: 'low' as const };

/** Shows what is painted, and as what. */
const painted: Style = {
  strong: (text) => text,
  faint: (text) => text,
  good: (text) => `good(${text})`,
  severity: {
    low: (text) => `low(${text})`,
    medium: (text) => `medium(${text})`,
    high: (text) => `high(${text})`,
    critical: (text) => `critical(${text})`,
  },
};

const render = (findings: readonly (typeof FINDING)[], style: Style = unstyled) =>
  renderOverview({ findings, summary: {} }, style).split('\n');

describe('the overview', () => {
  it('begins with totals by severity and status, aligned', () => {
    expect(render([LOW, ENDED, FINDING, { ...FINDING, id: 'pg-2' }]).slice(0, 4)).toEqual([
      '          critical      high    medium       low       all',
      'open             2         0         0         1         3',
      'resolved         0         1         0         0         1',
      '',
    ]);
  });

  it('has what is open on one resource worst first', () => {
    const text = render([LOW, { ...FINDING, id: 'pg-worst', severity: 'critical' }]).join('\n');
    expect(text.indexOf('pg-worst')).toBeLessThan(text.indexOf('pg-low'));
  });

  it('has no row for what ended where nothing did', () => {
    expect(render([FINDING])[2]).toBe('');
  });

  it('paints counts, not what is around them, and no zero', () => {
    expect(render([LOW], painted)[1]).toBe('open             0         0         0         low(1)         1');
  });

  it('has the worst first, then the findings of the same resource', () => {
    const other = { ...FINDING, id: 'pg-other', resource: { ...FINDING.resource, key: 'other' } };
    const lines = render([LOW, { ...other, severity: 'medium' }, FINDING]);
    const order = lines.flatMap((line) => /pg-[\w]+$/.exec(line)?.[0] ?? []);
    expect(order).toEqual([FINDING.id, 'pg-low', 'pg-other']);
  });

  it('has what is exempt last, under a heading, with its end, its author and the reason', () => {
    const lines = render([EXEMPT, LOW]);
    expect(lines.slice(0, 3)).toEqual([
      '          critical      high    medium       low       all',
      'open             0         0         0         1         1',
      'exempt           1         0         0         0         1',
    ]);
    const heading = lines.indexOf('Exempt: 1 finding that somebody accepted');
    expect(lines.findIndex((line) => line.endsWith('pg-low'))).toBeLessThan(heading);
    expect(lines.findIndex((line) => line.endsWith(EXEMPT.id))).toBeGreaterThan(heading);
    expect(lines).toContain(
      '            exempt until 2026-02-01 00:00:00 UTC by alex: moves to Pod Identity in March (ex-0a1b2c3d4e5f)',
    );
    expect(lines).toContain('            owner team-web · acknowledged by sam, 2026-01-03 00:00:00 UTC');
  });

  it.for([
    ['2026-01-24T00:00:00Z', ''],
    ['2026-01-27T00:00:00Z', '  ends in 5 days'],
    ['2026-01-31T01:00:00Z', '  ends in 23 hours'],
    ['2026-01-31T23:30:00Z', '  ends within the hour'],
    ['2026-02-01T00:00:00Z', '  it has ended'],
  ] as const)('as of %s an end on the first of February is told as "%s"', ([at, mark]) => {
    const text = renderOverview({ findings: [EXEMPT], summary: {}, at: new Date(at) }, unstyled);
    expect(text).toContain(`(ex-0a1b2c3d4e5f)${mark}\n`);
  });

  it('says that nothing is open', () => {
    expect(render([], painted)).toEqual(['good(No open findings)', '']);
  });
});
