import { type GuardResult, type Remediation, shortHash } from '@podguard/core';
import { refusalWords } from './apply.ts';
import { assess } from './assess.ts';
import { isRefused, laterOf } from './guards/guards.ts';
import { approvedByService, assessed, draftOf } from './new-remediation.ts';
import { createProceed } from './proceed.ts';
import type { Begun, RemediateDeps, Remediating } from './remediate-deps.ts';
import { SERVICE, turned } from './turn.ts';

const LOOK_AGAIN_MS = 2 * 60_000;
/** So long it is tried again; then people are told why nothing was done. */
const PATIENCE_MS = 24 * 3_600_000;
const PATIENCE_KEPT_SECONDS = 2 * 86_400;
const NOTHING: Begun = { remediation: undefined, again: null };

export function createBegin(deps: RemediateDeps): Remediating['begin'] {
  const proceed = createProceed(deps);
  return async (ref) => {
    const id = `rm-${shortHash([ref.transition], 12)}`;
    const known = await deps.remediations.loadRemediation(id);
    if (known !== undefined) return goOn(await proceed(id));
    const mode = deps.config.remediation.rules[ref.rule] ?? 'off';
    if (mode === 'off') return NOTHING;
    const withShadows = mode === 'shadow';
    const assessment = await assess(deps, ref, { isForced: false, isDry: false, withShadows });
    if (assessment.outcome === 'not-open') return NOTHING;
    const at = deps.now();
    const { finding } = assessment;
    const later = new Date(at.getTime() + LOOK_AGAIN_MS);
    const answered = (as: Remediation['mode']) => {
      const draft = draftOf(deps, { id, finding, mode: as, forced: false, at, by: SERVICE });
      return assessed(draft, assessment, { isApproved: false, later });
    };
    const wanted = answered(mode);
    const one = mode === 'auto' && mayOnlyPropose(wanted) ? answered('propose') : wanted;
    const again = laterOf(one.guards);
    if (again !== null && (await isPatient(id, at))) return { remediation: undefined, again };
    await deps.remediations.saveRemediation(first(one, at));
    return goOn(await proceed(id));
  };

  function goOn(one: Remediation | undefined): Begun {
    if (one?.status !== 'approved') return { remediation: one, again: null };
    return { remediation: one, again: laterOf(one.guards) ?? new Date(deps.now().getTime() + LOOK_AGAIN_MS) };
  }

  async function isPatient(id: string, at: Date): Promise<boolean> {
    const name = `remediate-begun ${id}`;
    const since = await deps.state.loadMark(name);
    if (typeof since !== 'string') {
      await deps.state.saveMark(name, at.toISOString(), PATIENCE_KEPT_SECONDS);
      return true;
    }
    return at.getTime() - Date.parse(since) < PATIENCE_MS;
  }
}

/** Nobody is known to have caused it, or two people have to say so. */
function mayOnlyPropose({ guards, approvalsNeeded }: Remediation): boolean {
  const refused = (result: GuardResult) => result.guard === 'known-maker' && !result.ok;
  return approvalsNeeded > 1 || guards.some(refused);
}

/** As it is kept first. */
function first(one: Remediation, at: Date): Remediation {
  const turn = { by: SERVICE, at };
  if (isRefused(one.guards))
    return turned(one, { ...turn, status: 'refused', note: refusalWords(one.guards) }, { expiresAt: null });
  const note = one.plan?.summary ?? '';
  if (one.mode === 'shadow') return turned(one, { ...turn, status: 'shadow', note }, { expiresAt: null });
  if (one.mode === 'propose') return turned(one, { ...turn, status: 'proposed', note });
  return turned(approvedByService(one, at), { ...turn, status: 'approved', note });
}
