import { type PlannedField, type RemediationPlan, sameJson } from '@podguard/core';
import { saysFound } from '@podguard/drift';
import type { Look } from './live-state.ts';
import { valueNamed } from './to-plan.ts';

type Side = 'before' | 'after';

/** Of what a plan changes: what is as it is to be, what is as it was, and what is neither. */
export interface PlanState {
  readonly after: readonly string[];
  readonly before: readonly string[];
  readonly other: readonly string[];
  readonly unknown: readonly string[];
}

const PRESENCE = 'whether it is there';

export function planStateOf(
  { fields, present, assigned = [] }: RemediationPlan,
  look: Extract<Look, { readonly outcome: 'told' }>,
): PlanState {
  const sides = [
    ...(present.before === present.after && look.present === present.after
      ? []
      : [{ name: PRESENCE, side: presenceSide(look.present, present) }]),
    ...(look.present && present.before
      ? fields
          .filter(({ name }) => !assigned.includes(name))
          .map((field) => ({ name: field.name, side: sideOf(look, field, present.after) }))
      : []),
  ];
  const named = (wanted: Side | 'other' | 'unknown') =>
    sides.filter(({ side }) => side === wanted).map(({ name }) => name);
  return { after: named('after'), before: named('before'), other: named('other'), unknown: named('unknown') };
}

function presenceSide(is: boolean, { before, after }: RemediationPlan['present']): Side | 'other' {
  if (is === after) return 'after';
  return is === before ? 'before' : 'other';
}

function sideOf(
  { views }: Extract<Look, { readonly outcome: 'told' }>,
  { name, before, after }: PlannedField,
  mayBeAfter: boolean,
): Side | 'both' | 'other' | 'unknown' {
  const [view] = views;
  if (view === undefined || valueNamed(view, name) === undefined) return 'unknown';
  if (mayBeAfter && sameJson(before, after))
    return saysFound(views, { name, found: after }) ? 'both' : 'other';
  if (mayBeAfter && saysFound(views, { name, found: after })) return 'after';
  return saysFound(views, { name, found: before }) ? 'before' : 'other';
}

/** Whether all of it is on one side. */
export function isAll(state: PlanState, side: Side): boolean {
  return isBetween(state) && state[side === 'after' ? 'before' : 'after'].length === 0;
}

/** Whether it may be what calls left that did not come to their end: nothing of it is otherwise than planned or before. */
export function isBetween({ other, unknown }: PlanState): boolean {
  return other.length + unknown.length === 0;
}

/** For people: what is as planned and what is not. */
export function stateWords({ after, before, other, unknown }: PlanState): string {
  const part = (what: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`${what}: ${names.join(', ')}`];
  return [
    ...part('as planned', after),
    ...part('as before', before),
    ...part('neither', other),
    ...part('not known', unknown),
  ].join('; ');
}
