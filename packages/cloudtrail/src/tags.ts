import type { JsonObject, SetMembers } from '@podguard/core';
import { list, type Place, places, text, texts, within } from './parameters.ts';

/** A list of tags as members of a set: `null` where there is no list, `undefined` where one of its tags cannot be read. */
export function tagMembers(place: Place, ...names: readonly string[]): SetMembers | null | undefined {
  const written = list(place, ...names);
  if (!written) return written;
  const tags = places(place, ...names).map((tag) => [text(tag, 'key'), text(tag, 'value')] as const);
  if (tags.length < written.length || tags.some(([key, value]) => !key || value === undefined))
    return undefined;
  return Object.fromEntries(tags.map(([key, value]) => [key, value ?? '']));
}

/** AWS's own are not counted in its limit of 50: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const MAX_TAGS = 100;
const MAX_KEY = 128;
const MAX_VALUE = 256;

/** Tags as they are kept, from a list or from an object of values by keys; beyond what AWS allows they cannot be read. */
export function keptTags(place: Place, name: string): SetMembers | null | undefined {
  const values = within(place, name);
  const tags = values ? taggedWith(values) : tagMembers(place, name);
  if (!tags) return tags;
  const all = Object.entries(tags);
  const bounded = all.every(([key, value]) => key.length <= MAX_KEY && String(value).length <= MAX_VALUE);
  return bounded && all.length <= MAX_TAGS ? tags : undefined;
}

/** The members that are gone; `undefined` where their keys are not told. */
export function removedTags(place: Place, name: string): SetMembers | undefined {
  const keys = texts(place, name);
  return keys && keys.length > 0 && keys.length <= MAX_TAGS && keys.every((key) => key.length <= MAX_KEY)
    ? Object.fromEntries(keys.map((key) => [key, null]))
    : undefined;
}

function taggedWith(values: JsonObject): SetMembers | undefined {
  const tags = Object.keys(values).map((key) => [key, text(values, key)] as const);
  return tags.some(([, value]) => value === undefined)
    ? undefined
    : Object.fromEntries(tags.map(([key, value]) => [key, value ?? '']));
}
