import { createContext } from '../evaluate/context.ts';
import { explainAction } from '../evaluate/explain-action.ts';
import { explainResource } from '../evaluate/explain-resource.ts';
import type { PartExplanation } from '../evaluate/explanation.ts';
import { type Budget, bounded, spend } from '../language/budget.ts';
import { union } from '../language/language.ts';
import type { Outcome } from '../outcome.ts';
import type { Condition, Policy, PolicyVersion, Statement } from '../policy.ts';
import { type Box, intersectBoxes, intersectRegions, type Region } from './box.ts';
import type { Reading } from './compared-list.ts';
import { answer, type ConditionSet, conditionSet } from './condition-set.ts';
import { whenever } from './facts/time.ts';
import type { KeyDomain } from './key-domain.ts';
import { isNone, noValue, type ValueSet } from './value-set.ts';
import type { Way } from './way.ts';

/** Something that is not known, on which the difference between sure and possible hangs. */
export interface TrustAssumption {
  readonly path: string;
  readonly key?: string;
  readonly reason: string;
}

/** A condition as the way sees it: constant, or a set of one of its dimensions. */
export type ConditionReach = { readonly condition: Condition } & (
  | { readonly kind: 'constant'; readonly outcome: Outcome; readonly reason?: string }
  | { readonly kind: 'set'; readonly dimension: string; readonly set: ConditionSet }
);

/** The requests that a statement surely matches, and those that it may match. */
export interface StatementReach {
  readonly statement: Statement;
  /** Whether its principal and its action take in requests of the way at all. */
  readonly concerns: boolean;
  readonly sure: Region;
  readonly possible: Region;
  readonly conditions: readonly ConditionReach[];
  readonly assumptions: readonly TrustAssumption[];
}

export function statementReach(
  policy: Policy,
  statement: Statement,
  way: Way,
  budget: Budget,
): StatementReach {
  const named = way.named(statement, budget);
  const parts = [explainAction(statement, way.action), resourceOf(policy, statement)].filter(
    (part) => part !== null,
  );
  const refused = parts.some(({ outcome }) => outcome === 'no') || named.possible.length === 0;
  const reach = { statement, concerns: !refused };
  if (refused) return { ...reach, sure: [], possible: [], conditions: [], assumptions: [] };
  const conditions = statement.conditions.map((condition) => reachOf(condition, policy.version, way, budget));
  const assumptions = [
    ...(named.assumption === undefined ? [] : [named.assumption]),
    ...parts.filter(({ outcome }) => outcome === 'unknown').map(({ path, reason }) => ({ path, reason })),
    ...conditions.flatMap(assumptionOf),
  ];
  const possible = within(named.possible, boxOf(conditions, 'possible', budget), budget);
  if (assumptions.length === 0) return { ...reach, sure: possible, possible, conditions, assumptions };
  const open = parts.some(({ outcome }) => outcome === 'unknown');
  const sure = open ? [] : within(named.sure, boxOf(conditions, 'sure', budget), budget);
  return { ...reach, sure, possible, conditions, assumptions };
}

function within(named: Region, box: Box | null, budget: Budget): Region {
  return box === null ? [] : intersectRegions(named, [box], budget);
}

function resourceOf({ version }: Policy, statement: Statement): PartExplanation | null {
  return explainResource(statement, { resource: undefined, version, context: createContext({}, 'unknown') });
}

function reachOf(condition: Condition, version: PolicyVersion, way: Way, budget: Budget): ConditionReach {
  const always = whenever(condition, version);
  if (always !== null)
    return { condition, kind: 'constant', outcome: always, reason: 'the time of the request is not known' };
  const fact = way.factOf(condition.lowerKey);
  if (fact.kind === 'fixed') {
    return { condition, kind: 'constant', outcome: answer(condition, version, fact.value) };
  }
  const { dimension, domain, lift, lacking } = fact;
  const isNever = (lowerKey: string): boolean => {
    const other = way.factOf(lowerKey);
    return other.kind === 'fixed' && other.value === 'absent';
  };
  const set = boundedSet(condition, domain, { version, isNever }, budget);
  if (lift === undefined) return { condition, kind: 'set', dimension, set };
  const lifted = ({ present, absent }: ValueSet): ValueSet => {
    const having = lift(present, budget);
    const all = absent && lacking !== undefined ? union(having, lacking(), budget) : having;
    return { present: all, absent: false };
  };
  const sure = lifted(set.sure);
  const possible = set.sure === set.possible ? sure : lifted(set.possible);
  return { condition, kind: 'set', dimension, set: { ...set, sure, possible } };
}

/** What one condition may spend: beyond that it counts as not known, and the others are still decided. */
const CONDITION_STATES = 16_000;

/** What of that is kept for its values one by one, where they are too much together. */
const SINGLY_STATES = 6000;

function boundedSet(
  condition: Condition,
  domain: KeyDomain,
  reading: Omit<Reading, 'singly'>,
  budget: Budget,
): ConditionSet {
  const attempt = <Otherwise>(singly: boolean, states: number, otherwise: (reason: string) => Otherwise) => {
    const before = Math.min(budget.left, states);
    const own: Budget = { left: before };
    const set = bounded<ConditionSet, Otherwise>(
      () => conditionSet(condition, domain, { ...reading, singly }, own),
      otherwise,
    );
    spend(budget, before - Math.max(0, own.left));
    return set;
  };
  return (
    attempt(false, CONDITION_STATES - SINGLY_STATES, () => null) ??
    attempt(true, SINGLY_STATES, (reason) => ({ sure: noValue, possible: domain.values, reason }))
  );
}

function assumptionOf(reach: ConditionReach): readonly TrustAssumption[] {
  const { path, key } = reach.condition;
  if (reach.kind === 'set') {
    const { sure, possible, reason } = reach.set;
    return sure === possible || reason === undefined ? [] : [{ path, key, reason }];
  }
  return reach.outcome === 'unknown'
    ? [{ path, key, reason: reach.reason ?? 'AWS does not say what it makes of this' }]
    : [];
}

/** Null where no request satisfies all conditions. */
function boxOf(
  conditions: readonly ConditionReach[],
  degree: 'sure' | 'possible',
  budget: Budget,
): Box | null {
  let box: Box | null = new Map();
  for (const reach of conditions) {
    if (reach.kind === 'constant') {
      if (reach.outcome === 'no' || (reach.outcome === 'unknown' && degree === 'sure')) return null;
      continue;
    }
    const set = reach.set[degree];
    if (isNone(set)) return null;
    box = intersectBoxes(box, new Map([[reach.dimension, set]]), budget);
    if (box === null) return null;
  }
  return box;
}
