import type { Finding, Remediation } from '@podguard/core';
import type { FindingRef, Preview } from '@podguard/remediate';
import { EXIT } from '../terminal.ts';
import { finishFirst } from './finish-first.ts';
import type { Here } from './here.ts';
import { showDone } from './show-done.ts';

/** Applies what ends a finding, as the caller; what of it is open already is gone on with, instead of being asked for twice. */
export async function applyHere(finding: Finding, open: readonly Remediation[], here: Here): Promise<number> {
  const { flags, world, terminal } = here;
  const { remediating, person } = world;
  const { id, rule, resource } = finding;
  const done = await finishFirst(terminal, async (): Promise<Preview> => {
    const begun = await stillOpen(open, finding, here);
    const ref = { finding: id, rule, key: resource.key };
    if (begun !== undefined) return goOn(begun, ref, here);
    const seen = flags.plan === undefined ? {} : { planHash: flags.plan };
    return remediating.request(ref, { forced: flags.force === true, by: person, ...seen });
  });
  if (done === undefined) return EXIT.interrupted;
  await showDone(done, here);
  if (terminal.signal.aborted) return EXIT.interrupted;
  return done.remediation.status === 'verified' ? EXIT.clean : EXIT.findings;
}

/** What is to be gone on with; a proposal whose time or whose life of the finding is over is ended first, as no sweep does here. */
async function stillOpen(
  open: readonly Remediation[],
  finding: Finding,
  { world: { remediating } }: Pick<Here, 'world'>,
): Promise<Remediation | undefined> {
  const interrupted = open.find(isBegun);
  if (interrupted !== undefined) return interrupted;
  for (const one of open) {
    if (isOfNow(one, finding, new Date())) return one;
    await remediating.proceed(one.id);
  }
  return undefined;
}

/** Of this life of the finding, and in time. */
export function isOfNow({ opened, expiresAt }: Remediation, finding: Finding, now: Date): boolean {
  return opened === (finding.opened?.eventId ?? '') && (expiresAt === null || now < new Date(expiresAt));
}

/** What was interrupted is finished; what waits for people is approved by this one, too: the plan that they saw, where they name it. */
async function goOn(
  one: Remediation,
  ref: FindingRef,
  { world: { remediating, person }, flags }: Here,
): Promise<Preview> {
  const refusal = isBegun(one) ? null : whyNot(one, flags);
  if (refusal !== null) return { remediation: one, refusal };
  if (one.status === 'proposed') {
    if (flags.plan === undefined) {
      const fresh = await remediating.preview(ref, { forced: one.forced, by: person });
      if (fresh.remediation.planHash !== one.planHash) return { remediation: one, refusal: olderPlan(one) };
    }
    const reviewed = await remediating.approve(one.id, person, one.planHash);
    const known = 'remediation' in reviewed ? reviewed.remediation : one;
    if (known.status !== 'approved') return { remediation: known, refusal: null };
  }
  return { remediation: (await remediating.proceed(one.id)) ?? one, refusal: null };
}

/** What is open is not what was asked for. */
function whyNot(one: Remediation, { plan, force }: Pick<Here['flags'], 'plan' | 'force'>): string | null {
  if (plan !== undefined && plan !== one.planHash) return otherPlan(one);
  return whyNotForced(one, force === true);
}

/** Nobody insists without saying so, and nothing is forced that was not proposed so. */
export function whyNotForced({ id, status, forced }: Remediation, isForcing: boolean): string | null {
  if (forced === isForcing) return null;
  return forced
    ? `Somebody insisted on ${id}: podguard remediations approve ${id} shows it, and what a guard says against it; whoever approves it insists, too, by --force.`
    : `${id} is ${status} already, and nobody insisted on it: leave out --force, or reject it first.`;
}

function olderPlan({ id, status }: Remediation): string {
  return `${id} is ${status}, and what would be done now is another plan: podguard remediations approve ${id} shows what is proposed, and podguard remediations reject ends it.`;
}

function otherPlan({ id, status }: Remediation): string {
  return `${id} is ${status} already, with another plan than that of --plan: podguard remediations approve ${id} shows it.`;
}

/** Somebody calls AWS for it, or was interrupted then. */
export function isBegun({ status }: Remediation): boolean {
  return status === 'applying' || status === 'undoing';
}
