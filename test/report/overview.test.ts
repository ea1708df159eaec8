import { renderOverview, type Style, unstyled } from '@podguard/report';
import { describe, expect, it } from 'vitest';
import { ENDED, FINDING } from './findings.ts';

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
      '       critical      high    medium       low       all',
      'open          2         0         0         1         3',
      'ended         0         1         0         0         1',
      '',
    ]);
  });

  it('has no row for what ended where nothing did', () => {
    expect(render([FINDING])[2]).toBe('');
  });

  it('paints counts, not what is around them, and no zero', () => {
    expect(render([LOW], painted)[1]).toBe('open          0         0         0         low(1)         1');
  });

  it('has the worst first, then the findings of the same resource', () => {
    const other = { ...FINDING, id: 'pg-other', resource: { ...FINDING.resource, key: 'other' } };
    const lines = render([LOW, { ...other, severity: 'medium' }, FINDING]);
    const order = lines.flatMap((line) => /pg-[\w]+$/.exec(line)?.[0] ?? []);
    expect(order).toEqual([FINDING.id, 'pg-low', 'pg-other']);
  });

  it('says that nothing is open', () => {
    expect(render([], painted)).toEqual(['good(No open findings)', '']);
  });
});
