import { isRead } from '@podguard/core';
import type { Guard } from '../guard.ts';
import { no, unanswerable, yes } from './answers.ts';

export const settled: Guard = {
  id: 'settled',
  title: 'Nothing changed it a moment ago',
  check({ now, settings, finding, cause, newest }) {
    // What a read told is news, and no change of that moment.
    const last = newest !== undefined && isRead(newest) ? cause : newest;
    const times = [finding?.opened?.at, cause?.at, last?.at].map((at) =>
      at === undefined ? Number.NaN : Date.parse(at),
    );
    if (times.some(Number.isNaN)) return unanswerable('when it was changed last is not known');
    const until = new Date(Math.max(...times) + settings.settleSeconds * 1000);
    return now < until ? no(`it was changed less than ${settings.settleSeconds} s ago`, until) : yes;
  },
};
