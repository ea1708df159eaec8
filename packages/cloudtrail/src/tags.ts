import type { SetMembers } from '@podguard/core';
import { list, type Place, places, text } from './parameters.ts';

/** A list of tags as members of a set: `null` where there is no list, `undefined` where one of its tags cannot be read. */
export function tagMembers(place: Place, ...names: readonly string[]): SetMembers | null | undefined {
  const written = list(place, ...names);
  if (!written) return written;
  const tags = places(place, ...names).map((tag) => [text(tag, 'key'), text(tag, 'value')] as const);
  if (tags.length < written.length || tags.some(([key, value]) => !key || value === undefined))
    return undefined;
  return Object.fromEntries(tags.map(([key, value]) => [key, value ?? '']));
}
