import { isRead } from '@podguard/core';
import type { Guard } from '../guard.ts';
import { no, unanswerable, yes } from './answers.ts';

/** Without a person's word only what is known to have been done just now is changed back. */
export const knownMaker: Guard = {
  id: 'known-maker',
  title: 'Who caused it is known, where nobody approves',
  check({ mode, cause }) {
    if (mode !== 'auto' && mode !== 'shadow') return yes;
    if (cause === undefined) return unanswerable('what caused the finding is not known');
    if (isRead(cause)) return no('a read of the account showed it, and nobody is known to have done it');
    if (cause.replayed === true) return no('its record was sent again');
    return cause.actor.type === 'unknown' ? unanswerable('who caused the finding is not known') : yes;
  },
};
