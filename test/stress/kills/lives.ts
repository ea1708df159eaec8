import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

export interface Life {
  /** Who ended by itself was not killed: that counts as no kill. */
  readonly isKilled: boolean;
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** From the moment that its work began to its end. */
  readonly workedMs: number;
}

export interface LifeInput {
  readonly program: string;
  readonly args: readonly string[];
  readonly options?: Pick<SpawnOptions, 'cwd' | 'env'>;
  /** Resolves when its work begins; the moment counts from then. Absent: from its start. */
  readonly begun?: (child: ChildProcess) => Promise<unknown>;
  /** Absent: it is left alone. */
  readonly killAfterMs?: number;
}

/** Runs a program of Node's, and kills it so long after its work began. */
export async function live({ program, args, options, begun, killAfterMs }: LifeInput): Promise<Life> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...args], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stdout = collected(child.stdout);
  const stderr = collected(child.stderr);
  const exited = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  await begun?.(child);
  const start = performance.now();
  if (killAfterMs !== undefined) {
    await Promise.race([wait(killAfterMs), exited]);
    child.kill('SIGKILL');
  }
  const [status, signal] = await exited;
  return {
    isKilled: signal === 'SIGKILL',
    status,
    stdout: stdout(),
    stderr: stderr(),
    workedMs: performance.now() - start,
  };
}

/** Waits until it is so, or the process is over. */
export function until(isSo: (child: ChildProcess) => boolean): (child: ChildProcess) => Promise<void> {
  return async (child) => {
    while (!isSo(child) && !isOver(child)) await wait(2);
  };
}

function isOver({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function collected(stream: NodeJS.ReadableStream | null): () => string {
  const chunks: string[] = [];
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  return () => chunks.join('');
}
