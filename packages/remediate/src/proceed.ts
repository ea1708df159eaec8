import type { Remediation } from '@podguard/core';
import { apply } from './apply.ts';
import { expire } from './expire.ts';
import { tellNews } from './keep.ts';
import { recover } from './recover.ts';
import type { RemediateDeps, Remediating } from './remediate-deps.ts';
import { isExpired } from './turn.ts';

export function createProceed(deps: RemediateDeps): Remediating['proceed'] {
  return async (id) => {
    const one = await deps.remediations.loadRemediation(id);
    if (one === undefined) return undefined;
    await goOn(deps, one);
    return tellNews(deps, id);
  };
}

/** One step nearer to an end, where there is one to take. */
async function goOn(deps: RemediateDeps, one: Remediation): Promise<Remediation> {
  switch (one.status) {
    case 'proposed':
      return isExpired(one, deps.now()) ? expire(deps, one) : one;
    case 'approved':
      return apply(deps, one);
    case 'applying':
    case 'undoing':
      return recover(deps, one);
    default:
      return one;
  }
}
