import { countPeople, type Remediation, type RemediationState } from '@podguard/core';
import type { Remediating, Reviewed } from '@podguard/remediate';
import { twoWaysWords } from '@podguard/report';
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
  /** Whether the service has the rights to apply it; else somebody does by command. */
  readonly serviceApplies: (remediation: Remediation) => boolean;
}

const GONE: Came = { outcome: 'nothing-to-do', note: 'nothing is known of that remediation any more' };

/** Creates what approves and rejects a plan that a person saw. A button may be old: the remediation is looked at as it is now. */
export function createReviewWish(deps: ReviewWishDeps): (asked: ActionMessage, by: string) => Promise<Came> {
  return async ({ about, wish, at }, by) => {
    if (wish.kind !== 'approve' && wish.kind !== 'reject')
      throw new Error(`${wish.kind} is about no remediation`);
    const { remediation: id, planHash } = wish;
    const found = await deps.remediations.loadRemediation(id);
    if (found === undefined) return GONE;
    const { finding, rule, key } = found;
    if (finding !== about.finding || rule !== about.rule || key !== about.key)
      return { outcome: 'refused', note: 'the button names another finding than its remediation' };
    if (found.planHash !== planHash) return OTHER_PLAN;
    const asked = new Date(at);
    const came =
      wish.kind === 'approve'
        ? await deps.reviews.approve(id, by, planHash, asked)
        : await deps.reviews.reject(id, by, wish.reason, asked);
    if (!('remediation' in came)) return GONE;
    // Before it goes on, so that what comes of it is shown after it.
    await deps.show(came.remediation);
    // Also where somebody did before: whoever did may have died before that.
    await deps.proceed(id);
    return cameOf(came, deps);
  };
}

const OTHER_PLAN: Came = {
  outcome: 'nothing-to-do',
  note: 'what would be done is another plan now: look at that one',
};

function cameOf(
  reviewed: Exclude<Reviewed, { readonly outcome: 'not-found' }>,
  { serviceApplies }: Pick<ReviewWishDeps, 'serviceApplies'>,
): Came {
  switch (reviewed.outcome) {
    case 'approved':
      return { outcome: 'done', note: approvedNote(reviewed.remediation, serviceApplies) };
    case 'one-more-needed': {
      const { approvals, approvalsNeeded } = reviewed.remediation;
      const missing = approvalsNeeded - countPeople(approvals);
      return {
        outcome: 'done',
        note: `approved; ${missing} more ${missing === 1 ? 'person has' : 'people have'} to approve it${twoWaysWords(approvals)}`,
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

function approvedNote(one: Remediation, serviceApplies: ReviewWishDeps['serviceApplies']): string {
  const { id, planHash } = one;
  return serviceApplies(one)
    ? 'approved, and is applied now if all guards still say yes'
    : `approved, and not applied by the service, which has no right to: podguard remediations approve ${id} --plan ${planHash} --apply`;
}

function alreadyNote({ status }: Remediation): string {
  return status === 'proposed'
    ? 'you approved it before, and somebody else has to approve it, too'
    : `you did that before, and it is ${status} now`;
}
