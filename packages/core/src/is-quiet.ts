import type { Transition } from './transitions.ts';

/**
 * Whether people hear of it together with others, in a digest, and no repair is begun: a read of the account showed it, it is
 * judged otherwise now, or an operator sent its record again.
 */
export function isQuiet({ cause, replayed }: Pick<Transition, 'cause' | 'replayed'>): boolean {
  return replayed === true || cause === 'drift' || cause === 'catalogue' || cause === 'configuration';
}
