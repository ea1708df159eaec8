import {
  type Config,
  canonicalJson,
  type History,
  isRead,
  type Resource,
  type SetState,
} from '@podguard/core';
import { type Stretch, stoodFor, stretchesOf } from '../former-states.ts';
import { isDeployer } from '../is-deployer.ts';

export type OnState = 'ENABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

/** How a rule was while it was on. */
export interface FormerRule {
  readonly state: OnState;
  /** It handed on calls that only read once, and this would not bring that back. */
  readonly reads?: true;
  /** Undefined where that is not known. */
  readonly pattern: string | null | undefined;
  /** ARNs by id; `true` where that is not known. */
  readonly targets: SetState;
}

type Rule = Resource<'event-rule'>;

/**
 * The newest that was ours: set by a deployer, or as it was known first; where no deployers are configured what stood for longer than the
 * window. What somebody else set on the way to switching it off, as on for a moment and with less, is no former state of ours.
 */
export function formerRule(now: Rule, recorded: History, config: Config): FormerRule | undefined {
  const stretches = stretchesOf<'event-rule', Rule>(
    [recorded],
    (view) => view,
    (before, after) => (textOf(before) === textOf(after) ? after : null),
  ).slice(0, -1);
  const states = stretches.map(({ value }) => value?.state.state);
  const found = stretches.findLast(
    (one, at) => isOn(one.value) && textOf(one.value) !== textOf(now) && isOurs(one, at === 0, config),
  )?.value;
  if (!isOn(found)) return undefined;
  const { state, pattern } = found.state;
  const reads = state === 'ENABLED' && states.includes('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
  return { state, pattern, targets: found.sets.targets, ...(reads ? { reads } : {}) };
}

function isOurs(one: Stretch<Rule>, isFirst: boolean, config: Config): boolean {
  if (config.deployers.length === 0) return stoodFor(one) > config.limits.windowMinutes * 60_000;
  const { since, value } = one;
  if (since !== null && !isRead(since)) return isDeployer(config, since.actor.principal);
  const setBy = value?.sets.changes.members.get('state');
  return isFirst && (setBy === undefined || isDeployer(config, String(setBy)));
}

function isOn(rule: Rule | null | undefined): rule is Rule & { readonly state: { readonly state: OnState } } {
  const state = rule?.state.state;
  return state === 'ENABLED' || state === 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
}

function textOf({ state, sets }: Rule): string {
  return canonicalJson([state.state ?? null, state.pattern ?? null, [...sets.targets.members]]);
}
