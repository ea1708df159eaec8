import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Item } from '@podguard/core';
import { useLocalStore } from 'podguard/local-store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bigWorld, shuffled } from '../support/big-world.ts';
import { itemsOf } from '../support/harness.ts';
import { expectSettled, inOrder } from '../support/settled.ts';

const KILLS = 20;
const CHANGES = 300;
const SAMPLE_KILLS = 10;

let directory: string;
let data: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'podguard-crash-'));
  data = join(directory, 'store');
});
afterEach(() => rm(directory, { recursive: true }));

// What they prove: wherever the process is killed, between edge and item, item and index, telling and clearing, the next
// one that reads the same input ends where an undisturbed one does, with everything told.
describe('a service that is killed at random moments and started again ends in the same state', () => {
  it('on generated changes, in another order each time', async () => {
    const changes = bigWorld(CHANGES, 3);
    const input = join(directory, 'changes.json');
    const run = () => start('../support/apply-file.ts', [data, input]);
    const seed = randomSeed();
    const seen: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      // Each life meets changes that are new to it.
      await writeFile(input, JSON.stringify(shuffled(changes, seed + kill)));
      const child = run();
      await once(child.stdout as NodeJS.ReadableStream, 'data');
      await killAfter(child, 5 + (((seed + kill) * 7919) % (20 * (kill + 1))));
      seen.push((await stored(data)).size);
    }
    // The kills fell among the writes: the first found less than the last.
    expect(seen[0]).toBeLessThan(seen.at(-1) as number);

    await finished(run());
    const { store, close } = await useLocalStore(data);
    await expectSettled(store, await inOrder(changes));
    await close();
  }, 240_000);

  it('on the sample day, with the real command', async () => {
    const run = (where: string) =>
      start('../../packages/cli/src/main.ts', ['start', '--once', '--store', where]);
    const began = performance.now();
    await finished(run(join(directory, 'undisturbed')));
    const duration = performance.now() - began;
    const seed = randomSeed();
    for (let kill = 0; kill < SAMPLE_KILLS; kill += 1)
      await killAfter(run(data), duration * (0.2 + (((seed + kill) * 7919) % 700) / 1000));

    await finished(run(data));
    const { store, close } = await useLocalStore(data);
    await expectSettled(store, await stored(join(directory, 'undisturbed')));
    await close();
  }, 240_000);
});

function start(program: string, args: readonly string[]): ChildProcess {
  const path = new URL(program, import.meta.url).pathname;
  return spawn(process.execPath, [path, ...args], { cwd: directory, stdio: ['ignore', 'pipe', 'ignore'] });
}

async function killAfter(child: ChildProcess, milliseconds: number): Promise<void> {
  child.stdout?.resume();
  const exited = once(child, 'exit');
  await wait(milliseconds);
  child.kill('SIGKILL');
  await exited;
}

async function finished(child: ChildProcess): Promise<void> {
  child.stdout?.resume();
  expect(await once(child, 'exit')).toEqual([0, null]);
}

async function stored(where: string): Promise<ReadonlyMap<string, Item>> {
  const { store, close } = await useLocalStore(where);
  const items = await itemsOf(store);
  await close();
  return items;
}

/** The moments are new each time; the seed tells which they were. */
function randomSeed(): number {
  const seed = Date.now() % 1_000_000;
  console.log(`seed ${seed}`);
  return seed;
}
