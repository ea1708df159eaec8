import type { Remediation } from '@podguard/core';
import type { Reviewed } from '@podguard/remediate';
import { approvalWords, plain, time } from '@podguard/report';
import { EXIT } from '../terminal.ts';
import { whyNotForced } from './apply-here.ts';
import { finishFirst } from './finish-first.ts';
import { type Here, pageFor, writeRemediation } from './here.ts';
import { planLines } from './plan-lines.ts';
import { headLines, storyLines } from './remediation-lines.ts';
import { sameFlags } from './same-flags.ts';
import { prose, section } from './sections.ts';

/** Shows a proposal whole, and the command by which this plan and no other is approved. */
export async function showProposal(one: Remediation, here: Here): Promise<number> {
  const { world, flags } = here;
  const page = pageFor(here);
  const again = `podguard remediations approve ${one.id} --plan ${one.planHash}${one.forced ? ' --force' : ''}${sameFlags(world.where, flags)}`;
  const isOver = one.expiresAt !== null && new Date() >= new Date(one.expiresAt);
  const isOpen = one.status === 'proposed' && !isOver;
  const lines = [
    ...storyLines(one, page),
    ...planLines(one, page, here.world.catalogue),
    ...section('Approved by', prose([approvalWords(one)], page), page),
    ...(isOpen
      ? section('To approve this plan', [again, ...prose([`you would be ${world.person}`], page)], page)
      : []),
    ...(one.status === 'proposed' && isOver
      ? [`It has expired: nobody approved it by ${time(one.expiresAt ?? '')}`]
      : []),
    ...(one.status === 'approved' && !isOver ? section('To apply it now', [`${again} --apply`], page) : []),
  ];
  await writeRemediation(lines, one, null, here);
  const isApproved = one.status === 'approved' && !isOver;
  return isOpen || isApproved ? EXIT.clean : EXIT.findings;
}

/** Approves that very plan as the caller; `isApplied`: and applies it by their credentials where that is enough. */
export async function approveHere(
  one: Remediation,
  { planHash, isApplied }: { readonly planHash: string; readonly isApplied: boolean },
  here: Here,
): Promise<number> {
  const { world, terminal, flags } = here;
  const { remediating, person } = world;
  const refused = whyNotForced(one, flags.force === true);
  if (refused !== null)
    return told(one, `Not approved: ${refused} Nothing was changed.`, here, EXIT.findings);
  const done = await finishFirst(terminal, async () => {
    const reviewed = await remediating.approve(one.id, person, planHash);
    const known = 'remediation' in reviewed ? reviewed.remediation : one;
    const isApproved = known.status === 'approved' && known.planHash === planHash;
    const after = isApplied && isApproved ? await remediating.proceed(one.id) : undefined;
    return { reviewed, known: after ?? known, isTried: after !== undefined };
  });
  if (done === undefined) return EXIT.interrupted;
  const { reviewed, known, isTried } = done;
  const status = isTried
    ? known.status === 'verified'
    : reviewed.outcome === 'approved' ||
      reviewed.outcome === 'one-more-needed' ||
      reviewed.outcome === 'already';
  const code = status ? EXIT.clean : EXIT.findings;
  const written = await told(known, isTried ? null : approvedWords(reviewed, known, here), here, code);
  return terminal.signal.aborted ? EXIT.interrupted : written;
}

function approvedWords(reviewed: Reviewed, one: Remediation, { world, flags }: Here): string {
  switch (reviewed.outcome) {
    case 'approved':
      return world.serviceApplies(one)
        ? 'Approved. The service applies it within 15 minutes, if all guards still say yes; --apply does so now, by your credentials.'
        : `Approved. To apply it: podguard remediations approve ${one.id} --plan ${one.planHash} --apply${one.forced ? ' --force' : ''}${sameFlags(world.where, flags)}`;
    case 'one-more-needed':
    case 'already':
      return `Approved by ${approvalWords(one)}. Nothing was changed.`;
    case 'other-plan':
      return 'Not approved: it is another plan than that of --plan. Look at it, and approve that. Nothing was changed.';
    case 'expired':
      return 'Not approved: it has expired. Nothing was changed.';
    default:
      return `Not approved: it is ${one.status}. Nothing was changed.`;
  }
}

export async function rejectHere(one: Remediation, reason: string, here: Here): Promise<number> {
  const reviewed = await here.world.remediating.reject(one.id, here.world.person, reason);
  const known = 'remediation' in reviewed ? reviewed.remediation : one;
  const isDone = reviewed.outcome === 'rejected' || reviewed.outcome === 'already';
  const by = known.status === 'rejected' ? ` already, by ${known.history.at(-1)?.by}` : '';
  const words = isDone
    ? 'Rejected. Nothing was changed.'
    : `Not rejected: it is ${known.status}${by}. Nothing was changed.`;
  return told(known, words, here, isDone ? EXIT.clean : EXIT.findings);
}

async function told(one: Remediation, words: string | null, here: Here, code: number): Promise<number> {
  const page = pageFor(here);
  const lines =
    words === null
      ? storyLines(one, page)
      : [...headLines(one, one.id, page), ...prose([plain(words)], page)];
  await writeRemediation(lines, one, code === EXIT.clean ? null : words, here);
  return code;
}
