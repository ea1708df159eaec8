import { type Remediation, ServiceError, shortHash } from '@podguard/core';
import { apply } from './apply.ts';
import { type Assessment, assess } from './assess.ts';
import { isRefused } from './guards/guards.ts';
import { current, keep, tellNews } from './keep.ts';
import { assessed, draftOf } from './new-remediation.ts';
import { refusalWords } from './refusal-words.ts';
import type { FindingRef, Preview, RemediateDeps, Remediating } from './remediate-deps.ts';
import { createReview } from './review.ts';
import { turned } from './turn.ts';

interface How {
  readonly forced: boolean;
  readonly by: string;
  readonly planHash?: string;
}

export function createPreview(deps: RemediateDeps): Remediating['preview'] {
  return async (ref, how) => (await previewOf(deps, ref, how, true)).preview;
}

export function createRequest(deps: RemediateDeps): Remediating['request'] {
  const { approve } = createReview(deps);
  return async (ref, how) => {
    const { preview, assessment } = await previewOf(deps, ref, how, false);
    const { remediation: one } = preview;
    if (one.status === 'refused' || assessment.outcome !== 'planned') return preview;
    if (how.planHash !== undefined && how.planHash !== one.planHash)
      return {
        remediation: { ...one, status: 'refused' },
        refusal: 'What would be done now is another plan than the one that was shown: look at it again.',
      };
    const isEnough = one.approvals.length >= one.approvalsNeeded;
    const turn = { by: how.by, note: one.plan?.summary ?? '', at: deps.now() };
    const kept = await keep(deps, turned(one, { ...turn, status: isEnough ? 'approved' : 'proposed' }));
    // Another asked for the same: whoever asks next approves that.
    if (kept === 'conflict') await approve(one.id, how.by, one.planHash);
    const known = await current(deps, one.id);
    if (known.status === 'approved') await apply(deps, known);
    return { remediation: await tellNews(deps, one.id), refusal: null };
  };
}

export function notOpen(finding: string): ServiceError {
  return new ServiceError(
    'finding-not-found',
    `the finding ${finding} is not open: nothing is to be mended; podguard report lists those that are`,
  );
}

/** As it would be kept, and is not: whoever asks sees it. */
async function previewOf(
  deps: RemediateDeps,
  ref: FindingRef,
  { forced, by }: How,
  isDry: boolean,
): Promise<{ readonly preview: Preview; readonly assessment: Assessment }> {
  const assessment = await assess(deps, ref, { isForced: forced, isDry, withShadows: false });
  if (assessment.outcome === 'not-open') throw notOpen(ref.finding);
  const at = deps.now();
  const { finding } = assessment;
  const id = await idFor(deps, assessment);
  const draft = draftOf(deps, { id, finding, mode: 'manual', forced, at, by });
  const remediation = assessed(draft, assessment, { isApproved: false, later: at });
  const refused = isRefused(remediation.guards);
  return {
    assessment,
    preview: {
      remediation: refused ? { ...remediation, status: 'refused' } : remediation,
      refusal: remediation.plan === null ? refusalWords(remediation.guards).replace(/^plan: /, '') : null,
    },
  };
}

/** The same request has the same id, until something came of it. */
async function idFor(
  { remediations }: Pick<RemediateDeps, 'remediations'>,
  assessment: Exclude<Assessment, { readonly outcome: 'not-open' }>,
): Promise<string> {
  const { finding } = assessment;
  const [target, hash] =
    assessment.outcome === 'planned'
      ? [assessment.plan.target.key, assessment.planHash]
      : [finding.resource.key, ''];
  const earlier = await remediations.listRemediations(OF_TARGET, target);
  const count = earlier.filter((one) => one.finding === finding.id && !isUnderWay(one)).length;
  return `rm-${shortHash([finding.id, finding.opened?.eventId ?? '', hash, String(count)], 12)}`;
}

const OF_TARGET = 100;

function isUnderWay({ status, mode }: Remediation): boolean {
  return mode === 'manual' && ['proposed', 'approved', 'applying'].includes(status);
}
