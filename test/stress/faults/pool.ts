import { Worker } from 'node:worker_threads';
import type { Job } from './worker.ts';

/** As much of a scenario as is known outside of the threads, which alone load what calls AWS. */
export interface Listed {
  readonly name: string;
  readonly isLong: boolean;
}

type Given<J = Job> = J extends Job ? Omit<J, 'id'> : never;
type Answer =
  | { readonly ready: readonly Listed[] }
  | { readonly unhandled: string }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly failed: string };

export interface Pool {
  readonly scenarios: readonly Listed[];
  /** Does a job on the thread that has the least to do. */
  run<T>(job: Given): Promise<T>;
  /** What nobody awaited. */
  readonly unhandled: string[];
  close(): Promise<void>;
}

/** Threads of their own: each has its environment, and notes the calls of its clients alone. */
export async function openPool(size: number): Promise<Pool> {
  const unhandled: string[] = [];
  const threads = await Promise.all(Array.from({ length: size }, () => openThread(unhandled)));
  return {
    unhandled,
    scenarios: threads[0]?.scenarios ?? [],
    run<T>(job: Given) {
      const [idlest] = threads.toSorted((one, other) => one.waiting.size - other.waiting.size);
      if (idlest === undefined) throw new Error('there is no thread');
      return idlest.run(job) as Promise<T>;
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

const MOST_MB = 400;

async function openThread(unhandled: string[]) {
  const worker = new Worker(new URL('worker.ts', import.meta.url), {
    env: { PATH: process.env.PATH ?? '' },
    stdout: true,
    stderr: true,
    // Without it garbage is left to lie until the machine's memory is used.
    resourceLimits: { maxOldGenerationSizeMb: MOST_MB },
  });
  worker.stdout.resume();
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let jobs = 0;
  const scenarios = await new Promise<readonly Listed[]>((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', (answer: Answer) => {
      if ('ready' in answer) return resolve(answer.ready);
      if ('unhandled' in answer) return void unhandled.push(answer.unhandled);
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('failed' in answer) asked?.reject(new Error(answer.failed));
      else asked?.resolve(answer.result);
    });
  });
  worker.on('error', (error) => {
    for (const { reject } of waiting.values()) reject(error as Error);
  });
  return {
    scenarios,
    waiting,
    run(job: Given): Promise<unknown> {
      jobs += 1;
      const id = jobs;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        worker.postMessage({ ...job, id });
      });
    },
    async close() {
      const isOver = new Promise((resolve) => worker.once('exit', resolve));
      worker.postMessage('end');
      const timer = setTimeout(() => void worker.terminate(), 10_000);
      await isOver;
      clearTimeout(timer);
    },
  };
}
