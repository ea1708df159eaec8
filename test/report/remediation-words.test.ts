import { approvalWords, refusalWords, turnWords } from '@podguard/report';
import { describe, expect, it, test } from 'vitest';
import { afterTurns, NOOR, remediationOf, verifiedOf } from '../notify/remediations.ts';

describe('the words of a turn', () => {
  const turn = { status: 'proposed', at: '2026-03-12T07:02:10.000Z', by: NOOR } as const;

  test.for<[string, string]>([
    ['', `Proposed 2026-03-12 07:02:10 UTC by ${NOOR}`],
    ['the summary', `Proposed 2026-03-12 07:02:10 UTC by ${NOOR}`],
    ['approved; 1 more needed', `Approved 2026-03-12 07:02:10 UTC by ${NOOR}: 1 more needed`],
    ['approved', `Approved 2026-03-12 07:02:10 UTC by ${NOOR}`],
    ['approvedly', `Proposed 2026-03-12 07:02:10 UTC by ${NOOR}: approvedly`],
  ])('with the note "%s" are "%s"', ([note, words]) => {
    expect(turnWords({ ...turn, note }, 'the summary')).toBe(words);
  });

  it('tell what was put off, and what was not undone, though the status stays', () => {
    const words = (status: 'approved' | 'verified', note: string) =>
      turnWords({ ...turn, status, note }, null);
    expect(words('approved', 'not now: the budget is spent')).toBe(
      `Put off 2026-03-12 07:02:10 UTC by ${NOOR}: the budget is spent`,
    );
    expect(words('verified', 'not undone: it differs')).toBe(
      `Not undone 2026-03-12 07:02:10 UTC by ${NOOR}: it differs`,
    );
  });

  it('do not call approved what somebody rejected, whatever they wrote', () => {
    expect(turnWords({ ...turn, status: 'rejected', note: 'approved' }, null)).toBe(
      `Rejected 2026-03-12 07:02:10 UTC by ${NOOR}: approved`,
    );
  });

  it('name who approved, who is missing, and that nobody was asked', () => {
    const approvals = [{ by: NOOR, at: '' }];
    expect(approvalWords(remediationOf())).toBe('1 person needed');
    expect(approvalWords(remediationOf({ approvalsNeeded: 2 }))).toBe('2 different people needed');
    expect(approvalWords(remediationOf({ approvalsNeeded: 2, approvals }))).toBe(`${NOOR}; 1 more needed`);
    const twoWays = [...approvals, { by: 'arn:aws:iam::111122223333:user/noor', at: '' }];
    expect(approvalWords(remediationOf({ approvalsNeeded: 2, approvals: twoWays }))).toBe(
      `${NOOR}, arn:aws:iam::111122223333:user/noor; 1 more needed, since who approved in Slack, as an IAM user, by IAM Identity Center or by a role may be one person: somebody else approves it, too`,
    );
    expect(approvalWords(verifiedOf())).toBe(NOOR);
    expect(approvalWords({ ...verifiedOf(), approvals: [{ by: 'podguard', at: '' }] })).toBe(
      'nobody was asked, as configured',
    );
  });

  it('do not tell twice why a guard refused', () => {
    const guards = [
      { guard: 'settled', ok: false, reason: 'it changed just now' },
      { guard: 'not-denied', ok: false, reason: 'tags are not known', unanswerable: true },
    ] as const;
    const refused = afterTurns(remediationOf({ guards }), [
      { status: 'refused', by: 'podguard', note: 'settled: it changed just now' },
    ]);
    expect(refusalWords(refused)).toEqual(['not-denied: tags are not known (it could not be found out)']);
  });
});
