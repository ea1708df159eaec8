import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useLocalStore } from 'podguard/local-store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { itemOf } from '../store/arbitrary-item.ts';

const OWNER = new URL('../support/own-store.ts', import.meta.url).pathname;
let home: string;
let directory: string;
let owner: ChildProcess;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'podguard-copies-'));
  directory = join(home, 'store');
  owner = spawn(process.execPath, [OWNER, directory, 'stay'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(owner.stdout as NodeJS.ReadableStream, 'data');
  await save(directory, 'before');
});
afterEach(async () => {
  const exited = once(owner, 'exit');
  owner.kill('SIGKILL');
  await exited;
  await rm(home, { recursive: true });
});

it('a copy that is made while its owner runs is a store of its own', async () => {
  const copy = join(home, 'copy');
  await cp(directory, copy, { recursive: true });
  await save(copy, 'copied');
  await save(directory, 'kept');
  expect(await keysOf(copy)).toEqual(['before', 'copied']);
  expect(await keysOf(directory)).toEqual(['before', 'kept']);
  expect(existsSync(join(copy, 'endpoint.json'))).toBe(false);
  expect(existsSync(join(directory, 'endpoint.json'))).toBe(true);
});

it('a directory that is filled again from a copy is not that of the owner before', async () => {
  const copy = join(home, 'copy');
  await cp(directory, copy, { recursive: true });
  await save(directory, 'lost');
  for (const name of await readdir(directory)) await rm(join(directory, name), { recursive: true });
  await cp(copy, directory, { recursive: true });
  expect(await keysOf(directory)).toEqual(['before']);
});

it('a directory that is moved is still that of its owner', async () => {
  const moved = join(home, 'moved');
  await rename(directory, moved);
  expect(await keysOf(moved)).toEqual(['before']);
  const { pid } = JSON.parse(await readFile(join(moved, 'endpoint.json'), 'utf8'));
  expect(pid).toBe(owner.pid);
});

it('an owner of a version that does not say for which directory it answers is named, and not asked', async () => {
  const { directory: _, ...older } = JSON.parse(await readFile(join(directory, 'endpoint.json'), 'utf8'));
  await writeFile(join(directory, 'endpoint.json'), JSON.stringify(older));
  await expect(useLocalStore(directory)).rejects.toMatchObject({
    code: 'store-in-use',
    message: expect.stringContaining(`is in use by process ${owner.pid}: stop it`),
  });
  const copy = join(home, 'copy');
  await cp(directory, copy, { recursive: true });
  await save(copy, 'copied');
  expect(await keysOf(copy)).toEqual(['before', 'copied']);
  expect(existsSync(join(directory, 'endpoint.json'))).toBe(true);
});

it('an endpoint alone is that of nobody', async () => {
  const alone = join(home, 'alone');
  await mkdir(alone);
  await cp(join(directory, 'endpoint.json'), join(alone, 'endpoint.json'));
  expect(await keysOf(alone)).toEqual([]);
});

async function save(place: string, key: string): Promise<void> {
  const { store, close } = await useLocalStore(place);
  expect(await store.save(itemOf(key))).toBe('written');
  await close();
}

async function keysOf(place: string): Promise<readonly string[]> {
  const { store, close } = await useLocalStore(place);
  const items = await Array.fromAsync(store.listItems());
  await close();
  return items.map(({ key }) => key).toSorted();
}
