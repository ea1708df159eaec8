import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openLocalStore } from 'podguard/local-store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const AS_NOBODY = new URL('../support/as-nobody.ts', import.meta.url).pathname;
let home: string;
let directory: string;

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'podguard-rights-'));
  directory = path.join(home, 'store');
  await (await openLocalStore({ directory })).close();
});
afterAll(() => {
  for (const place of [home, directory]) chmodSync(place, 0o700);
  rmSync(home, { recursive: true });
});

describe.each<[what: string, close: () => void]>([
  ['that may not be entered', () => close(directory)],
  ['above which nothing may be entered', () => close(home)],
])('a store %s', (_, shut) => {
  it.for([
    ['report'],
    ['exempt', 'list'],
    ['drift', '--export-approved', '-'],
    ['start', '--once', '--no-sample'],
  ])('is told to %j as one without the right to it, and not as a missing one', (command) => {
    for (const place of [home, directory]) chmodSync(place, 0o755);
    shut();
    const { status, stderr } = spawnSync(process.execPath, [AS_NOBODY, ...command, '--store', directory], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `podguard: ${directory}: permission denied; give your user the right to it, run it as a user who has it, or name another directory with --store\n`,
    });
  });
});

function close(place: string): void {
  chmodSync(place, 0o000);
}
