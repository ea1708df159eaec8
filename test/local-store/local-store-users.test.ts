import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLocalStore, openStore, useLocalStore } from 'podguard/local-store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { itemOf } from '../store/arbitrary-item.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'podguard-store-'));
});
afterEach(() => rm(directory, { recursive: true }));

const endpointFile = () => join(directory, 'endpoint.json');

describe('a user of a directory', () => {
  it('asks the owner', async () => {
    const local = await openLocalStore({ directory });
    await local.store.save(itemOf('a'));
    const user = await useLocalStore(directory);
    expect(await user.store.load('a')).toEqual(itemOf('a'));
    expect(await user.store.save(itemOf('a', { version: 2 }))).toBe('written');
    await user.close();
    expect(await local.store.load('a')).toMatchObject({ version: 2 });
    await local.close();
  });

  it('is the owner for a while where there is none, and sends nobody to an address that is gone in a moment', async () => {
    await (await openLocalStore({ directory })).close();
    const user = await openStore(directory);
    expect(existsSync(endpointFile())).toBe(false);
    await expect(openLocalStore({ directory })).rejects.toMatchObject({
      code: 'store-in-use',
      retryable: true,
    });
    await user.close();
  });

  it('makes an owner that starts wait, and others who read', async () => {
    await (await openLocalStore({ directory })).close();
    const user = await openStore(directory);
    const others = [openStore(directory), openStore(directory)].map(async (opening) => {
      const { store, close } = await opening;
      const found = await store.load('a');
      await close();
      return found;
    });
    await user.store.save(itemOf('a'));
    await user.close();
    expect(await Promise.all(others)).toEqual([itemOf('a'), itemOf('a')]);
    const last = await openStore(directory);
    const starting = openLocalStore({ directory });
    await last.close();
    await (await starting).close();
  });

  it.for([
    ['of a dead process', { url: 'http://127.0.0.1:1', pid: 2 ** 22 }],
    ['whose process id is now another process', { url: 'http://127.0.0.1:1', pid: process.pid }],
    ['of another machine', { url: 'http://10.0.0.1:80', pid: 1 }],
    ['whose directory is no text', { directory: 1 }],
    ['that is broken', '{"url": "http://127'],
    ['that is empty', ''],
    ['that is no object', 'null'],
  ] as const)('replaces an endpoint %s', async ([, told]) => {
    const { endpoint, close } = await openLocalStore({ directory });
    await close();
    const text = typeof told === 'string' ? told : JSON.stringify({ ...endpoint, ...told });
    await writeFile(endpointFile(), text);
    const user = await useLocalStore(directory);
    expect(await user.store.load('a')).toBeUndefined();
    await user.close();
    expect(existsSync(endpointFile())).toBe(false);
  });

  it('is told where there is no store, and none is made', async () => {
    const missing = join(directory, 'none');
    await expect(openStore(missing)).rejects.toMatchObject({
      code: 'store-unreachable',
      message: expect.stringContaining('podguard start'),
    });
    expect(existsSync(missing)).toBe(false);
  });

  it('is told that a directory of something else is no store, and nothing is written into it', async () => {
    await writeFile(join(directory, 'records.json'), '{"Records":[]}');
    await expect(openStore(directory)).rejects.toMatchObject({ code: 'store-unreachable' });
    expect(await readdir(directory)).toEqual(['records.json']);
  });
});

describe('a directory that cannot be used', () => {
  it('is named, below a file', async () => {
    const file = join(directory, 'file');
    await writeFile(file, '');
    await expect(openLocalStore({ directory: join(file, 'store') })).rejects.toMatchObject({
      code: 'store-unreachable',
      message: expect.stringContaining(join(file, 'store')),
    });
  });

  it('is named, where its lock cannot be written', async () => {
    await writeFile(join(directory, 'owner'), '');
    await expect(openLocalStore({ directory })).rejects.toMatchObject({
      code: 'store-unreachable',
      message: expect.stringMatching(/--store/),
    });
  });

  it('is named and free again, where its data cannot be read', async () => {
    await writeFile(join(directory, 'data'), '');
    await expect(openLocalStore({ directory })).rejects.toMatchObject({ code: 'store-unreachable' });
    await rm(join(directory, 'data'));
    await (await openLocalStore({ directory })).close();
  });

  it('is named, where its endpoint cannot be written', async () => {
    await mkdir(endpointFile());
    await expect(openLocalStore({ directory })).rejects.toMatchObject({
      code: 'store-unreachable',
      message: expect.stringContaining(directory),
    });
    expect(await readdir(directory)).not.toContainEqual(expect.stringContaining('draft'));
  });
});
