import type { Remediation } from '@podguard/core';
import type { RemediateDeps, Remediating } from '@podguard/remediate';
import type { Options, World } from './engine-world.ts';

/** A process that works on remediations, and stands still before each of its calls until it is let on. */
export interface Worker {
  readonly name: string;
  /** What it is about, and when it began. */
  readonly began: number;
  readonly isForced: boolean;
  isDone: boolean;
  error: unknown;
  /** Its calls that wait to be let on. */
  readonly waiting: (() => void)[];
  /** What the account said when it read last, by key. */
  readonly read: Map<string, Options | undefined>;
}

export interface Watching {
  /** Before a call of AWS is made. */
  onPerform(worker: Worker, id: string, key: string): Promise<void>;
  /** Before a remediation is written. */
  onSave(worker: Worker, one: Remediation): void;
}

export function startWorker(
  world: World,
  {
    name,
    isForced = false,
    serial,
  }: { readonly name: string; readonly isForced?: boolean; readonly serial: number },
  work: (use: Remediating) => Promise<unknown>,
  watching: Watching,
): Worker {
  const worker: Worker = {
    ...{ name, isForced, began: serial },
    ...{ isDone: false, error: null, waiting: [], read: new Map() },
  };
  const gated =
    <A extends readonly unknown[], T>(call: (...asked: A) => Promise<T>) =>
    async (...asked: A): Promise<T> => {
      await new Promise<void>((resolve) => {
        worker.waiting.push(resolve);
      });
      return call(...asked);
    };
  const plain = world.deps();
  const { remediations, state } = plain;
  const deps: RemediateDeps = {
    ...plain,
    engine: { apply: gated(plain.engine.apply) },
    remediations: {
      ...remediations,
      loadRemediation: gated(remediations.loadRemediation),
      saveRemediation: gated(async (one) => {
        const outcome = await remediations.saveRemediation(one);
        if (outcome === 'written') watching.onSave(worker, one);
        return outcome;
      }),
      listRemediations: gated(remediations.listRemediations),
    },
    state: { ...state, replaceMark: gated(state.replaceMark), saveMark: gated(state.saveMark) },
    read: gated(async (key) => {
      worker.read.set(key, world.account.get(key));
      return plain.read(key);
    }),
    // It stands still after the call: no process can be sure of the time between its look at the clock and its call.
    async perform(step, id) {
      await watching.onPerform(worker, id, String(step.input.InstanceId));
      const answer = await plain.perform(step, id);
      return gated(async () => answer)();
    },
    tell: gated(async (one) => plain.tell?.(one)),
    pause: gated(plain.pause),
  };
  work(world.use(deps)).then(
    () => {
      worker.isDone = true;
    },
    (error: unknown) => {
      worker.isDone = true;
      worker.error = error;
    },
  );
  return worker;
}

/** Lets it make its next call, and waits until it stands before the one after. */
export async function stepOn(worker: Worker): Promise<void> {
  await settle(worker);
  worker.waiting.shift()?.();
  await settle(worker);
}

async function settle(worker: Worker): Promise<void> {
  while (!worker.isDone && worker.waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
}

export async function runOut(worker: Worker): Promise<void> {
  while (!worker.isDone) await stepOn(worker);
}
