import type { Readable, Writable } from 'node:stream';
import { ServiceError } from '@podguard/core';

/** The world outside, as the commands see it. */
export interface Terminal {
  readonly stdin: Readable;
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** How many characters a line has; undefined where nobody says: a terminal without a size has 0. */
export function widthOf({ stdout: { columns = 0 } }: Pick<Terminal, 'stdout'>): number | undefined {
  return columns > 0 ? columns : undefined;
}

/** What a script can rely on; see docs/cli.md. */
export const EXIT = { clean: 0, findings: 1, unusable: 2, partly: 3, interrupted: 130 } as const;

/** Writes results and waits until they are taken. A reader that wants no more (`| head`) is no failure: false. */
export async function write(stream: Writable, text: string): Promise<boolean> {
  const error = await take(stream, text);
  if (error !== undefined && !hasGone(error)) throw unwritable('standard output', error);
  return error === undefined;
}

/** Writes what is no result and waits until it is taken; where nobody takes it, the work goes on. */
export async function tell(stream: Writable, text: string): Promise<void> {
  await take(stream, text);
}

export function unwritable(place: string, cause: unknown): ServiceError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ServiceError(
    'output-unwritable',
    `${place}: ${reason}; name a file you may write, with --output, on a disk that has room`,
    { cause },
  );
}

function take(stream: Writable, text: string): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    stream.write(text, (error) => resolve(error ?? undefined));
  });
}

function hasGone({ code }: NodeJS.ErrnoException): boolean {
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED';
}
