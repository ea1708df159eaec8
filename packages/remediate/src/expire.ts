import type { Remediation } from '@podguard/core';
import { current, keep } from './keep.ts';
import { refusalWords } from './refusal-words.ts';
import type { RemediateDeps } from './remediate-deps.ts';
import { SERVICE, turned } from './turn.ts';

/** Ends what waits: nobody approved it in time, or applied it, or there is nothing to mend any more. */
export async function expire(
  deps: Pick<RemediateDeps, 'remediations' | 'now'>,
  one: Remediation,
  note = nobodyWords(one),
): Promise<Remediation> {
  const kept = await keep(deps, turned(one, { status: 'expired', by: SERVICE, note, at: deps.now() }));
  return kept === 'conflict' ? current(deps, one.id) : kept;
}

function nobodyWords({ status, expiresAt, guards }: Remediation): string {
  const why = refusalWords(guards);
  const done = status === 'proposed' ? 'approved' : 'applied';
  return `nobody ${done} it by ${expiresAt}${why === '' ? '' : `: ${why}`}`;
}
