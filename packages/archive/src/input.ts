/** Bytes to look at before they are taken. */
export interface Input {
  /** What is there: at least `size` bytes, fewer only where the source ends. */
  peek(size: number): Promise<Buffer>;
  skip(size: number): void;
  close(): void;
}

export function createInput(source: AsyncIterable<Buffer>): Input {
  const iterator = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  let ended = false;
  return {
    async peek(size) {
      while (held.length < size && !ended) {
        const next = await iterator.next();
        if (next.done === true) ended = true;
        else held = held.length === 0 ? next.value : Buffer.concat([held, next.value]);
      }
      return held;
    },
    skip(size) {
      held = held.subarray(size);
    },
    close() {
      // Not waited for: a source that is being read gives way only when its next bytes come.
      iterator.return?.().catch(() => undefined);
    },
  };
}
