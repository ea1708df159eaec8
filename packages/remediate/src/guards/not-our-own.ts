import { isRead } from '@podguard/core';
import type { Guard } from '../guard.ts';
import { wasOurs } from '../own-causes.ts';
import { no, unanswerable, yes } from './answers.ts';

export const notOurOwn: Guard = {
  id: 'not-our-own',
  title: 'It was not Podguard itself that caused it',
  check({ cause, own, ofTarget }) {
    if (cause === undefined) return unanswerable('what caused the finding is not known');
    if (isRead(cause)) return yes;
    if (ofTarget === undefined) return unanswerable('what was done to it before is not known');
    return wasOurs(cause, own, ofTarget) ? no('it was caused by what Podguard itself did') : yes;
  },
};
