import type { RemediationPlan, Resource, SetState } from '@podguard/core';
import { canonicalJson, type JsonValue, KINDS, type PlannedField, shortHash } from '@podguard/core';
import { approvedNames, partsOf } from '@podguard/drift';
import type { PlanDraft } from './remediator.ts';

/**
 * Names what would be done: whatever is done or undone, to what, what it is then, and what people decide by. Numbers in facts change by
 * themselves, as when something was used last: they name no other plan.
 */
export function planHash({
  remediator,
  target,
  steps,
  undo,
  fields,
  present,
  assigned = [],
  restoredKey = '',
  mayBreak,
  facts,
  opens,
}: RemediationPlan): string {
  const known = facts.map((fact) => fact.replaceAll(/\d+/g, '0'));
  const plan = {
    ...{ remediator, target, steps, undo, fields, present, assigned, restoredKey },
    ...{ mayBreak, opens, facts: known },
  };
  return shortHash([canonicalJson(plan as unknown as JsonValue)], 26);
}

/** What a draft changes, with what is so now; the names of what is not known instead. */
export function plannedFields(
  view: Resource,
  { after }: Pick<PlanDraft, 'after'>,
): readonly PlannedField[] | { readonly unknown: readonly string[] } {
  const names = after === 'gone' ? presentNames(view) : Object.keys(after).sort();
  const fields = names.map((name) => ({
    name,
    before: valueNamed(view, name),
    after: after === 'gone' ? null : (after[name] ?? null),
  }));
  const unknown = fields.filter(({ before }) => before === undefined).map(({ name }) => name);
  if (unknown.length > 0) return { unknown };
  return fields.map((field) => ({ ...field, before: field.before ?? null }));
}

/** `null`: there is none; `undefined`: it is not known. */
export function valueNamed(view: Resource, name: string): JsonValue | undefined {
  const { field, member } = partsOf(name);
  const spec: { readonly fields: readonly string[]; readonly sets: readonly string[] } = KINDS[view.kind];
  if (member === undefined) {
    if (!spec.fields.includes(field)) throw new TypeError(`${view.kind} has no field ${field}`);
    return view.present ? (view.state as Readonly<Record<string, JsonValue | undefined>>)[field] : null;
  }
  if (!spec.sets.includes(field)) throw new TypeError(`${view.kind} has no set ${field}`);
  if (!view.present) return null;
  const set = setOf(view, field);
  return set.members.get(member) ?? (set.complete || set.removed?.has(member) === true ? null : undefined);
}

function presentNames(view: Resource): readonly string[] {
  const { fields, sets } = approvedNames(view.kind);
  return [
    ...fields.filter((name) => (valueNamed(view, name) ?? null) !== null),
    ...sets.flatMap((name) => [...setOf(view, name).members.keys()].map((member) => `${name} ${member}`)),
  ].sort();
}

function setOf({ sets }: Resource, name: string): SetState {
  return (sets as Readonly<Record<string, SetState>>)[name] ?? { members: new Map(), complete: false };
}
