import { alertText, toSnsMessage } from '@podguard/notify';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, digestOf, transitionOf, wording } from './transitions.ts';

const about = { id: 'run-1', title: 'Baseline', account: ACCOUNT };

describe('a digest', () => {
  it('counts by severity what is open, and what ended', () => {
    const digest = digestOf(
      [
        transitionOf(),
        transitionOf({ role: 'b', severity: 'high' }),
        transitionOf({ role: 'c', severity: 'high' }),
        transitionOf({ role: 'd', type: 'resolved' }),
      ],
      about,
    );
    expect(digest).toMatchObject({
      transitions: 4,
      open: { low: 0, medium: 0, high: 2, critical: 1 },
      ended: 1,
      rules: [{ rule: 'irsa-subject-unrestricted', severity: 'critical', open: 3, ended: 1 }],
    });
  });

  it('lists the worst first, and of those as grave the oldest', () => {
    const worst = digestOf(
      [
        transitionOf({ role: 'low', severity: 'low' }),
        transitionOf({ role: 'young', at: '2026-03-12T09:00:00Z' }),
        transitionOf({ role: 'old', at: '2026-03-12T01:00:00Z' }),
      ],
      about,
    ).worst.map(({ resource }) => resource);
    expect(worst).toEqual(['old', 'young', 'low']);
  });

  it('puts the rules that find something open before those of which all ended', () => {
    const rules = digestOf(
      [
        transitionOf({ rule: 'gone', type: 'resolved', severity: 'critical' }),
        transitionOf({ rule: 'few', severity: 'low' }),
        transitionOf({ rule: 'many', severity: 'low' }),
        transitionOf({ rule: 'many', severity: 'low', role: 'b' }),
      ],
      about,
    ).rules.map(({ rule }) => rule);
    expect(rules).toEqual(['many', 'few', 'gone']);
  });

  it('is small, however many there are and whatever is in them, and says what it leaves out', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 2_000 });
    const some = fc.array(fc.tuple(text, text), { minLength: 300, maxLength: 300 });
    fc.assert(
      fc.property(some, text, (pairs, note) => {
        const transitions = pairs.map(([rule, summary], at) =>
          transitionOf({ role: `r${at}`, rule: `${at}${rule}`, finding: { summary, title: summary } }),
        );
        const notes = Array.from({ length: 30 }, () => note);
        const digest = digestOf(transitions, { ...about, notes });
        expect(digest.worst).toHaveLength(10);
        expect(digest.moreRules).toBe(260);
        expect(digest.notes.at(-1)).toBe('and 20 more notes, in the report');
        const message = toSnsMessage({ kind: 'digest', digest }, wording);
        expect(Buffer.byteLength(message.Message + JSON.stringify(message.MessageAttributes))).toBeLessThan(
          240_000,
        );
      }),
      { numRuns: 10 },
    );
  });

  it('has the link that opens the report, where there is one', () => {
    const link = 'https://reports.s3.eu-central-1.amazonaws.com/reports/run-1.html?X-Amz-Signature=a&b=c|d>';
    const digest = digestOf([transitionOf()], { ...about, report: 's3://reports/r.html', reportLink: link });
    expect(alertText({ kind: 'digest', digest }, wording)).toContain(
      `\nThe report: s3://reports/r.html\nTo open it within a few hours: ${link}\n`,
    );
  });

  it('reads as a text with the worst, the rules, the notes and where the report is', () => {
    const digest = digestOf([transitionOf(), transitionOf({ role: 'b', type: 'resolved' })], {
      ...about,
      report: 's3://reports/baselines/run-1.md',
      notes: ['iam:ListUsers was denied: access keys were not read'],
    });
    expect(alertText({ kind: 'digest', digest }, wording)).toBe(`Baseline
Account ${ACCOUNT}. Open: 1 critical; ended: 1

Note: iam:ListUsers was denied: access keys were not read

The worst:
- CRITICAL: Any service account of cluster prod may assume shop (${digest.worst[0]?.id})

By rule:
- irsa-subject-unrestricted (critical): 1 open, 1 ended

The report: s3://reports/baselines/run-1.md
All that is open: podguard report --store ${wording.store}
`);
  });
});
