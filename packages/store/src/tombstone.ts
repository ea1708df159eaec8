/** Longer than CloudTrail's LookupEvents reaches back. */
const TOMBSTONE_DAYS = 100;

/**
 * When a tombstone written now ends, in milliseconds since 1970. Counted from the write, not from the deletion: else a
 * replay of old records would write tombstones that count as absent at once, and a late record would raise the dead.
 */
export function tombstoneEnd(now: number): number {
  return now + TOMBSTONE_DAYS * 86_400_000;
}
