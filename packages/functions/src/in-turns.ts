/** Work by key: on one key one after another, in the order of calling; on different keys at most `parallel` at once. */
export interface Turns {
  run(keys: readonly string[], work: () => Promise<void>): Promise<void>;
}

export function createTurns(parallel: number): Turns {
  const last = new Map<string, Promise<void>>();
  const waiting: (() => void)[] = [];
  let free = parallel;

  const take = async (): Promise<void> => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
  };
  const give = (): void => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  const within = async (before: readonly Promise<void>[], work: () => Promise<void>): Promise<void> => {
    await Promise.allSettled(before);
    await take();
    try {
      await work();
    } finally {
      give();
    }
  };
  return {
    run(keys, work) {
      const mine = within(
        keys.flatMap((key) => last.get(key) ?? []),
        work,
      );
      for (const key of keys) last.set(key, mine);
      return mine;
    },
  };
}
