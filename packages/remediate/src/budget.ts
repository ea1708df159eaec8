import type { Kind, RemediationSettings, ServiceState } from '@podguard/core';

/** How many of a kind in an hour: as configured, and no greater part of them than is; one at least. */
export function kindLimit({ budget }: Pick<RemediationSettings, 'budget'>, kindCount: number): number {
  return Math.min(budget.perKindPerHour, Math.max(1, Math.floor(budget.share * kindCount)));
}

const KEPT_SECONDS = 7_200;

/**
 * Takes one of this hour's; false where there is none left. It counts what several begin at once; what was done in the hour before
 * this moment the guard counts.
 */
export async function takeOne(
  state: Pick<ServiceState, 'count'>,
  {
    now,
    settings,
    kind,
    kindCount,
  }: {
    readonly now: Date;
    readonly settings: RemediationSettings;
    readonly kind: Kind;
    readonly kindCount: number;
  },
): Promise<boolean> {
  const name = `remediations ${now.toISOString().slice(0, 13)}`;
  const ofKind = await state.count(`${name} ${kind}`, 1, KEPT_SECONDS);
  if (ofKind > kindLimit(settings, kindCount)) return false;
  return (await state.count(name, 1, KEPT_SECONDS)) <= settings.budget.perHour;
}
