import type { Remediation } from '@podguard/core';
import type { Preview } from '@podguard/remediate';
import { approvalWords, isUndoable, time } from '@podguard/report';
import { type Here, pageFor, writeRemediation } from './here.ts';
import { planLines } from './plan-lines.ts';
import { headLines, storyLines } from './remediation-lines.ts';
import { sameFlags } from './same-flags.ts';
import { prose, section } from './sections.ts';

/** What was done, or why it was not. */
export async function showDone({ remediation, refusal }: Preview, here: Here): Promise<void> {
  const page = pageFor(here);
  // Nothing of it was kept.
  const isNew = remediation.version === 0;
  const lines = [
    ...(isNew
      ? [
          ...headLines({ ...remediation, id: '' }, 'Not remediated', page),
          ...planLines(remediation, page, here.world.catalogue),
        ]
      : storyLines(remediation, page)),
    ...(refusal === null || (isNew && remediation.plan === null) ? [] : [...prose([refusal], page), '']),
    ...endLines(remediation, here),
  ];
  await writeRemediation(lines, remediation, refusal, here);
}

/** What whoever asked does next, and what is so until then. */
function endLines(one: Remediation, here: Here): readonly string[] {
  const { world, flags } = here;
  const page = pageFor(here);
  const undo = `podguard rollback ${one.id} --apply${sameFlags(world.where, flags)}`;
  switch (one.status) {
    case 'verified':
      return section('To undo it', [undo], page);
    case 'failed':
      return isUndoable(one) ? section('To undo what it changed', [undo], page) : [NOTHING];
    case 'applying':
    case 'undoing':
      return prose([underWayWords(one)], page);
    case 'proposed':
      return prose([waitingWords(one), NOTHING], page);
    case 'undone':
      return ['Its undoing was interrupted, and is finished now: run the same command again to apply it.'];
    case 'approved':
      return [
        ...planLines({ ...one, plan: null }, page, here.world.catalogue),
        ...prose([LATER, NOTHING], page),
      ];
    default:
      return [NOTHING];
  }
}

const NOTHING = 'Nothing was changed.';
const LATER = 'It is approved, and is not applied now: run the same command again.';

export function underWayWords({ applied, undone, lease, status }: Remediation, how = ''): string {
  const by = (status === 'undoing' ? undone : applied)?.principal ?? 'somebody';
  const until = lease === null ? '' : ` until ${time(lease.until)}`;
  return `${by} works on it${until}. Should that have been interrupted, this command${how === '' ? '' : ` with ${how}`} finishes it from a minute after that time on: it reads what was done, and does nothing twice.`;
}

function waitingWords(one: Remediation): string {
  return `It waits: approved by ${approvalWords(one)}. They run the same command, or podguard remediations approve ${one.id}.`;
}
