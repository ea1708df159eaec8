import { reasonOf, ServiceError } from '@podguard/core';
import { plain } from '@podguard/report';
import type { Terminal } from '../terminal.ts';

/** Writes what went wrong beside the requests; what says itself what it is without the place in the program. */
export function reporter(terminal: Terminal): (error: unknown) => void {
  return (error) => {
    for (const one of error instanceof AggregateError ? error.errors : [error]) {
      const text =
        one instanceof ServiceError || !(one instanceof Error) ? reasonOf(one) : (one.stack ?? one.message);
      terminal.stderr.write(`podguard: ${text.split('\n').map(plain).join('\n')}\n`);
    }
  };
}

export function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
