import { canonicalJson, type History, type Resource, type SetState } from '@podguard/core';
import { formerStates } from '../former-states.ts';

export type OnState = 'ENABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

/** How a rule was while it was on. */
export interface FormerRule {
  readonly state: OnState;
  /** It handed on calls that only read, and this would not bring that back. */
  readonly reads?: true;
  /** Undefined where that is not known. */
  readonly pattern: string | null | undefined;
  /** ARNs by id; `true` where that is not known. */
  readonly targets: SetState;
}

const MOST = 5;

/** The newest first, each once, those that differ from how it is now; how many there are is somebody else’s choice. */
export function formerRules(now: Resource<'event-rule'>, recorded: History): readonly FormerRule[] {
  const found = new Map<string, FormerRule>();
  for (const { before } of formerStates<'event-rule'>(recorded)) {
    const { state, pattern } = before.state;
    if (state !== 'ENABLED' && state !== 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS') continue;
    const name = textOf(before);
    if (name !== textOf(now) && !found.has(name))
      found.set(name, { state, pattern, targets: before.sets.targets });
  }
  return [...found.values()].slice(0, MOST);
}

function textOf({ state, sets }: Resource<'event-rule'>): string {
  return canonicalJson([state.state ?? null, state.pattern ?? null, [...sets.targets.members]]);
}
