const turns = new WeakMap<object, Map<string, Promise<unknown>>>();

/** Runs work on a key of a store when earlier work on it, in this process, has ended, however it ended. */
export async function inTurn<T>(store: object, key: string, work: () => Promise<T>): Promise<T> {
  const running = turns.get(store) ?? new Map<string, Promise<unknown>>();
  turns.set(store, running);
  const before = running.get(key) ?? Promise.resolve();
  const mine = before.then(work, work);
  running.set(key, mine);
  try {
    return await mine;
  } finally {
    if (running.get(key) === mine) running.delete(key);
  }
}
