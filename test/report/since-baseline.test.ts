import { type Finding, isSinceBaseline } from '@podguard/core';
import { createSinceBaseline, renderJson, renderMarkdown, renderOverview, unstyled } from '@podguard/report';
import { describe, expect, it } from 'vitest';
import { CHECKED, ENDED, FINDING } from './findings.ts';

const FIRST = { run: 'first', startedAt: '2026-01-02T00:00:00Z', finishedAt: '2026-01-02T01:00:00Z' };
const BASELINE = { ...FIRST, earlier: [] };

const at = (time: string, more: Partial<Finding> = {}): Finding => ({
  ...FINDING,
  ...more,
  opened: { ...(FINDING.opened as NonNullable<Finding['opened']>), at: time },
});

const counted = (findings: readonly Finding[], baseline: Parameters<typeof createSinceBaseline>[0]) => {
  const counter = createSinceBaseline(baseline);
  for (const finding of findings) counter.add(finding);
  return counter.result();
};

describe('a finding is one since the baseline', () => {
  it.for<[what: string, finding: Finding, is: boolean]>([
    ['that a record opened after it', at('2026-01-03T00:00:00Z'), true],
    ['that a record opened while it ran', at('2026-01-02T00:30:00Z'), true],
    ['that a record opened in the second in which it began', at('2026-01-02T00:00:00Z'), true],
    ['that a later read showed', at('2026-01-02T01:00:00Z', { cause: 'drift' }), true],
    ['of high severity', at('2026-01-03T00:00:00Z', { severity: 'high' }), true],
    ['that has ended', at('2026-01-03T00:00:00Z', { status: 'resolved' }), true],
    ['but not one of medium severity', at('2026-01-03T00:00:00Z', { severity: 'medium' }), false],
    ['but not one that a record opened before', at('2026-01-01T23:59:59Z'), false],
    ['but not one that its own reads showed', at('2026-01-02T00:30:00Z', { cause: 'drift' }), false],
    ['but not one that no event opened', CHECKED, false],
  ])('%s', ([, finding, is]) => {
    expect(isSinceBaseline(finding, BASELINE)).toBe(is);
  });

  it.for<[what: string, finding: Finding, is: boolean]>([
    ['that a record opened between the two', at('2026-01-03T00:00:00Z'), true],
    ['that a read showed between the two', at('2026-01-03T00:00:00Z', { cause: 'drift' }), true],
    ['that a record opened while the second ran', at('2026-02-02T00:30:00Z'), true],
    ['that a read showed after the second', at('2026-02-02T01:00:00Z', { cause: 'drift' }), true],
    [
      "but not one that the second's first read showed",
      at('2026-02-01T23:59:00Z', { cause: 'drift' }),
      false,
    ],
    ["but not one that the second's reads showed", at('2026-02-02T00:59:59Z', { cause: 'drift' }), false],
    ["but not one that the first's reads showed", at('2026-01-02T00:30:00Z', { cause: 'drift' }), false],
    ['but not one that was there before the first', at('2026-01-01T23:59:59Z'), false],
  ])('where the account was read a second time, %s', ([, finding, is]) => {
    const second = { run: 'second', startedAt: '2026-02-02T00:00:00Z', finishedAt: '2026-02-02T01:00:00Z' };
    expect(isSinceBaseline(finding, { ...second, earlier: [FIRST] })).toBe(is);
  });

  it('and what a read shows while a later one is under way is not', () => {
    const second = { run: 'second', startedAt: '2026-02-02T00:00:00Z', finishedAt: null, earlier: [FIRST] };
    expect(isSinceBaseline(at('2026-02-02T00:30:00Z', { cause: 'drift' }), second)).toBe(false);
    expect(isSinceBaseline(at('2026-01-09T00:00:00Z', { cause: 'drift' }), second)).toBe(true);
    expect(counted([], second)).toEqual({ ...FIRST, opened: 0, open: 0 });
  });

  it('and no read is, as long as it is under way', () => {
    const running = { ...BASELINE, finishedAt: null };
    expect(isSinceBaseline(at('2026-01-09T00:00:00Z', { cause: 'drift' }), running)).toBe(false);
    expect(isSinceBaseline(at('2026-01-09T00:00:00Z'), running)).toBe(true);
  });
});

describe('the first line of a report', () => {
  const first = (
    findings: readonly Finding[],
    baseline: Parameters<typeof createSinceBaseline>[0] = BASELINE,
  ) =>
    renderOverview({ findings, summary: {}, sinceBaseline: counted(findings, baseline) }, unstyled).split(
      '\n',
    )[0];
  const later = at('2026-01-03T00:00:00Z');

  it.for<[what: string, findings: readonly Finding[], line: string]>([
    ['none', [], 'No finding of high or above opened since the baseline of 2026-01-02 00:00:00 UTC'],
    [
      'one',
      [later],
      'A finding of high or above opened since the baseline of 2026-01-02 00:00:00 UTC, still open',
    ],
    [
      'one that ended',
      [{ ...ENDED, opened: later.opened }],
      'A finding of high or above opened since the baseline of 2026-01-02 00:00:00 UTC, no longer open',
    ],
    [
      'several',
      [later, { ...ENDED, opened: later.opened }, FINDING],
      '3 findings of high or above opened since the baseline of 2026-01-02 00:00:00 UTC, 2 still open',
    ],
  ])('counts %s', ([, findings, line]) => {
    expect(first(findings)).toBe(line);
  });

  it('says that the baseline is under way', () => {
    expect(first([], { ...BASELINE, finishedAt: null })).toBe(
      'No finding of high or above opened since the baseline of 2026-01-02 00:00:00 UTC (still under way)',
    );
  });

  it('is the heading in Markdown, with the open ones below', () => {
    const report = { findings: [later], summary: {}, sinceBaseline: counted([later], BASELINE) };
    expect(renderMarkdown(report).split('\n').slice(0, 3)).toEqual([
      '## Podguard: a finding of high or above opened since the baseline of 2026-01-02 00:00:00 UTC, still open',
      '',
      '1 open finding in all.',
    ]);
  });

  it('is what JSON begins with', () => {
    const text = renderJson({ findings: [later], summary: {}, sinceBaseline: counted([later], BASELINE) });
    expect(Object.entries(JSON.parse(text))[0]).toEqual(['sinceBaseline', { ...FIRST, opened: 1, open: 1 }]);
  });
});

describe('what a report does not know', () => {
  const gaps = Array.from({ length: 101 }, (_, index) => ({ what: `roles ${index} <b>`, reason: 'de|nied' }));

  it('is named in Markdown, with how many more there are, and no text of it is markup', () => {
    const markdown = renderMarkdown({ findings: [], summary: {}, gaps });
    expect(markdown).toContain('### Not known\n');
    expect(markdown).toContain('| roles 0 &lt;b&gt; | de&#124;nied |');
    expect(markdown).toContain('And 1 more: `--format json` has all.');
    expect(markdown).not.toContain('roles 100');
  });

  it('is whole in JSON', () => {
    expect(JSON.parse(renderJson({ findings: [], summary: {}, gaps })).gaps).toEqual(gaps);
  });
});
