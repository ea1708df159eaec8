import type { Remediation } from '@podguard/core';

/** What `auto` would have done for a rule while it was in shadow mode. */
export interface ShadowSummary {
  readonly rule: string;
  /** The first and the last of them. */
  readonly since: string;
  readonly until: string;
  /** So many there were, and so many of them would have been applied. */
  readonly total: number;
  readonly would: number;
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
      const guards = all.flatMap((one) => (wouldBeApplied(one) ? [] : refusingGuards(one)));
      const counts = [...Map.groupBy(guards, (guard) => guard)].map(([guard, some]) => ({
        guard,
        count: some.length,
      }));
      return {
        rule,
        since: times[0] ?? '',
        until: times.at(-1) ?? '',
        total: all.length,
        would: all.filter(wouldBeApplied).length,
        refused: counts.sort((a, b) => b.count - a.count || (a.guard < b.guard ? -1 : 1)),
      };
    });
}

/** Whether there was a plan, and every guard said yes to it. */
export function wouldBeApplied({ plan, guards }: Pick<Remediation, 'plan' | 'guards'>): boolean {
  return plan !== null && guards.every(({ ok }) => ok);
}

/** The guards that said no; where there was no plan and none of them did, that. */
export function refusingGuards({ guards }: Pick<Remediation, 'guards'>): readonly string[] {
  const refusing = guards.flatMap(({ ok, guard }) => (ok ? [] : [guard]));
  return refusing.length === 0 ? ['no plan'] : refusing;
}
