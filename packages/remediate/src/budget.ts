import type { GuardAnswer, Kind, RemediationSettings, ServiceState } from '@podguard/core';
import { no, yes } from './guards/answers.ts';
import { untilWritten } from './world.ts';

/** How many of a kind in an hour: as configured, and no greater part of them than is; one at least. */
export function kindLimit({ budget }: Pick<RemediationSettings, 'budget'>, kindCount: number): number {
  return Math.min(budget.perKindPerHour, Math.max(1, Math.floor(budget.share * kindCount)));
}

export const HOUR_MS = 3_600_000;
const KEPT_SECONDS = 7_200;

interface Taken {
  readonly id: string;
  readonly kind: Kind;
}

/**
 * Takes one of this hour's for a remediation, once however often it asks; or says why there is none. It holds between several
 * that begin at once; what was done in the hour before this moment the guard counts.
 */
export async function takeOne(
  state: Pick<ServiceState, 'loadMark' | 'replaceMark'>,
  {
    id,
    now,
    settings,
    kind,
    kindCount,
  }: Taken & {
    readonly now: Date;
    readonly settings: RemediationSettings;
    readonly kindCount: number;
  },
): Promise<GuardAnswer> {
  const name = `remediations ${now.toISOString().slice(0, 13)}`;
  const { perHour } = settings.budget;
  const perKind = kindLimit(settings, kindCount);
  const nextHour = new Date((Math.floor(now.getTime() / HOUR_MS) + 1) * HOUR_MS);
  return untilWritten(name, async () => {
    const mark = await state.loadMark(name);
    const taken = (mark ?? []) as unknown as readonly Taken[];
    if (taken.some((one) => one.id === id)) return yes;
    if (taken.length >= perHour) return no(spentWords(`${perHour} in an hour`), nextHour);
    if (taken.filter((one) => one.kind === kind).length >= perKind)
      return no(spentWords(`${perKind} ${kind} in an hour`), nextHour);
    const next = [...taken, { id, kind }].map((one) => ({ ...one }));
    // A conflict may be one with this very write, whose answer was lost.
    return (await state.replaceMark(name, mark, next, KEPT_SECONDS)) ? yes : 'conflict';
  });
}

export function spentWords(what: string): string {
  return `the budget is spent: ${what}`;
}
