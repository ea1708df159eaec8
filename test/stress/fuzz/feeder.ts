import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Slice, SliceDone } from './worker.ts';

/** No input may take longer, and none more memory: a function has both, and an operator no more patience. */
const LIMITS = {
  longestMs: 20_000,
  memoryMb: 512,
  targets: new URL('targets/targets.ts', import.meta.url).href,
};
/** Its seeds are read before the first input. */
const OPENING_MS = 120_000;
const LOOK_MS = 250;

export interface Feeder {
  /** Feeds a slice. Whatever hangs or takes all memory is a fault, and the rest goes on after it in a new process. */
  feed(slice: Slice): Promise<SliceDone>;
  close(): Promise<void>;
}

/** Feeds in a process that can be killed. */
export function createFeeder(seed: number, { longestMs, memoryMb, targets } = LIMITS): Feeder {
  const directory = mkdtempSync(join(tmpdir(), 'podguard-fuzz-'));
  const place = join(directory, 'at');
  let open: ChildProcess | undefined;

  async function start(): Promise<ChildProcess> {
    setAt(-1);
    const child = fork(fileURLToPath(new URL('worker.ts', import.meta.url)), [String(seed), targets, place], {
      execArgv: [`--max-old-space-size=${memoryMb}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    await messageOf(child);
    return child;
  }

  function setAt(index: number): void {
    writeFileSync(place, Buffer.from(Int32Array.of(index).buffer));
  }

  function at(): number {
    return readFileSync(place).readInt32LE(0);
  }

  async function stop(): Promise<void> {
    const child = open;
    open = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
    await promise;
  }

  async function feedPart(
    slice: Slice,
  ): Promise<SliceDone | { readonly stoppedAt: number; readonly isHang: boolean; readonly what: string }> {
    open ??= await start();
    setAt(slice.from - 1);
    const hang = Promise.withResolvers<'hang'>();
    let [last, since] = [slice.from - 1, performance.now()];
    const timer = setInterval(() => {
      const now = at();
      if (now !== last) [last, since] = [now, performance.now()];
      else if (performance.now() - since > (now < slice.from ? OPENING_MS : longestMs)) hang.resolve('hang');
    }, LOOK_MS);
    try {
      const done = messageOf(open);
      open.send(slice);
      const came = await Promise.race([done, hang.promise]);
      if (came !== 'hang') return came as SliceDone;
      done.catch(() => {});
      return { stoppedAt: at(), isHang: true, what: `it took longer than ${longestMs / 1000} seconds` };
    } catch (error) {
      return {
        stoppedAt: at(),
        isHang: false,
        what: `it ended the process (of ${memoryMb} MB): ${String(error).slice(0, 200)}`,
      };
    } finally {
      clearInterval(timer);
    }
  }

  return {
    async feed(slice) {
      const faults: SliceDone['faults'][number][] = [];
      const began = performance.now();
      for (let from = slice.from; from < slice.to; ) {
        const part = await feedPart({ ...slice, from });
        if ('faults' in part)
          return { ...part, faults: [...faults, ...part.faults], millis: performance.now() - began };
        await stop();
        const { stoppedAt, isHang, what } = part;
        // A machine that stood still is no fault of the input that was fed then.
        const again =
          isHang && stoppedAt >= from
            ? await feedPart({ ...slice, from: stoppedAt, to: stoppedAt + 1 })
            : undefined;
        if (again === undefined || !('faults' in again)) {
          await stop();
          faults.push({ index: stoppedAt, what });
        } else faults.push(...again.faults);
        from = Math.max(from, stoppedAt) + 1;
      }
      return { faults, longest: longestMs, longestAt: slice.from, millis: performance.now() - began };
    },
    async close() {
      await stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Its next message; rejects where it ends before. */
function messageOf(child: ChildProcess): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const ended = (code: number | null, signal: string | null) =>
    reject(new Error(`it ended with ${code ?? signal}`));
  child.once('message', resolve).once('error', reject).once('exit', ended);
  return promise.finally(() => child.off('message', resolve).off('error', reject).off('exit', ended));
}
