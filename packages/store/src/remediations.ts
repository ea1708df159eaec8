import { OPEN_REMEDIATIONS, REMEDIATIONS_KEPT_DAYS, type Remediation } from '@podguard/core';

/** When a remediation is forgotten, in milliseconds since 1970. */
export function remediationEnd({ createdAt }: Remediation): number {
  return Date.parse(createdAt) + REMEDIATIONS_KEPT_DAYS * 86_400_000;
}

/** The greater, the newer; those that were made at the same time by their ids, so that the order is always the same. */
export function remediationPlace({ createdAt, id }: Remediation): string {
  return `${new Date(createdAt).toISOString()}#${id}`;
}

/** What is changed; where there is no plan, what the finding is about. */
export function remediationTarget({ plan, key }: Remediation): string {
  return plan?.target.key ?? key;
}

/** Whether somebody still has to do something about it, or to hear of it. */
export function isOpenRemediation({ status, told, history, foreign }: Remediation): boolean {
  return OPEN_REMEDIATIONS.includes(status) || told.turns < history.length || told.foreign < foreign.length;
}

export function newestRemediations(
  remediations: readonly Remediation[],
  limit: number,
  target?: string,
): readonly Remediation[] {
  return remediations
    .filter((one) => target === undefined || remediationTarget(one) === target)
    .sort((a, b) => (remediationPlace(a) < remediationPlace(b) ? 1 : -1))
    .slice(0, limit);
}
