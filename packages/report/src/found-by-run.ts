import { type Finding, isRead, type Opening, READ_MARGIN_MS } from '@podguard/core';
import type { ReportedDifference } from './account-report.ts';
import { driftOf } from './drifted.ts';

export type Explanation = NonNullable<ReportedDifference['explanation']>;
export type Explain = (finding: Finding) => Explanation | undefined;

/** Of a finding that a read opened who did what opened it, where a difference of the report tells: after what was recorded and before it opened. */
export function explainBy(differences: readonly ReportedDifference[]): Explain {
  const byKey = Map.groupBy(driftOf({ differences }), ({ key }) => key);
  return ({ opened, cause, resource }) => {
    if (opened === null || cause !== 'drift') return undefined;
    const openedAt = Date.parse(opened.at);
    const isBehind = ({ readAt, recordedAt, explanation, type }: ReportedDifference) =>
      explanation !== null &&
      Date.parse(explanation.at) <= openedAt + READ_MARGIN_MS &&
      openedAt <= Date.parse(readAt) + READ_MARGIN_MS &&
      (type === 'unapproved' || recordedAt === null || openedAt > Date.parse(recordedAt));
    return byKey.get(resource.key)?.find(isBehind)?.explanation ?? undefined;
  };
}

/** As a person is called: the end of a session's or a user's name. */
export function actorName({ actor }: Pick<Explanation, 'actor'>): string {
  return actor.slice(actor.lastIndexOf('/') + 1);
}

export const FOUND_BY_READ = 'found when the account was read';

/** Of a finding that a read opened; nobody where nobody is known. */
export function foundWords(explanation: Explanation | undefined): string {
  if (explanation === undefined) return FOUND_BY_READ;
  const { eventName, eventId } = explanation;
  return `found by the drift run; ${actorName(explanation)} did it (${eventName}, event ${eventId})`;
}

/** Who opened it, as far as a record tells: a read opens nothing. */
export function openerOf(opened: Opening | null): Opening | null {
  return opened === null || isRead(opened) ? null : opened;
}
