import { findingId, type Kind, type RelatedOf, type Resource } from '@podguard/core';
import {
  ALL_REMEDIATORS,
  type GuardInput,
  type PlanContext,
  type PlanDraft,
  type Remediator,
} from '@podguard/remediate';
import { catalogue } from '@podguard/rules';
import { aRemediation, PLAN } from '../support/a-remediation.ts';
import { configOf } from '../support/states.ts';
import { refuseUngranted } from './granted.ts';

export interface Asked<K extends Kind> {
  readonly rule?: string;
  readonly related?: Partial<RelatedOf[K]>;
  readonly isForced?: boolean;
  /** `null`: nobody looked. */
  readonly uses?: PlanContext<K>['uses'] | null;
}

export function remediatorOf(id: string): Remediator {
  const found = ALL_REMEDIATORS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no remediator ${id}`);
  return found;
}

/** What a remediator says of a target by itself. */
export function plansOf<K extends Kind>(
  remediator: Remediator,
  target: Resource<K>,
  { rule = remediator.rules[0] ?? '', related = {}, isForced = false, uses = [] }: Asked<K> = {},
): readonly PlanDraft[] | string {
  const { kind, key, account, region } = target;
  const context = {
    finding: { id: findingId(rule, key), rule, resource: { kind, key, account, region } },
    config: configOf(),
    account,
    related,
    recorded: { kind, key, account, region, base: null, horizon: null, log: [], activity: {} },
    isForced,
    ...(uses === null ? {} : { uses }),
  };
  const plans = remediator.plan(target as never, context as never);
  if (typeof plans !== 'string') refuseUngranted(remediator, plans);
  return plans;
}

/** All that it proposes, the best first. */
export function draftsOf<K extends Kind>(
  remediator: Remediator,
  target: Resource<K>,
  asked: Asked<K> = {},
): readonly [PlanDraft, ...PlanDraft[]] {
  const drafts = plansOf(remediator, target, asked);
  if (typeof drafts === 'string') throw new Error(`no plan: ${drafts}`);
  const [first, ...others] = drafts;
  if (first === undefined) throw new Error('an empty list of plans');
  return [first, ...others];
}

/** What a rule says of a state. */
export function verdictOf<K extends Kind>(ruleId: string, target: Resource<K>, related: object = {}): string {
  const rule = catalogue.rules.find(({ id }) => id === ruleId);
  if (rule === undefined) throw new Error(`no rule ${ruleId}`);
  const context = { config: configOf({ events: ['activity'], clusterAddresses: ['192.0.2.0/24'] }), related };
  return rule.evaluate(target as never, context as never).status;
}

/** A guard's question, where all else is well. */
export function guardInput(given: Partial<GuardInput> = {}): GuardInput {
  return {
    now: new Date('2026-03-12T07:00:00Z'),
    mode: 'propose',
    isForced: false,
    settings: configOf().remediation,
    finding: undefined,
    plan: PLAN,
    planHash: 'hash',
    remediation: aRemediation(),
    live: { outcome: 'same' },
    target: undefined,
    cause: undefined,
    newest: undefined,
    own: [],
    ofTarget: [],
    recent: [],
    kindCount: 100,
    ...given,
  };
}
