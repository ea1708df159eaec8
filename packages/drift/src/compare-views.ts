import type { JsonValue, Kind, Resource } from '@podguard/core';
import { approvedNames, setsOf, valuesOf } from './approvals.ts';
import type { FieldDifference } from './difference.ts';
import { normalForm } from './normal-form.ts';

type Value = JsonValue | undefined;

const ROUNDING_MS = 5_000;

/**
 * In which fields and members of sets what was known is otherwise than what is known now. What was or is unknown differs in nothing,
 * nor does what is tied where one of its values is the same.
 */
export function compareViews(
  kind: Kind,
  before: readonly Resource[],
  after: readonly Resource[],
): readonly FieldDifference[] {
  const { fields, sets } = driftNames(kind);
  return [
    ...fields.flatMap((name) => compareValues(name, valuesIn(before, name), valuesIn(after, name))),
    ...sets.flatMap((name) =>
      [...new Set([...membersIn(before, name), ...membersIn(after, name)])]
        .sort()
        .flatMap((member) =>
          compareValues(`${name} ${member}`, memberIn(before, name, member), memberIn(after, name, member)),
        ),
    ),
  ];
}

/** What makes drift: tags are nobody's credentials, and a change of theirs is no drift. */
function driftNames(kind: Kind): ReturnType<typeof approvedNames> {
  const { fields, sets } = approvedNames(kind);
  return { fields, sets: sets.filter((name) => name !== 'tags') };
}

/** Whether views say of a field, or of a set's member, what was found. */
export function saysFound(views: readonly Resource[], { name, found }: FieldDifference): boolean {
  const values = valuesNamed(views, name);
  return (
    found !== undefined &&
    values.length > 0 &&
    values.every((value) => value !== undefined && maySame(value, found))
  );
}

/** Whether views say otherwise of it than what was found; of what they do not know they say nothing. */
export function saysOtherwise(views: readonly Resource[], { name, found }: FieldDifference): boolean {
  const values = valuesNamed(views, name);
  return values.length > 0 && values.every((value) => !maySame(value, found));
}

/** A difference's name is a field's, or a set's with a blank and the member. */
export function partsOf(name: string): { readonly field: string; readonly member: string | undefined } {
  const blank = name.indexOf(' ');
  return blank < 0
    ? { field: name, member: undefined }
    : { field: name.slice(0, blank), member: name.slice(blank + 1) };
}

function valuesNamed(views: readonly Resource[], name: string): readonly Value[] {
  const { field, member } = partsOf(name);
  return member === undefined ? valuesIn(views, field) : memberIn(views, field, member);
}

/** The fields of what appeared, as they are. */
export function foundFields(kind: Kind, views: readonly Resource[]): readonly FieldDifference[] {
  return driftNames(kind).fields.flatMap((name) => {
    const [found] = valuesIn(views, name);
    return found === undefined || found === null ? [] : [{ name, found }];
  });
}

function compareValues(
  name: string,
  before: readonly Value[],
  after: readonly Value[],
): readonly FieldDifference[] {
  const [recorded] = before;
  const [found] = after;
  if (recorded === undefined || found === undefined) return [];
  if (before.some((one) => after.some((other) => maySame(one, other) || isSameTime(name, one, other))))
    return [];
  return [{ name, recorded, found }];
}

function valuesIn(views: readonly Resource[], name: string): readonly Value[] {
  return views.map((view) => valuesOf(view)[name]);
}

function membersIn(views: readonly Resource[], name: string): readonly string[] {
  return views.flatMap((view) => {
    const { members, removed } = setsOf(view)[name] ?? { members: new Map<string, JsonValue>() };
    return [...members.keys(), ...(removed?.keys() ?? [])];
  });
}

/** `null`: it is none; `undefined`: it may be one. */
function memberIn(views: readonly Resource[], name: string, member: string): readonly Value[] {
  return views.map((view) => {
    const set = setsOf(view)[name];
    if (set === undefined) return undefined;
    return set.members.get(member) ?? (set.complete || set.removed?.has(member) === true ? null : undefined);
  });
}

/** Where no answer told when something was made, the time of its event stands for it. */
function isSameTime(name: string, a: Value, b: Value): boolean {
  if (name !== 'createdAt' || typeof a !== 'string' || typeof b !== 'string') return false;
  return Math.abs(Date.parse(a) - Date.parse(b)) <= ROUNDING_MS;
}

/** A member's value that is not known is `true` in its place. */
function maySame(a: Value, b: Value): boolean {
  if (a === undefined || b === undefined) return true;
  if ((a === true && typeof b === 'string') || (b === true && typeof a === 'string')) return true;
  return normalForm(a) === normalForm(b);
}
