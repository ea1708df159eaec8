import type { Guard } from '../guard.ts';
import { after, no, unanswerable, yes } from './answers.ts';

export const cooledDown: Guard = {
  id: 'cooled-down',
  title: 'Nothing was done to the resource a short while ago',
  check({ now, settings, ofTarget, remediation }) {
    if (ofTarget === undefined) return unanswerable('what was done to it before is not known');
    const times = ofTarget
      .filter(({ id }) => id !== remediation.id)
      .flatMap(({ applied, undone }) => [applied, undone])
      .flatMap((done) => (done === null ? [] : [Date.parse(done.endedAt ?? done.startedAt)]));
    if (times.length === 0) return yes;
    const until = after(new Date(Math.max(...times)), settings.coolDownMinutes * 60_000);
    return now < until
      ? no(`something was done to it less than ${settings.coolDownMinutes} minutes ago`, until)
      : yes;
  },
};
