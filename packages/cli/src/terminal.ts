import type { Readable, Writable } from 'node:stream';

/** The world outside, as the commands see it. */
export interface Terminal {
  readonly stdin: Readable;
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** What a script can rely on; see docs/cli.md. */
export const EXIT = { clean: 0, findings: 1, unusable: 2, partly: 3, interrupted: 130 } as const;

/** Waits until the text is taken, so that a slow reader loses nothing. */
export function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
