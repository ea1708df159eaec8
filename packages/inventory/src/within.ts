/** What the work gives, or a `TimeoutError` after so many milliseconds, or an `AbortError` when `stop` says so; then it is also told to stop. */
export async function within<T>(
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<T>,
  stop?: AbortSignal,
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let interrupt: (() => void) | undefined;
  const over = new Promise<never>((_, reject) => {
    const end = (name: string, message: string): void => {
      const error = new Error(message);
      error.name = name;
      reject(error);
      controller.abort(error);
    };
    timer = setTimeout(() => end('TimeoutError', `no answer within ${timeoutMs} ms`), timeoutMs);
    interrupt = () => end('AbortError', 'the run was interrupted');
    stop?.addEventListener('abort', interrupt, { once: true });
    if (stop?.aborted === true) interrupt();
  });
  try {
    if (controller.signal.aborted) return await over;
    return await Promise.race([work(controller.signal), over]);
  } finally {
    clearTimeout(timer);
    if (interrupt !== undefined) stop?.removeEventListener('abort', interrupt);
  }
}
