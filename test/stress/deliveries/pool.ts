import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Round, RoundOptions } from './round.ts';

export interface Ran {
  readonly round: Round;
  readonly memory: number;
}

export interface RanAll {
  readonly ran: readonly Ran[];
  /** What is to be said of rounds that came to no end. */
  readonly faults: readonly string[];
}

const PROCESSES = 2;
/** What takes longer hangs: a round takes seconds. */
const MOST_MS = 10 * 60_000;
const HEAP_MB = 1024;

/** Runs the rounds in two processes, each its next one when it has ended its last. */
export async function runAll(
  rounds: readonly RoundOptions[],
  onRan: (ran: Ran, done: number) => void,
): Promise<RanAll> {
  const ran: Ran[] = [];
  const faults: string[] = [];
  const left = rounds.values();
  await Promise.all(
    Array.from({ length: Math.min(PROCESSES, rounds.length) }, async () => {
      let child = start();
      for (const options of left) {
        const one = await runIn(child, options);
        if (typeof one === 'string') {
          faults.push(`${JSON.stringify(options)}: ${one}`);
          child.kill('SIGKILL');
          child = start();
          continue;
        }
        ran.push(one);
        onRan(one, ran.length);
      }
      child.kill();
    }),
  );
  return { ran, faults };
}

function start(): ChildProcess {
  return fork(new URL('./worker.ts', import.meta.url), {
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

/** What came of it, or in words why nothing did. */
async function runIn(child: ChildProcess, options: RoundOptions): Promise<Ran | string> {
  const settled = new AbortController();
  const { signal } = settled;
  const timer = AbortSignal.any([signal, AbortSignal.timeout(MOST_MS)]);
  try {
    const answer = once(child, 'message', { signal }) as Promise<[Ran]>;
    const exit = once(child, 'exit', { signal });
    const tooLong = once(timer, 'abort', { signal });
    for (const one of [answer, exit, tooLong]) one.catch(() => {});
    child.send(options);
    return await Promise.race([
      answer.then(([ran]) => ran),
      exit.then(([code, by]) => `the process ended by itself (${code ?? by})`),
      tooLong.then(() => `it had not ended after ${MOST_MS / 60_000} minutes`),
    ]);
  } catch (error) {
    return String(error);
  } finally {
    settled.abort();
  }
}
