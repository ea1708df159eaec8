import type { GuardAnswer, Remediation, RemediationPlan } from '@podguard/core';
import type { Guard, GuardInput } from '../guard.ts';
import { no, unanswerable, yes } from './answers.ts';

const WEEK_MS = 7 * 86_400_000;

/**
 * What was mended and is open still or again was made so by somebody who wants it otherwise: also where the mending only eased it, so that
 * its life is the same. One that failed was changed back even before it was verified; what AWS refused, as it does with what is being changed,
 * was not mended at all.
 */
export const notContested: Guard = {
  id: 'not-contested',
  title: 'Nobody keeps changing it back',
  check(input) {
    const answer = whetherContested(input);
    if (answer.ok || input.mode !== 'manual' || !input.isForced) return answer;
    return { ok: true, overruled: answer.reason };
  },
};

function whetherContested({ now, settings, ofTarget, remediation, plan }: GuardInput): GuardAnswer {
  if (ofTarget === undefined) return unanswerable('what was done to it before is not known');
  const { id, rule } = remediation;
  const rounds = ofTarget.filter(
    (one) =>
      one.id !== id &&
      isSame(one, plan, rule) &&
      (one.status === 'verified' || (one.status === 'failed' && one.applied?.unchanged !== 'refused')) &&
      one.applied !== null &&
      now.getTime() - Date.parse(one.applied.startedAt) < WEEK_MS,
  );
  return rounds.length < settings.rounds
    ? yes
    : no(
        `it was mended ${rounds.length} times within a week, and each time it was not to last: whoever changes it has to be asked`,
      );
}

/** For the same finding, or the same field: one change may open many findings. */
function isSame({ rule, plan: done }: Remediation, plan: RemediationPlan, wanted: string): boolean {
  const fields = new Set(plan.fields.map(({ name }) => name));
  return rule === wanted || done?.fields.some(({ name }) => fields.has(name)) === true;
}
