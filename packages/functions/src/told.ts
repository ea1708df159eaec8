const MOST = 10_000;

/** What this process told, by identity; of very much the newest. */
export function createTold() {
  const identities = new Set<string>();
  return {
    has: (identity: string | undefined): boolean => identity !== undefined && identities.has(identity),
    add(identity: string | undefined): void {
      if (identity === undefined) return;
      identities.add(identity);
      const [oldest] = identities;
      if (identities.size > MOST && oldest !== undefined) identities.delete(oldest);
    },
  };
}
