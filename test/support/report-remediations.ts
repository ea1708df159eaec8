import type { Finding, Remediation } from '@podguard/core';
import { type ReportedRemediations, reportRemediations } from '@podguard/report';
import { afterTurns, NOOR, planOf, remediationOf, verifiedOf } from '../notify/remediations.ts';

const KOFI = 'kofi (slack U07654321)';

/** What was done about these findings: proposed, applied, undone, refused, and recorded in shadow mode. */
export function remediationsOf(
  findings: readonly Finding[],
  since: string,
): ReportedRemediations | undefined {
  const of = (index: number): Partial<Remediation> => {
    const { id, rule, severity, resource } = findings[index % findings.length]!;
    return {
      id: `rm-${index}a7q2m9x1c3`,
      ...{ finding: id, rule, severity, key: resource.key },
      createdAt: new Date(Date.parse('2026-11-20T09:00:00Z') - index * 3_600_000).toISOString(),
      plan: planOf({ target: resource, ends: [id] }),
    };
  };
  const foreign = [
    {
      eventId: 'e6f1c2aa-51b0-4d0f-9a51-3f7a01c2d9aa',
      eventName: 'UpdateAssumeRolePolicy',
      at: '2026-11-20T07:12:30Z',
      by: 'arn:aws:iam::111122223333:role/deployer/kofi',
    },
  ];
  const undone = verifiedOf(remediationOf(of(2)));
  const contested = {
    guard: 'not-contested',
    ok: false,
    reason:
      'it was mended 2 times within a week and changed back each time: whoever changes it has to be asked',
  } as const;
  const all: readonly Remediation[] = [
    remediationOf({
      ...of(0),
      approvalsNeeded: 2,
      approvals: [{ by: NOOR, at: '2026-11-20T09:10:00.000Z' }],
      expiresAt: '2026-11-21T09:00:00.000Z',
    }),
    { ...verifiedOf(remediationOf(of(1))), foreign },
    afterTurns(
      undone,
      [
        { status: 'undoing', by: KOFI, note: '' },
        { status: 'undone', by: KOFI, note: 'the role is as it was' },
      ],
      { undone: undone.applied },
    ),
    afterTurns(remediationOf({ ...of(3), history: [], mode: 'auto', guards: [contested] }), [
      { status: 'refused', by: 'podguard', note: contested.reason },
    ]),
    afterTurns(remediationOf(of(4)), [
      { status: 'rejected', by: KOFI, note: 'the vendor needs the wide trust until the end of the month' },
    ]),
    ...[5, 6, 7].map((index) =>
      remediationOf({
        ...of(index),
        ...{ mode: 'shadow', status: 'shadow' },
        guards: index === 7 ? [{ guard: 'settled', ok: false, reason: 'it changed 20 s ago' }] : [],
      }),
    ),
  ];
  const dated = JSON.stringify(all).replaceAll('2026-03-12', '2026-11-20');
  return reportRemediations(JSON.parse(dated) as readonly Remediation[], since);
}
