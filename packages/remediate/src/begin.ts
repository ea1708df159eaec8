import { ASKING_PEOPLE, type GuardResult, type Remediation, severityRank, shortHash } from '@podguard/core';
import { type Assessment, assess } from './assess.ts';
import { isRefused, laterOf } from './guards/guards.ts';
import { approvedByService, assessed, draftOf } from './new-remediation.ts';
import { createProceed } from './proceed.ts';
import { refusalWords } from './refusal-words.ts';
import type { Begun, RemediateDeps, Remediating } from './remediate-deps.ts';
import { SERVICE, turned } from './turn.ts';

const LOOK_AGAIN_MS = 2 * 60_000;
/** It was asked at once, and then when the guards said: what waits still is no matter of minutes. */
const AFTER_FIRST_MS = 15 * 60_000;
/** So long it is tried again; then people are told why nothing was done. */
const PATIENCE_MS = 24 * 3_600_000;
const PATIENCE_KEPT_SECONDS = 2 * 86_400;
const NOTHING: Begun = { remediation: undefined, again: null };

export function createBegin(deps: RemediateDeps): Remediating['begin'] {
  const proceed = createProceed(deps);
  return async (ref) => {
    const id = `rm-${shortHash([ref.transition], 12)}`;
    const known = await deps.remediations.loadRemediation(id);
    if (known !== undefined) return goOn(await proceed(id), AFTER_FIRST_MS);
    const mode = deps.config.remediation.rules[ref.rule] ?? 'off';
    if (mode === 'off') return NOTHING;
    const withShadows = mode === 'shadow';
    const assessment = await assess(deps, ref, { isForced: false, isDry: false, withShadows });
    if (assessment.outcome === 'not-open' || isRejected(assessment)) return NOTHING;
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
    if (again !== null) {
      const triedMs = at.getTime() - (await firstTry(id, at)).getTime();
      const leastMs = triedMs === 0 ? 0 : AFTER_FIRST_MS;
      if (triedMs < PATIENCE_MS) return { remediation: undefined, again: notBefore(again, leastMs, at) };
    }
    await deps.remediations.saveRemediation(first(one, at, refusalWords(leftToPeople(wanted))));
    return goOn(await proceed(id), LOOK_AGAIN_MS);
  };

  function goOn(one: Remediation | undefined, leastMs: number): Begun {
    if (one?.status !== 'approved') return { remediation: one, again: null };
    const now = deps.now();
    return { remediation: one, again: notBefore(laterOf(one.guards) ?? now, leastMs, now) };
  }

  async function firstTry(id: string, at: Date): Promise<Date> {
    const name = `remediate-begun ${id}`;
    const since = await deps.state.loadMark(name);
    if (typeof since === 'string') return new Date(since);
    await deps.state.saveMark(name, at.toISOString(), PATIENCE_KEPT_SECONDS);
    return at;
  }
}

function notBefore(time: Date, leastMs: number, now: Date): Date {
  return new Date(Math.max(time.getTime(), now.getTime() + leastMs));
}

/** A person's no holds for that life of the finding and that resource, while it is not graver than what was rejected. */
function isRejected(assessment: Assessment): boolean {
  if (assessment.outcome !== 'planned') return false;
  const { finding, facts } = assessment;
  const rank = severityRank(finding.severity);
  const isSameLife = (one: Remediation) =>
    one.finding === finding.id && one.opened === finding.opened?.eventId;
  return (facts.ofTarget ?? []).some(
    (one) => one.status === 'rejected' && isSameLife(one) && severityRank(one.severity) >= rank,
  );
}

/** Two people have to say so, or a guard leaves it to people. */
function mayOnlyPropose(one: Remediation): boolean {
  return one.approvalsNeeded > 1 || leftToPeople(one).length > 0;
}

function leftToPeople({ guards }: Remediation): readonly GuardResult[] {
  return guards.filter(({ guard, ok }) => ASKING_PEOPLE.includes(guard) && !ok);
}

/** As it is kept first; with why people have to be asked. */
function first(one: Remediation, at: Date, asking: string): Remediation {
  const isNo = isRefused(one.guards);
  const turn = {
    by: SERVICE,
    at,
    note: isNo
      ? refusalWords(one.guards)
      : [one.plan?.summary ?? '', ...(asking === '' ? [] : [asking])].join('; '),
  };
  // Nobody hears of one of these by itself, whatever the guards say: their answers are in the report.
  if (one.mode === 'shadow') return turned(one, { ...turn, status: 'shadow' }, { expiresAt: null });
  if (isNo) return turned(one, { ...turn, status: 'refused' }, { expiresAt: null });
  if (one.mode === 'propose') return turned(one, { ...turn, status: 'proposed' });
  return turned(approvedByService(one, at), { ...turn, status: 'approved' });
}
