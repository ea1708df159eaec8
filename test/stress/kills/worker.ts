import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A child process that does one thing after the other, until it is killed in the middle of one. */
export interface Worker {
  /** From now on; what is asked of it then has no answer. */
  killAfter(ms: number): void;
  /** Undefined: it was killed before it answered. */
  ask<T>(message: object): Promise<T | undefined>;
  close(): Promise<void>;
}

/** Starts it, and waits until it says that it is ready; `serve` answers what it asks meanwhile. */
export async function startWorker(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  serve: (message: never) => Promise<unknown> = async () => undefined,
): Promise<Worker> {
  const child = fork(program, args, {
    env,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const stderr: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk.toString()));
  const exited = once(child, 'exit');
  const [first] = await Promise.race([once(child, 'message'), exited]);
  if (first !== 'ready') throw new Error(`${program} ended before it began: ${stderr.join('').slice(-2000)}`);
  let timer: NodeJS.Timeout | undefined;
  return {
    killAfter(ms) {
      timer = setTimeout(() => child.kill('SIGKILL'), ms);
    },
    async ask<T>(message: object) {
      if (isOver(child)) return undefined;
      child.send(message, () => {});
      for (;;) {
        const [answer] = (await Promise.race([once(child, 'message'), exited])) as [unknown];
        if (isOver(child) || answer === null || typeof answer !== 'object') {
          if (child.exitCode !== null)
            throw new Error(`${program} ended by itself: ${stderr.join('').slice(-2000)}`);
          return undefined;
        }
        if (!('asks' in answer)) return answer as T;
        const given = await serve(answer.asks as never);
        if (!isOver(child)) child.send({ answered: given ?? null }, () => {});
      }
    },
    async close() {
      clearTimeout(timer);
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function isOver({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
