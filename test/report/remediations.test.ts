import type { Remediation } from '@podguard/core';
import {
  renderAccountJson,
  renderAccountMarkdown,
  renderHtml,
  reportRemediations,
  shadowSummaries,
} from '@podguard/report';
import { describe, expect, it, test } from 'vitest';
import { afterTurns, NOOR, remediationOf, verifiedOf } from '../notify/remediations.ts';
import { BARE, parts, partsOf } from './html-text.ts';
import { report, SINCE } from './remediation-reports.ts';

const shadow = (more: Partial<Remediation> = {}) =>
  remediationOf({ mode: 'shadow', status: 'shadow', ...more });

describe('what is reported of remediations', () => {
  it('is nothing where there are none', () => {
    expect(reportRemediations([], SINCE)).toBeUndefined();
    expect(parts().remediations).toBeUndefined();
    expect(renderAccountMarkdown(BARE)).not.toContain('Remediations');
    expect(JSON.parse(renderAccountJson(BARE))).not.toHaveProperty('remediations');
  });

  it('is nothing of those that ended before, but those that wait still', () => {
    const old = (one: Remediation): Remediation => ({
      ...one,
      history: one.history.map((turn) => ({ ...turn, at: '2025-01-01T00:00:00.000Z' })),
    });
    const told = reportRemediations([old(verifiedOf()), old(remediationOf())], SINCE);
    expect([told?.applied.length, told?.open.length]).toEqual([0, 1]);
  });

  it('keeps apart what waits, what was applied and undone, and what was not', () => {
    const undone = afterTurns(verifiedOf(), [{ status: 'undone', by: NOOR, note: '' }], {
      undone: verifiedOf().applied,
    });
    const rejected = afterTurns(remediationOf(), [{ status: 'rejected', by: NOOR, note: 'no' }]);
    const told = reportRemediations([remediationOf(), verifiedOf(), undone, rejected, shadow()], SINCE);
    expect(told?.open.map(({ status }) => status)).toEqual(['proposed']);
    expect(told?.applied.map(({ status, undoneAt }) => [status, undoneAt])).toEqual([
      ['verified', null],
      ['undone', '2026-03-12T07:12:30.000Z'],
    ]);
    expect(told?.declined.map(({ status }) => status)).toEqual(['rejected']);
    expect(told?.shadow).toMatchObject([{ total: 1, would: 1, wouldPropose: 0 }]);
  });

  describe('that failed', () => {
    const failedBy = (note: string, left: { readonly unchanged?: 'refused' | 'otherwise' } = {}) =>
      afterTurns(
        remediationOf({ id: 'rm-denied' }),
        [
          { status: 'applying', by: 'podguard', note: '' },
          { status: 'failed', by: 'podguard', note },
        ],
        { applied: { ...verifiedOf().applied!, ...left } },
      );
    const denied = failedBy('AccessDenied: not authorized; nothing was changed', { unchanged: 'refused' });
    const interrupted = failedBy('interrupted before it changed anything', { unchanged: 'otherwise' });
    const half = failedBy('the call failed; httpTokens is as planned, hopLimit is not');
    const stuck = afterTurns(
      verifiedOf(remediationOf({ id: 'rm-stuck' })),
      [
        { status: 'undoing', by: NOOR, note: 'undoing it' },
        { status: 'failed', by: NOOR, note: 'it could not be undone: AccessDenied' },
      ],
      { undone: { ...verifiedOf().applied!, startedAt: '2026-03-13T07:12:30.000Z' } },
    );

    it('is neither applied nor undone', () => {
      const told = reportRemediations([denied, interrupted, half, stuck], SINCE)!;
      expect([told.applied, told.declined]).toEqual([[], []]);
      expect(told.failed.map(({ appliedAt, undoneAt }) => [appliedAt, undoneAt])).toEqual([
        [null, null],
        [null, null],
        ['2026-03-12T07:12:30.000Z', null],
        ['2026-03-12T07:12:30.000Z', null],
      ]);
      const of = report(denied, stuck, verifiedOf());
      expect(renderAccountMarkdown(of)).toContain(
        '0 open, 1 applied, of which 0 undone, 2 failed, 0 not applied.',
      );
      expect(renderAccountMarkdown(of)).toContain('### Failed');
      const text = partsOf(renderHtml(of)).remediations!;
      expect(text).toContain('1 remediation applied, 2 failed.');
    });

    it('says whether anything was changed, and offers to undo only that', () => {
      const textOf = (one: Remediation) => partsOf(renderHtml(report(one))).remediations!;
      expect(textOf(denied)).toContain('failed on 2026-03-12, and changed nothing');
      expect(textOf(denied)).not.toContain('podguard rollback');
      expect(textOf(interrupted)).not.toContain('podguard rollback');
      expect(textOf(half)).toContain('failed on 2026-03-12');
      expect(textOf(half)).toContain('podguard rollback rm-denied');
      expect(textOf(stuck)).toContain('Undoing failed');
      expect(textOf(stuck)).toContain('applied on 2026-03-12, undoing failed on 2026-03-12');
      expect(textOf(stuck)).toContain('podguard rollback rm-stuck');
    });
  });

  it('says how many cannot be read, and that there are any where all cannot', () => {
    const told = { ...BARE, remediations: reportRemediations([], SINCE, 2) };
    expect(partsOf(renderHtml(told)).remediations).toContain('2 remediations cannot be read.');
    expect(renderAccountMarkdown(told)).toContain('2 more cannot be read.');
  });
});

test('shadow mode is summed up by rule, with the guards that would have refused', () => {
  const no = (guard: string) => ({ guard, ok: false, reason: 'r' }) as const;
  expect(
    shadowSummaries([
      shadow({ rule: 'b', createdAt: '2026-03-02T00:00:00.000Z' }),
      shadow({ rule: 'b', createdAt: '2026-03-01T00:00:00.000Z', guards: [no('settled'), no('in-budget')] }),
      shadow({ rule: 'b', createdAt: '2026-03-03T00:00:00.000Z', guards: [no('settled')] }),
      shadow({ rule: 'a', plan: null, guards: [] }),
      remediationOf({ rule: 'c' }),
    ]),
  ).toEqual([
    {
      rule: 'a',
      since: expect.any(String),
      until: expect.any(String),
      total: 1,
      would: 0,
      wouldPropose: 0,
      refused: [{ guard: 'no plan', count: 1 }],
    },
    {
      rule: 'b',
      since: '2026-03-01T00:00:00.000Z',
      until: '2026-03-03T00:00:00.000Z',
      total: 3,
      would: 1,
      wouldPropose: 0,
      refused: [
        { guard: 'settled', count: 2 },
        { guard: 'in-budget', count: 1 },
      ],
    },
  ]);
});

test('shadow mode counts apart what auto would only propose', () => {
  const no = (guard: string) => ({ guard, ok: false, reason: 'r' }) as const;
  const all = [
    shadow(),
    shadow({ approvalsNeeded: 2 }),
    shadow({ status: 'refused', guards: [no('known-maker')] }),
    shadow({ status: 'refused', guards: [no('within-only'), no('for-people')] }),
    shadow({ status: 'refused', guards: [no('known-maker'), no('settled')], approvalsNeeded: 2 }),
  ];
  const [told] = shadowSummaries(all);
  expect(told).toMatchObject({
    ...{ total: 5, would: 1, wouldPropose: 3 },
    refused: [{ guard: 'settled', count: 1 }],
  });
  expect(partsOf(renderHtml(report(...all))).remediations).toMatch(/1 of 5\s+3\s+settled \(1\)/);
  expect(renderAccountMarkdown(report(...all))).toContain('| 1 of 5 | 3 | settled (1) |');
});
