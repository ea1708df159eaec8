import type { Transition } from './transitions.ts';

/**
 * Whether people hear of it together with others, in a digest: a read of the account showed it, it is judged otherwise now, or an
 * operator sent its record again. A repair is begun of what a read showed, and of nothing else of these.
 */
export function isQuiet({ cause, replayed }: Pick<Transition, 'cause' | 'replayed'>): boolean {
  return replayed === true || cause === 'drift' || cause === 'catalogue' || cause === 'configuration';
}
