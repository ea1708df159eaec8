import type { SetMembers } from '@podguard/core';

/**
 * A role's tags by their keys in small letters: `Team` and `team` are the same tag of a role:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#case-sensitivity
 */
export function roleTags<T extends SetMembers | null | undefined>(tags: T): T {
  if (!tags) return tags;
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key.toLowerCase(), value])) as T;
}
