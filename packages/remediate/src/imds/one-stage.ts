import type { Remediation } from '@podguard/core';
import type { Guard } from '../guard.ts';

/** Remediations that called AWS, or are about to; in shadow mode those that would have. */
const BEGUN: readonly Remediation['status'][] = [
  'shadow',
  'applying',
  'verified',
  'failed',
  'undoing',
  'undone',
];
const TROUBLE: readonly Remediation['status'][] = ['failed', 'undoing', 'undone'];
const DAY_MS = 24 * 3_600_000;

/**
 * One group after the other: not while another group's change is younger than the cool-down, and for a day not after one that failed
 * or that somebody undid.
 */
export const oneStage: Guard = {
  id: 'one-stage',
  title: 'No other group of instances was changed a short while ago, and none had to be undone',
  check({ now, plan, remediation, recent, settings }) {
    if (plan.stage === undefined)
      return { ok: false, unanswerable: true, reason: 'to which group it belongs is not known' };
    if (recent === undefined)
      return { ok: false, unanswerable: true, reason: 'what was done lately is not known' };
    const same = recent.filter(
      (other) =>
        other.id !== remediation.id &&
        other.plan?.remediator === plan.remediator &&
        BEGUN.includes(other.status),
    );
    const waits = same.flatMap((other) => {
      const isTrouble = TROUBLE.includes(other.status);
      if (!isTrouble && other.plan?.stage === plan.stage) return [];
      const until = lastAt(other) + (isTrouble ? DAY_MS : settings.coolDownMinutes * 60_000);
      return until > now.getTime() ? [{ other, isTrouble, until }] : [];
    });
    const [longest] = waits.sort((a, b) => b.until - a.until);
    if (longest === undefined) return { ok: true };
    const { other, isTrouble, until } = longest;
    const what = isTrouble
      ? `${other.id} (${other.plan?.stage ?? 'another group'}) is ${other.status}: look why before more is changed`
      : `${other.plan?.stage ?? 'another group'} was changed by ${other.id} a short while ago`;
    return { ok: false, reason: what, until: new Date(until).toISOString() };
  },
};

function lastAt({ applied, undone, history, createdAt }: Remediation): number {
  const times = [
    applied?.startedAt,
    applied?.endedAt,
    undone?.startedAt,
    undone?.endedAt,
    history.at(-1)?.at,
  ];
  const known = times.flatMap((time) => (typeof time === 'string' ? [Date.parse(time)] : []));
  return Math.max(Date.parse(createdAt), ...known);
}
