import type { Guard } from '../guard.ts';

/** What is not shown to let in nobody anew, and to shut out nobody who is bound, no machine decides. */
export const forPeople: Guard = {
  id: 'for-people',
  title: 'It is nothing that only people may decide on, where nobody approves',
  check({ mode, plan: { byPeople = [] } }) {
    if (byPeople.length === 0 || mode === 'propose' || mode === 'manual') return { ok: true };
    return { ok: false, reason: `only people may decide on it: ${byPeople.join(' ')}` };
  },
};
