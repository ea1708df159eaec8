import { matchesGlob, ServiceError } from '@podguard/core';

/** Whether a resource is one that was asked for, by its key and kind. */
export function isChosen(
  { key, kind }: { readonly key: string; readonly kind: string },
  globs: readonly string[],
  kinds: readonly string[] | undefined,
): boolean {
  return (kinds?.includes(kind) ?? true) && globs.some((glob) => matchesGlob(glob, key));
}

/** Whether a resource is named whole, and not by a part of its key. */
export function isNamed(key: string, globs: readonly string[]): boolean {
  return globs.includes(key);
}

/** A pattern that fits nothing is a mistake. */
export function refuseUnmatched(globs: readonly string[], keys: readonly string[], way: string): void {
  const unmatched = globs.filter((glob) => !keys.some((key) => matchesGlob(glob, key)));
  if (unmatched.length === 0) return;
  throw new ServiceError('usage', `${unmatched.join(', ')}: ${way}`);
}
