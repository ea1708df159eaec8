import type { GuardAnswer } from '@podguard/core';
import { HOUR_MS, kindLimit, spentWords } from '../budget.ts';
import type { Guard } from '../guard.ts';
import { after, no, unanswerable, yes } from './answers.ts';

export const inBudget: Guard = {
  id: 'in-budget',
  title: 'The budget of this hour is not spent',
  check({ now, settings, plan, recent, remediation, kindCount }) {
    if (recent === undefined)
      return unanswerable('what was done in this hour is not known', after(now, HOUR_MS));
    if (kindCount === undefined)
      return unanswerable(`how many of ${plan.target.kind} there are is not known`);
    const lately = recent
      .filter(({ id }) => id !== remediation.id)
      .flatMap(({ applied, plan: done, status, createdAt }) => {
        const at = applied?.startedAt ?? (status === 'shadow' ? createdAt : undefined);
        return at === undefined ? [] : [{ kind: done?.target.kind, at: new Date(at) }];
      })
      .filter(({ at }) => now.getTime() - at.getTime() < HOUR_MS);
    const ofKind = lately.filter(({ kind }) => kind === plan.target.kind);
    const { perHour } = settings.budget;
    const perKind = kindLimit(settings, kindCount);
    if (lately.length >= perHour) return spent(`${perHour} in an hour`, lately, perHour);
    return ofKind.length >= perKind
      ? spent(`${perKind} ${plan.target.kind} in an hour`, ofKind, perKind)
      : yes;
  },
};

/** There is room again when as many are left as may be, but for one. */
function spent(what: string, done: readonly { readonly at: Date }[], limit: number): GuardAnswer {
  const times = done.map(({ at }) => at).sort((a, b) => b.getTime() - a.getTime());
  const free = times[limit - 1];
  const reason = spentWords(what);
  return free === undefined ? no(reason) : no(reason, after(free, HOUR_MS));
}
