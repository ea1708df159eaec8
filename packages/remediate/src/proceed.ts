import type { Remediation } from '@podguard/core';
import { apply } from './apply.ts';
import { expire } from './expire.ts';
import { findFinding } from './find-finding.ts';
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
      if (isExpired(one, deps.now())) return expire(deps, one);
      return (await isOver(deps, one)) ? expire(deps, one, 'the finding is not open any more') : one;
    case 'approved':
      if (isExpired(one, deps.now())) return expire(deps, one);
      if (!isLeftToPeople(deps, one)) return apply(deps, one);
      return (await isOver(deps, one)) ? expire(deps, one, 'the finding is not open any more') : one;
    case 'applying':
    case 'undoing':
      return recover(deps, one);
    default:
      return one;
  }
}

/** Whoever asked for it by command applies it so, where the service has no right to. */
function isLeftToPeople({ mayApply }: Pick<RemediateDeps, 'mayApply'>, { mode, plan }: Remediation): boolean {
  return mode === 'manual' && plan !== null && !mayApply(plan.remediator);
}

/** Whether that life of the finding has ended: nothing is to be mended any more. */
async function isOver(deps: RemediateDeps, one: Remediation): Promise<boolean> {
  return (await findFinding(deps.store, deps, one)) === undefined;
}
