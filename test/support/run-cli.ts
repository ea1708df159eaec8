import { PassThrough, Readable, Writable } from 'node:stream';
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
