import { countPeople, mayBeOnePerson, personKey, type Remediation } from '@podguard/core';
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
    approve: (id, by, planHash, asked) =>
      reviewing(id, async (one) => {
        if (one.planHash !== planHash) return { outcome: 'other-plan', remediation: one };
        if (isExpired(one, deps.now())) return { outcome: 'expired', remediation: await expire(deps, one) };
        const own = one.approvals.find((approval) => isSamePerson(approval, by));
        if (own !== undefined && one.status !== 'rejected' && one.status !== 'expired')
          return { outcome: againOf(one, isSameTime(own, asked)), remediation: one };
        const closed = await whyClosed(deps, one, ['proposed']);
        if (closed !== null) return closed;
        const at = asked ?? deps.now();
        const approvals = [...one.approvals, { by, at: at.toISOString() }];
        const missing = one.approvalsNeeded - countPeople(approvals);
        const why = mayBeOnePerson(approvals)
          ? ': those who approved in different ways may be one person'
          : '';
        const [status, note] =
          missing > 0
            ? (['proposed', `approved; ${missing} more needed${why}`] as const)
            : (['approved', 'approved'] as const);
        const kept = await keep(deps, turned(one, { status, by, note, at }, { approvals }));
        if (kept === 'conflict') return kept;
        return { outcome: missing > 0 ? 'one-more-needed' : 'approved', remediation: kept };
      }),
    reject: (id, by, note, asked) =>
      reviewing(id, async (one) => {
        const last = one.history.at(-1);
        if (last?.status === 'rejected' && isSamePerson(last, by))
          return { outcome: isSameTime(last, asked) ? 'rejected' : 'already', remediation: one };
        const closed = await whyClosed(deps, one, ['proposed', 'approved']);
        if (closed !== null) return closed;
        const kept = await keep(deps, turned(one, { status: 'rejected', by, note, at: asked ?? deps.now() }));
        return kept === 'conflict' ? kept : { outcome: 'rejected', remediation: kept };
      }),
  };
}

function isSamePerson(done: { readonly by: string }, by: string): boolean {
  return personKey(done.by) === personKey(by);
}

/** A request that comes again finds its own. */
function isSameTime({ at }: { readonly at: string }, asked: Date | undefined): boolean {
  return at === asked?.toISOString();
}

/** What an approval that is kept already has come to. */
function againOf({ status }: Remediation, isOwn: boolean): 'approved' | 'one-more-needed' | 'already' {
  if (!isOwn) return 'already';
  return status === 'proposed' ? 'one-more-needed' : 'approved';
}

/** What is approved and waits may still be rejected: nothing was called. */
async function whyClosed(
  deps: Deps,
  one: Remediation,
  open: readonly Remediation['status'][],
): Promise<Reviewed | null> {
  if (one.status === 'expired') return { outcome: 'expired', remediation: one };
  if (!open.includes(one.status)) return { outcome: 'not-open', remediation: one };
  return isExpired(one, deps.now()) ? { outcome: 'expired', remediation: await expire(deps, one) } : null;
}
