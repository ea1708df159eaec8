import type { JsonValue, Kind, Resource, SetState } from '@podguard/core';
import type { RuleCase } from '../../test/support/describe-rule.ts';
import { resourceOf } from '../../test/support/states.ts';

type Json = { readonly [key: string]: JsonValue };

const TEXT_SHOWN = 200;
const LISTED = 12;

/** What a case tells, and nothing else, as a person reads it: documents unfolded, what is long cut short. */
export function pictureOf(input: RuleCase<Kind>): Json {
  const { state, sets, some, before, uses, bornAt, goneAt, gone, related, config } = input;
  return drop({
    ...fields(state ?? {}),
    ...members(sets ?? {}),
    ...members(some ?? {}, ' (and perhaps others)'),
    before: before?.map(fields),
    uses,
    'made at': bornAt,
    'deleted at': goneAt,
    deleted: gone,
    related: related && nothingIfEmpty(drop(mapped(related, around))),
    config,
  });
}

function fields(state: object): Json {
  return drop(mapped(state, shown));
}

function members(sets: object, addition = ''): Json {
  const named = Object.entries(sets).map(([name, set]) => [`${name}${addition}`, set] as const);
  return drop(
    mapped(Object.fromEntries(named), (set) =>
      set === null || set === undefined ? undefined : listed(Object.entries(set)),
    ),
  );
}

/** Of members that tell nothing more their names. */
function listed(set: readonly (readonly [string, unknown])[]): JsonValue {
  return set.every(([, value]) => value === true)
    ? shown(set.map(([name]) => name))
    : Object.fromEntries(set.map(([name, value]) => [name, shown(value)]));
}

function around(value: unknown): JsonValue | undefined {
  if (Array.isArray(value))
    return value.length === 0 ? undefined : shown(value.map((one) => around(one) ?? {}));
  return isResource(value) ? resource(value) : shown(value);
}

function resource({ kind, key, present, state, sets, former }: Resource): Json {
  const known = Object.entries(sets as Readonly<Record<string, SetState>>).filter(
    ([, set]) => set.complete || set.members.size > 0,
  );
  return drop({
    key: key === resourceOf(kind, {}).key ? undefined : key,
    deleted: present ? undefined : true,
    ...fields(state),
    ...Object.fromEntries(known.map(([name, set]) => [name, listed([...set.members])])),
    before: nothingIfEmpty(drop(mapped(former, formerly))),
  });
}

function formerly(values: unknown): JsonValue | undefined {
  const told = (values as readonly { readonly value: unknown }[]).map(({ value }) => value);
  return told.length === 0 ? undefined : shown(told);
}

function isResource(value: unknown): value is Resource {
  return typeof value === 'object' && value !== null && 'sets' in value;
}

function shown(value: unknown): JsonValue {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) {
    const some = value.slice(0, value.length > LISTED ? 2 : LISTED).map(shown);
    return value.length > LISTED ? [...some, `… and ${value.length - 2} more`] : some;
  }
  if (typeof value === 'object' && value !== null) return drop(mapped(value, shown));
  return value as JsonValue;
}

function text(value: string): JsonValue {
  const document = value.startsWith('{') ? parsed(value) : undefined;
  if (document !== undefined) return shown(document);
  return value.length > TEXT_SHOWN ? `${value.slice(0, 80)}… (${value.length} characters)` : value;
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function mapped(from: object, to: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(from).map(([name, value]) => [name, to(value)]));
}

function drop(from: Record<string, unknown>): Json {
  return Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined)) as Json;
}

function nothingIfEmpty(from: Json): Json | undefined {
  return Object.keys(from).length === 0 ? undefined : from;
}
