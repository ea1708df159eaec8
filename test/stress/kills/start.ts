import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Item } from '@podguard/core';
import { useLocalStore } from 'podguard/local-store';
import type { Random } from '../../../scripts/samples/random.ts';
import { itemsOf } from '../../support/harness.ts';
import { unsettled } from '../../support/unsettled.ts';
import { type Life, live, until } from './lives.ts';
import { count, fractionOf, type Killed, type Target } from './target.ts';

const MAIN = path.resolve(import.meta.dirname, '../../../packages/cli/src/main.ts');
/** A directory whose processes were killed so often is left to one that is not. */
const MOST_LIVES = 8;
/** One in so many is killed while it starts. */
const STARTING = 7;

/** `podguard start --once`: the sample day into a directory's store, by the real command. */
export async function killingStart(args: readonly string[] = []): Promise<Target> {
  const home = mkdtempSync(path.join(tmpdir(), 'podguard-kills-start-'));
  const calm = path.join(home, 'undisturbed');
  const { workedMs, status, stderr } = await start(calm);
  if (status !== 0) throw new Error(`start ended with ${status}: ${stderr}`);
  const expected = await stored(calm);
  let made = 0;

  async function start(store: string, killAfterMs?: number, isStarting = false): Promise<Life> {
    const endpoint = path.join(store, 'endpoint.json');
    return live({
      program: MAIN,
      args: ['start', '--once', '--no-color', '--store', store, ...args],
      options: { cwd: home },
      ...(isStarting ? {} : { begun: until((child) => isOwner(child, endpoint)) }),
      ...(killAfterMs === undefined ? {} : { killAfterMs }),
    });
  }

  async function run(random: Random, atMost: number): Promise<Killed> {
    made += 1;
    const store = path.join(home, `store-${made}`);
    const during = new Map<string, number>();
    const faults: string[] = [];
    let kills = 0;
    let missed = 0;
    let last: Life | undefined;
    for (let lives = 0; lives < Math.min(MOST_LIVES, atMost) && last?.isKilled !== false; lives += 1) {
      const isStarting = random.below(STARTING) === 0;
      last = await start(store, fractionOf(isStarting ? 700 : workedMs / 2, random), isStarting);
      if (last.isKilled) kills += 1;
      else missed += 1;
      if (last.isKilled) count(during, isStarting ? 'starting' : 'working');
    }
    if (last?.isKilled !== false) last = await start(store);
    if (last.status !== 0)
      faults.push(`start after ${kills} kills ended with ${last.status}: ${last.stderr}`);
    else faults.push(...(await judge(store)));
    rmSync(store, { recursive: true, force: true });
    return { kills, missed, during: Object.fromEntries(during), faults };
  }

  async function judge(store: string): Promise<readonly string[]> {
    const opened = await useLocalStore(store);
    try {
      const left = readdirSync(store).filter((name) => !['data', 'owner'].includes(name));
      const faults = left.map((name) => `${name} was left in the store's directory`);
      return [...(await unsettled(opened.store, expected)), ...faults];
    } finally {
      await opened.close();
    }
  }

  return {
    name: 'start',
    outcome:
      'the next start went on: the state of an undisturbed run, everything told, nothing left lying about',
    run,
    close: async () => rmSync(home, { recursive: true, force: true }),
  };
}

/** What one that was killed left there names another. */
function isOwner({ pid }: ChildProcess, endpoint: string): boolean {
  try {
    return JSON.parse(readFileSync(endpoint, 'utf8')).pid === pid;
  } catch {
    return false;
  }
}

async function stored(directory: string): Promise<ReadonlyMap<string, Item>> {
  const { store, close } = await useLocalStore(directory);
  const items = await itemsOf(store);
  await close();
  return items;
}
