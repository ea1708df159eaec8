import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { useLocalStore } from 'podguard/local-store';
import { itemsOf } from '../../support/harness.ts';
import { unsettled } from '../../support/unsettled.ts';
import { live } from '../kills/lives.ts';
import type { StressFigure, StressOptions } from '../stress.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const MAIN = path.join(ROOT, 'packages/cli/src/main.ts');
const CLOCK = path.join(ROOT, 'test/support/moved-clock.ts');
const HOUR_MS = 3_600_000;
/** By how many hours, and how long after the process began. */
const JUMPS = [
  [24, 900],
  [24, 1_800],
  [-1, 900],
  [-1, 1_800],
] as const;

/** `podguard start`, whose clock jumps while it replays the sample day; after it another, by the right clock. */
export async function moveStartsClock({ scale, log }: StressOptions): Promise<readonly StressFigure[]> {
  if (scale < 0.1) return [];
  const home = mkdtempSync(path.join(tmpdir(), 'podguard-clock-'));
  const start = (store: string, env: NodeJS.ProcessEnv = {}) =>
    live({
      program: '--import',
      args: [CLOCK, MAIN, 'start', '--once', '--no-color', '--store', store],
      options: { cwd: home, env: { PATH: process.env.PATH, ...env } },
    });
  const faults: string[] = [];
  try {
    await start(path.join(home, 'steady'));
    const steady = await useLocalStore(path.join(home, 'steady'));
    const expected = await itemsOf(steady.store);
    await steady.close();
    for (const [hours, afterMs] of JUMPS) {
      const name = `start, ${hours} hours after ${afterMs} ms`;
      const store = path.join(home, `moved-${hours}-${afterMs}`);
      const env = { CLOCK_JUMP_MS: String(hours * HOUR_MS), CLOCK_JUMP_AFTER_MS: String(afterMs) };
      for (const { status, stderr } of [await start(store, env), await start(store)])
        if (status !== 0) faults.push(`${name}: ended with ${status}: ${stderr}`);
      const { store: opened, close } = await useLocalStore(store);
      faults.push(...(await unsettled(opened, expected)).map((fault) => `${name}: ${fault}`));
      const ids = (await opened.listTransitions(1_000_000)).map(({ id }) => id);
      if (new Set(ids).size < ids.length) faults.push(`${name}: something was told twice`);
      await close();
      log(`files: ${name}, ${faults.length} faults`);
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  return [
    {
      name: 'a clock that jumps during start',
      done: `${JUMPS.length} starts whose clock jumped by a day forwards or by an hour backwards, and one after each by the right clock`,
      outcome:
        faults.length > 0 ? `${faults.length} faults` : 'the state of a steady clock, nothing told twice',
      faults,
    },
  ];
}
