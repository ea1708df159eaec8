import type { Guard } from '../guard.ts';
import { no, unanswerable, yes } from './answers.ts';

const WEEK_MS = 7 * 86_400_000;

/**
 * What was mended and is open still or again was made so by somebody who wants it otherwise: also where the mending only eased it, so that
 * its life is the same. One that failed was changed back even before it was verified, or cannot be done at all.
 */
export const notContested: Guard = {
  id: 'not-contested',
  title: 'Nobody keeps changing it back',
  check({ now, settings, ofTarget, remediation, mode, isForced }) {
    if (mode === 'manual' && isForced) return yes;
    if (ofTarget === undefined) return unanswerable('what was done to it before is not known');
    const { id, rule } = remediation;
    const rounds = ofTarget.filter(
      (one) =>
        one.id !== id &&
        one.rule === rule &&
        (one.status === 'failed' || one.status === 'verified') &&
        one.applied !== null &&
        now.getTime() - Date.parse(one.applied.startedAt) < WEEK_MS,
    );
    return rounds.length < settings.rounds
      ? yes
      : no(
          `it was mended ${rounds.length} times within a week, and each time it was not to last: whoever changes it has to be asked`,
        );
  },
};
