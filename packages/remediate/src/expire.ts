import type { Remediation } from '@podguard/core';
import { current, keep } from './keep.ts';
import type { RemediateDeps } from './remediate-deps.ts';
import { SERVICE, turned } from './turn.ts';

export async function expire(
  deps: Pick<RemediateDeps, 'remediations' | 'now'>,
  one: Remediation,
): Promise<Remediation> {
  const note = `nobody approved it by ${one.expiresAt}`;
  const kept = await keep(deps, turned(one, { status: 'expired', by: SERVICE, note, at: deps.now() }));
  return kept === 'conflict' ? current(deps, one.id) : kept;
}
