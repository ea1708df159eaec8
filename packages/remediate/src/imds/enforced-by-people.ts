import type { Resource } from '@podguard/core';
import type { Guard } from '../guard.ts';

/** Launches that leave tokens optional fail once they are enforced: nobody but people decides that, unless it was so before. */
export const enforcedByPeople: Guard = {
  id: 'enforced-by-people',
  title: 'Tokens are enforced for all launches by people only, or where they were before',
  check({ mode, plan, target }) {
    const field = plan.fields.find(({ name }) => name === 'tokensEnforced');
    if (field?.after !== 'enabled' || mode === 'propose' || mode === 'manual') return { ok: true };
    if (target === undefined)
      return { ok: false, unanswerable: true, reason: 'whether tokens were enforced before is not known' };
    const { former } = target as Resource<'ec2-account-defaults'>;
    return former.tokensEnforced?.some(({ value }) => value === 'enabled') === true
      ? { ok: true }
      : {
          ok: false,
          reason:
            'it would enforce tokens, which was not so before: launches that leave them optional would fail. Have it proposed',
        };
  },
};
