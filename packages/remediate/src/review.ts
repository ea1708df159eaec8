import { personKey, type Remediation } from '@podguard/core';
import { expire } from './expire.ts';
import { keep } from './keep.ts';
import type { RemediateDeps, Remediating, Reviewed } from './remediate-deps.ts';
import { isExpired, turned } from './turn.ts';
import { untilWritten } from './world.ts';

type Deps = Pick<RemediateDeps, 'remediations' | 'now'>;

/** What people say of a proposal: conditional writes and nothing else, so that it is quick and may be asked by anybody who may approve. */
export function createReview(deps: Deps): Pick<Remediating, 'approve' | 'reject'> {
  const reviewing = (id: string, decide: (one: Remediation) => Promise<Reviewed | 'conflict'>) =>
    untilWritten(id, async () => {
      const one = await deps.remediations.loadRemediation(id);
      return one === undefined ? ({ outcome: 'not-found' } as const) : decide(one);
    });
  return {
    approve: (id, by, planHash) =>
      reviewing(id, async (one) => {
        if (one.planHash !== planHash) return { outcome: 'other-plan', remediation: one };
        if (one.approvals.some((approval) => personKey(approval.by) === personKey(by)))
          return { outcome: 'already', remediation: one };
        const closed = await whyClosed(deps, one);
        if (closed !== null) return closed;
        const at = deps.now();
        const approvals = [...one.approvals, { by, at: at.toISOString() }];
        const missing = one.approvalsNeeded - approvals.length;
        const [status, note] =
          missing > 0
            ? (['proposed', `approved; ${missing} more needed`] as const)
            : (['approved', 'approved'] as const);
        const kept = await keep(deps, turned(one, { status, by, note, at }, { approvals }));
        if (kept === 'conflict') return kept;
        return { outcome: missing > 0 ? 'one-more-needed' : 'approved', remediation: kept };
      }),
    reject: (id, by, note) =>
      reviewing(id, async (one) => {
        if (one.status === 'rejected') return { outcome: 'already', remediation: one };
        const closed = await whyClosed(deps, one);
        if (closed !== null) return closed;
        const kept = await keep(deps, turned(one, { status: 'rejected', by, note, at: deps.now() }));
        return kept === 'conflict' ? kept : { outcome: 'rejected', remediation: kept };
      }),
  };
}

async function whyClosed(deps: Deps, one: Remediation): Promise<Reviewed | null> {
  if (one.status === 'expired') return { outcome: 'expired', remediation: one };
  if (one.status !== 'proposed') return { outcome: 'not-open', remediation: one };
  return isExpired(one, deps.now()) ? { outcome: 'expired', remediation: await expire(deps, one) } : null;
}
