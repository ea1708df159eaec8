export interface Repeating {
  /** Begins nothing more; resolves when what is under way has ended. */
  stop(): Promise<void>;
}

/** Does something now, and again so long after each time that it has ended; it may not fail. */
export function repeat(work: () => Promise<void>, everyMs: number): Repeating {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const turn = async (): Promise<void> => {
    await work();
    if (!stopped) timer = setTimeout(start, everyMs).unref();
  };
  let running = Promise.resolve();
  const start = (): void => {
    running = turn();
  };
  start();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      return running;
    },
  };
}
