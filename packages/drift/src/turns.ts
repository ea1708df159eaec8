/** Creates what lets so many of one name work at once; the others wait in the order in which they came. */
export function createTurns(most: number): <T>(name: string, work: () => Promise<T>) => Promise<T> {
  const busy = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();
  return async (name, work) => {
    const queue = waiting.get(name) ?? [];
    waiting.set(name, queue);
    const now = busy.get(name) ?? 0;
    if (now >= most) await new Promise<void>((resolve) => queue.push(resolve));
    else busy.set(name, now + 1);
    try {
      return await work();
    } finally {
      const next = queue.shift();
      // Whoever waited has the turn of the one that ended.
      if (next === undefined) busy.set(name, (busy.get(name) ?? 1) - 1);
      else next();
    }
  };
}
