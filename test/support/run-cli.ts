import { PassThrough, Readable, Writable } from 'node:stream';
import type { Finding } from '@podguard/core';
import { run } from 'podguard';

export interface CliResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliInput {
  readonly stdin?: string | Uint8Array;
  /** A standard input that goes on. */
  readonly input?: Readable;
  readonly directory?: string;
  readonly signal?: AbortSignal;
  readonly tty?: boolean;
  /** Takes what is written instead of keeping it. */
  readonly stdout?: Writable;
  readonly stderr?: Writable;
}

/** Runs a command line in this process, on streams of its own. */
export async function runCli(args: readonly string[], input: CliInput = {}): Promise<CliResult> {
  const stdout = collector();
  const stderr = collector();
  const status = await run(args, {
    stdin:
      input.input ??
      (input.stdin === undefined ? new PassThrough().end() : Readable.from([Buffer.from(input.stdin)])),
    stdout: Object.assign(input.stdout ?? stdout.stream, { isTTY: input.tty === true }),
    stderr: input.stderr ?? stderr.stream,
    env: {},
    directory: input.directory ?? process.cwd(),
    signal: input.signal ?? new AbortController().signal,
  });
  return { status, stdout: stdout.text(), stderr: stderr.text() };
}

/** The findings that a command wrote as NDJSON. */
export function findingsIn(text: string): readonly Finding[] {
  return ndjsonIn<Finding>(text);
}

export function ndjsonIn<T>(text: string): readonly T[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
}

function collector() {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}
