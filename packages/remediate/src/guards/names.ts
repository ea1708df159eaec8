import {
  matchesGlob,
  partitionOf,
  type Resource,
  type SetState,
  userKey,
  userKeyFromArn,
} from '@podguard/core';
import type { GuardInput } from '../guard.ts';

export function matches(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => matchesGlob(pattern, text));
}

/** Keys leave paths out, which people may write. */
export function namesOfTarget({ plan, target }: GuardInput): readonly string[] {
  return [plan.target.key, ...arnsIn(target)];
}

/** Its ARN, as far as it is known. */
export function arnsIn(resource: Resource | undefined): readonly string[] {
  const { arn } = (resource?.state ?? {}) as { readonly arn?: unknown };
  return typeof arn === 'string' ? [arn] : [];
}

/** Whose access key it is: ids of keys are AWS's choice, so that nobody could name them beforehand. */
export function userOf({ plan, target }: GuardInput): string | undefined {
  if (plan.target.kind !== 'access-key') return undefined;
  const { userName } = (target as Resource<'access-key'> | undefined)?.state ?? {};
  const { region, account } = plan.target;
  return typeof userName === 'string' ? userKey(partitionOf(region), account, userName) : undefined;
}

/** As patterns of users' keys. */
export function ofUsers(patterns: readonly string[]): readonly string[] {
  return patterns.map((pattern) => userKeyFromArn(pattern) ?? pattern);
}

/** A tag's value; undefined where it has none. IAM compares the keys of a role's tags in small letters. */
export function tagOf(tags: SetState | undefined, kind: Resource['kind'], key: string): unknown {
  return tags?.members.get(kind === 'iam-role' ? key.toLowerCase() : key);
}

export function tagsIn(view: Resource | undefined): SetState | undefined {
  return (view?.sets as { readonly tags?: SetState } | undefined)?.tags;
}
