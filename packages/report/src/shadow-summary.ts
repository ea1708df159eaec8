import { ASKING_PEOPLE, type GuardResult, type Remediation } from '@podguard/core';

/** What `auto` would have done for a rule while it was in shadow mode. */
export interface ShadowSummary {
  readonly rule: string;
  /** The first and the last of them. */
  readonly since: string;
  readonly until: string;
  /** So many there were; so many of them would have been applied, and so many only proposed. */
  readonly total: number;
  readonly would: number;
  readonly wouldPropose: number;
  /** By which guards the others would have been refused, those that refused most first; one may be refused by several. */
  readonly refused: readonly { readonly guard: string; readonly count: number }[];
}

/** A summary for each rule, by its name; of other remediations than those of shadow mode nothing. */
export function shadowSummaries(remediations: readonly Remediation[]): readonly ShadowSummary[] {
  const shadows = remediations.filter(({ mode }) => mode === 'shadow');
  return [...Map.groupBy(shadows, ({ rule }) => rule)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([rule, all]) => {
      const times = all.map(({ createdAt }) => createdAt).sort();
      const cameTo = (came: WouldBe) => all.filter((one) => wouldBe(one) === came);
      const guards = cameTo('refused').flatMap(refusingGuards);
      const counts = [...Map.groupBy(guards, (guard) => guard)].map(([guard, some]) => ({
        guard,
        count: some.length,
      }));
      return {
        rule,
        since: times[0] ?? '',
        until: times.at(-1) ?? '',
        total: all.length,
        would: cameTo('applied').length,
        wouldPropose: cameTo('proposed').length,
        refused: counts.sort((a, b) => b.count - a.count || (a.guard < b.guard ? -1 : 1)),
      };
    });
}

/** What `auto` would have made of one that shadow mode recorded. */
export type WouldBe = 'applied' | 'proposed' | 'refused';

/** As `auto` decides: where two people have to say so, or a guard leaves it to people, it only proposes. */
export function wouldBe({
  plan,
  guards,
  approvalsNeeded,
}: Pick<Remediation, 'plan' | 'guards' | 'approvalsNeeded'>): WouldBe {
  if (plan === null || refusing(guards).length > 0) return 'refused';
  return approvalsNeeded > 1 || guards.some(({ ok }) => !ok) ? 'proposed' : 'applied';
}

/** Why one would have been refused. */
export function shadowRefusal({ guards }: Pick<Remediation, 'guards'>): string {
  return refusing(guards)[0]?.reason ?? NO_PLAN;
}

const NO_PLAN = 'no plan';

/** The guards that would have said no; where there was no plan and none of them did, that. */
function refusingGuards({ guards }: Pick<Remediation, 'guards'>): readonly string[] {
  const names = refusing(guards).map(({ guard }) => guard);
  return names.length === 0 ? [NO_PLAN] : names;
}

/** Without those that only keep `auto` from doing it unasked. */
function refusing(guards: readonly GuardResult[]) {
  return guards.flatMap((one) => (one.ok || ASKING_PEOPLE.includes(one.guard) ? [] : [one]));
}
