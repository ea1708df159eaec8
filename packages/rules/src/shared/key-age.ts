import type { Resource } from '@podguard/core';

const DAY = 86_400_000;

/** Whole days between two times, ISO 8601; undefined where one is not known or is no time. */
export function daysBetween(
  from: string | null | undefined,
  to: string | null | undefined,
): number | undefined {
  const days = Math.floor((Date.parse(to ?? '') - Date.parse(from ?? '')) / DAY);
  return Number.isFinite(days) ? days : undefined;
}

/** When a key was last used, by the account's word or as it was seen; null where it never was, as far as is known. */
export function lastUseOf({ state, activity }: Resource<'access-key'>): string | null | undefined {
  const seen = Object.values(activity).map(({ last }) => last.stamp.time);
  const told = typeof state.lastUsedAt === 'string' ? [state.lastUsedAt] : [];
  const [newest] = [...seen, ...told].sort((a, b) => Date.parse(b) - Date.parse(a));
  return newest ?? state.lastUsedAt;
}
