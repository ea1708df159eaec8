import type { Finding, Remediation } from '@podguard/core';
import type { Preview } from '@podguard/remediate';
import { EXIT } from '../terminal.ts';
import { doubtOf } from './doubt-of.ts';
import { finishFirst } from './finish-first.ts';
import type { Here } from './here.ts';
import { showDone } from './show-done.ts';

/** Applies what ends a finding, as the caller; what of it is open already is gone on with, instead of being asked for twice. */
export async function applyHere(finding: Finding, open: readonly Remediation[], here: Here): Promise<number> {
  const { flags, world, terminal } = here;
  const { remediating, person } = world;
  const { id, rule, resource } = finding;
  const done = await finishFirst(terminal, async (): Promise<Preview> => {
    const begun = open.find(isBegun) ?? open[0];
    if (begun !== undefined) return goOn(begun, here);
    const ref = { finding: id, rule, key: resource.key };
    return remediating.request(ref, { forced: flags.force === true, by: person });
  });
  if (done === undefined) return EXIT.interrupted;
  await showDone(done, here);
  if (terminal.signal.aborted) return EXIT.interrupted;
  return done.remediation.status === 'verified' ? EXIT.clean : EXIT.findings;
}

/** What was interrupted is finished; what waits for people is approved by this one, too. */
async function goOn(one: Remediation, { world: { remediating, person } }: Here): Promise<Preview> {
  if (one.status === 'proposed') {
    const doubt = doubtOf(one, person);
    if (doubt !== null) return { remediation: one, refusal: doubt };
    const reviewed = await remediating.approve(one.id, person, one.planHash);
    const known = 'remediation' in reviewed ? reviewed.remediation : one;
    if (known.status !== 'approved') return { remediation: known, refusal: null };
  }
  return { remediation: (await remediating.proceed(one.id)) ?? one, refusal: null };
}

/** Somebody calls AWS for it, or was interrupted then. */
export function isBegun({ status }: Remediation): boolean {
  return status === 'applying' || status === 'undoing';
}
