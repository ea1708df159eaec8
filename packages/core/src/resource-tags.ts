import { matchesGlob } from './glob.ts';
import type { History } from './item.ts';
import type { Kind } from './kinds.ts';
import { presentViews } from './posture/present-views.ts';
import type { SetState } from './resource.ts';

/** Those that the resource is known to have, by key. */
export type Tags = ReadonlyMap<string, string>;

/** What a resource has whatever its tied values are; none of a kind whose tags are not kept. */
export function presentTags(history: History): Tags {
  const [first, ...others] = presentViews(history).map(({ sets }) => membersOf(sets));
  const common = [...(first ?? [])].filter(([key, value]) => others.every((tags) => tags.get(key) === value));
  return new Map(common);
}

/** The value of a tag; the keys of a role's are kept in small letters, as IAM compares them. */
export function tagValue(tags: Tags, kind: Kind, key: string): string | undefined {
  return tags.get(kind === 'iam-role' ? key.toLowerCase() : key);
}

/** Whether it has the tag with such a value; `*` stands for any letters. */
export function hasTag(tags: Tags, kind: Kind, key: string, value: string): boolean {
  const present = tagValue(tags, kind, key);
  return present !== undefined && matchesGlob(value, present);
}

function membersOf(sets: { readonly tags?: SetState }): Tags {
  const members = [...(sets.tags?.members ?? [])];
  return new Map(members.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])));
}
