import { plain } from '@podguard/report';
import type { Terminal } from '../terminal.ts';

/** Writes what went wrong beside the requests. */
export function reporter(terminal: Terminal): (error: unknown) => void {
  return (error) => {
    for (const one of error instanceof AggregateError ? error.errors : [error]) {
      const text = one instanceof Error ? (one.stack ?? one.message) : String(one);
      terminal.stderr.write(`podguard: ${text.split('\n').map(plain).join('\n')}\n`);
    }
  };
}

export function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
