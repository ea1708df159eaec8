import {
  type Finding,
  fieldsRead,
  type Item,
  isRead,
  KINDS,
  type RemediationPlan,
  type Rule,
  type Store,
} from '@podguard/core';
import { alsoRead } from './also-read.ts';
import { type Consulted, consult } from './consult.ts';
import { type Found, findFinding } from './find-finding.ts';
import type { GuardInput } from './guard.ts';
import { type Look, liveStateOf, lookAt, record, toldNames } from './live-state.ts';
import { makePlan } from './make-plan.ts';
import { countKind, listOthers } from './others.ts';
import type { FindingRef, RemediateDeps } from './remediate-deps.ts';
import type { Remediator } from './remediator.ts';
import { planHash } from './to-plan.ts';
import { scratchOver } from './world.ts';

/** All that is found out before anything is done: a plan with what guards look at, or why there is none. */
export type Assessment =
  | {
      readonly outcome: 'planned';
      readonly finding: Finding;
      readonly remediator: Remediator;
      readonly plan: RemediationPlan;
      readonly planHash: string;
      readonly facts: Omit<GuardInput, 'mode' | 'remediation'>;
      /** The target, as it was read before anything is done; and the finding's resource, where that is another one. */
      readonly looks: readonly [Look, ...Look[]];
    }
  | { readonly outcome: 'not-open' }
  | {
      readonly outcome: 'unplanned';
      readonly finding: Finding;
      readonly reason: string;
      /** It may be otherwise a little later. */
      readonly isPassing: boolean;
    };

export interface Assessing {
  readonly isForced: boolean;
  /** Nothing is written. */
  readonly isDry: boolean;
  /** The same as in `auto` is asked: what was recorded only counts as done. */
  readonly withShadows: boolean;
}

/** Reads, records what is news, judges, plans and tries the plan. */
export async function assess(
  deps: RemediateDeps,
  ref: FindingRef,
  { isForced, isDry, withShadows }: Assessing,
): Promise<Assessment> {
  const world = isDry ? scratchOver(deps.store, deps) : deps;
  const subject = await lookAt(deps, ref.key);
  await record(world, subject);
  const found = await foundIn(deps, world.store, ref);
  if (found === undefined) return { outcome: 'not-open' };
  const { finding } = found;
  const unplanned = (reason: string, isPassing = false): Assessment => ({
    outcome: 'unplanned',
    finding,
    reason,
    isPassing,
  });
  const remediator = deps.remediators.find(({ rules }) => rules.includes(ref.rule));
  if (remediator === undefined) return unplanned(`nothing mends findings of ${ref.rule}`);
  if (found.view === undefined)
    return unplanned(`${ref.key} was changed twice in one second, and which holds is not known`, true);
  const key = remediator.target(finding, found.view);
  if (key === undefined) return unplanned('what would have to be changed is not known', true);
  const look = key === ref.key ? subject : await lookAt(deps, key);
  if (key !== ref.key) await record(world, look);
  const now = key === ref.key ? found : await foundIn(deps, world.store, ref);
  if (now === undefined) return { outcome: 'not-open' };
  const { kind, needs } = remediator;
  const consulted = await consult(world.store, deps, { key, kind, needs });
  if ('refusal' in consulted)
    return unplanned(look.outcome === 'untold' ? look.reason : consulted.refusal, !isLasting(look));
  const planned = await makePlan(world.store, deps, {
    finding: now.finding,
    remediator,
    consulted,
    isForced,
    isDry,
    now: deps.now(),
  });
  if ('refusal' in planned) return unplanned(planned.refusal);
  const { plan } = planned;
  const { account } = plan.target;
  const ruleNames = await namesRead(deps, world.store, now);
  const planNames = plan.fields.map(({ name }) => name).filter((name) => !plan.assigned?.includes(name));
  const [others, kindCount] = await Promise.all([
    listOthers(deps, key, withShadows),
    countKind(deps, world.store, { kind, account, isDry }),
  ]);
  const hash = planHash(plan);
  return {
    outcome: 'planned',
    finding: now.finding,
    remediator,
    plan,
    planHash: hash,
    looks: key === ref.key ? [look] : [look, subject],
    facts: {
      now: deps.now(),
      isForced,
      settings: deps.config.remediation,
      finding: now.finding,
      plan,
      planHash: hash,
      live: liveStateOf([
        { look, names: key === ref.key ? [...planNames, ...ruleNames] : planNames },
        ...(key === ref.key ? [] : [{ look: subject, names: ruleNames }]),
      ]),
      target: consulted.view,
      subject: now.view,
      related: consulted.related,
      also: await alsoRead(deps, world, { remediator, consulted }),
      cause: now.cause,
      newest: newestOf(look) ?? lastDeed(consulted.recorded),
      own: deps.own,
      principal: deps.principal,
      callerKey: deps.callerKey,
      ...others,
      kindCount,
    },
  };
}

/** As it is judged now, with what else is known now. */
export async function foundIn(
  deps: RemediateDeps,
  below: Store,
  ref: FindingRef,
): Promise<Found | undefined> {
  const { store, engine } = scratchOver(below, deps);
  await engine.rejudge(ref.key);
  return findFinding(store, deps, ref);
}

function isLasting(look: Look): boolean {
  return look.outcome === 'untold' && look.lasting;
}

/** The last that was done to it: what a read told is news, and no deed, unless there is nothing else. */
export function newestOf(look: Look): GuardInput['newest'] {
  return look.outcome === 'told' && look.recorded ? lastDeed(look.recorded) : undefined;
}

function lastDeed({ log }: Item): GuardInput['newest'] {
  return (log.findLast(({ cause }) => !isRead(cause)) ?? log.at(-1))?.cause;
}

/** What the rule looks at of the finding's resource, as far as reads tell it. */
async function namesRead(
  deps: RemediateDeps,
  store: Store,
  { finding, item }: Found,
): Promise<readonly string[]> {
  const rule = deps.catalogue.rules.find(({ id }) => id === finding.rule);
  if (rule === undefined || !item.present) return [];
  const consulted = await consult(store, deps, { key: item.key, kind: item.kind, needs: rule.needs });
  if ('refusal' in consulted) return toldNames(item.kind, KINDS[item.kind].fields);
  return toldNames(item.kind, readBy(rule, consulted, deps));
}

function readBy(
  rule: Rule,
  { view, related }: Exclude<Consulted, { readonly refusal: string }>,
  { config }: Pick<RemediateDeps, 'config'>,
): ReadonlySet<string> {
  return fieldsRead(rule, view, { config, related: related as never });
}
