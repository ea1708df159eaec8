import type { Remediation, RemediationState } from '@podguard/core';
import type { Remediating, Reviewed } from '@podguard/remediate';
import type { ActionMessage } from './action-message.ts';
import type { Came } from './wishes.ts';

export interface ReviewWishDeps {
  readonly remediations: Pick<RemediationState, 'loadRemediation'>;
  /** Writes down who approved or rejected; calls nothing of AWS that changes anything. */
  readonly reviews: Pick<Remediating, 'approve' | 'reject'>;
  /** Shows at once where its plan is what was decided; it fails for nobody. */
  readonly show: (remediation: Remediation) => Promise<void>;
  /** Has the remediation go on where its calls are made, and people told of it. */
  readonly proceed: (remediation: string) => Promise<void>;
}

const GONE: Came = { outcome: 'nothing-to-do', note: 'nothing is known of that remediation any more' };

/** Creates what approves and rejects a plan that a person saw. A button may be old: the remediation is looked at as it is now. */
export function createReviewWish(deps: ReviewWishDeps): (asked: ActionMessage, by: string) => Promise<Came> {
  return async ({ about, wish }, by) => {
    if (wish.kind !== 'approve' && wish.kind !== 'reject')
      throw new Error(`${wish.kind} is about no remediation`);
    const { remediation: id, planHash } = wish;
    const found = await deps.remediations.loadRemediation(id);
    if (found === undefined) return GONE;
    const { finding, rule, key } = found;
    if (finding !== about.finding || rule !== about.rule || key !== about.key)
      return { outcome: 'refused', note: 'the button names another finding than its remediation' };
    if (found.planHash !== planHash) return OTHER_PLAN;
    const came =
      wish.kind === 'approve'
        ? await deps.reviews.approve(id, by, planHash)
        : await deps.reviews.reject(id, by, wish.reason);
    if (!('remediation' in came)) return GONE;
    // Before it goes on, so that what comes of it is shown after it.
    await deps.show(came.remediation);
    // Also where somebody did before: whoever did may have died before that.
    await deps.proceed(id);
    return cameOf(came);
  };
}

const OTHER_PLAN: Came = {
  outcome: 'nothing-to-do',
  note: 'what would be done is another plan now: look at that one',
};

function cameOf(reviewed: Exclude<Reviewed, { readonly outcome: 'not-found' }>): Came {
  switch (reviewed.outcome) {
    case 'approved':
      return { outcome: 'done', note: 'approved, and is applied now if all guards still say yes' };
    case 'one-more-needed': {
      const { approvals, approvalsNeeded } = reviewed.remediation;
      const missing = approvalsNeeded - approvals.length;
      return {
        outcome: 'done',
        note: `approved; ${missing} more ${missing === 1 ? 'person has' : 'people have'} to approve it`,
      };
    }
    case 'rejected':
      return { outcome: 'done', note: 'rejected' };
    case 'already':
      return { outcome: 'nothing-to-do', note: alreadyNote(reviewed.remediation) };
    case 'not-open':
      return { outcome: 'nothing-to-do', note: `it is ${reviewed.remediation.status} already` };
    case 'expired':
      return { outcome: 'nothing-to-do', note: 'it has expired, and nothing was done' };
    case 'other-plan':
      return OTHER_PLAN;
  }
}

function alreadyNote({ status, approvals, approvalsNeeded }: Remediation): string {
  const isWaiting = status === 'proposed' && approvals.length < approvalsNeeded;
  return isWaiting
    ? 'you approved it before, and somebody else has to approve it, too'
    : `you did that before, and it is ${status} now`;
}
