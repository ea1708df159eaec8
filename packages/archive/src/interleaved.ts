interface Reading<R> {
  readonly iterator: AsyncIterator<R>;
  readonly result: IteratorResult<R>;
}

/** Reads several things at the same time, as many as each allows, and gives what comes as it comes. */
export async function* interleaved<T, R>(
  things: AsyncIterable<T>,
  atOnce: (thing: T) => number,
  read: (thing: T) => AsyncIterable<R>,
): AsyncGenerator<R> {
  const source = things[Symbol.asyncIterator]();
  const active = new Map<AsyncIterator<R>, Promise<Reading<R>>>();
  let waiting: { readonly thing: T } | undefined;
  let over = false;
  let current: AsyncIterator<R> | undefined;
  try {
    for (;;) {
      while (!over) {
        waiting ??= await following();
        if (waiting === undefined || active.size >= atOnce(waiting.thing)) break;
        step(read(waiting.thing)[Symbol.asyncIterator]());
        waiting = undefined;
      }
      if (active.size === 0) return;
      const { iterator, result } = await Promise.race(active.values());
      active.delete(iterator);
      if (result.done === true) continue;
      current = iterator;
      yield result.value;
      current = undefined;
      step(iterator);
    }
  } finally {
    await current?.return?.();
    // Not waited for: what is being read gives way only when its next bytes come.
    for (const iterator of active.keys()) iterator.return?.()?.catch(() => undefined);
    await source.return?.();
  }

  async function following(): Promise<{ readonly thing: T } | undefined> {
    const next = await source.next();
    if (next.done === true) over = true;
    return next.done === true ? undefined : { thing: next.value };
  }

  function step(iterator: AsyncIterator<R>): void {
    const pending = iterator.next().then((result) => ({ iterator, result }));
    // Of those that wait while another fails, nobody asks.
    pending.catch(() => undefined);
    active.set(iterator, pending);
  }
}
