import { alsoRead } from './also-read.ts';
import { type Assessment, foundIn, newestOf } from './assess.ts';
import type { GuardInput } from './guard.ts';
import { differencesOf, type Look, lookAt } from './live-state.ts';
import { listOthers } from './others.ts';
import type { FindingRef, RemediateDeps } from './remediate-deps.ts';

type Planned = Extract<Assessment, { readonly outcome: 'planned' }>;

/** Planning takes a while: what guards ask about, as it is now. */
export async function lookAgain(
  deps: RemediateDeps,
  ref: FindingRef,
  { facts, looks, plan, remediator }: Planned,
): Promise<Planned['facts']> {
  const others = await listOthers(deps, plan.target.key, false);
  const { target: view, related = {} } = facts;
  const also = view && { also: await alsoRead(deps, deps, { remediator, consulted: { view, related } }) };
  const again = await Promise.all(looks.map(({ key }) => lookAt(deps, key)));
  const found = await foundIn(deps, deps.store, ref);
  const states = looks.map((before, at) => changeSince(before, again[at]));
  const [target] = again;
  return {
    ...facts,
    ...others,
    ...also,
    now: deps.now(),
    finding: found?.finding,
    cause: found?.cause ?? facts.cause,
    live: states.find(({ outcome }) => outcome !== 'same') ?? facts.live,
    newest: (target && newestOf(target)) ?? facts.newest,
  };
}

/** Whether it is as it was read before. */
export function changeSince(before: Look, now: Look | undefined): GuardInput['live'] {
  if (now?.outcome !== 'told' || before.outcome !== 'told')
    return {
      outcome: 'unknown',
      reason: now?.outcome === 'untold' ? now.reason : `${before.key} is not known`,
    };
  const names = differencesOf(before, now);
  return names.length === 0 ? { outcome: 'same' } : { outcome: 'differs', names };
}
