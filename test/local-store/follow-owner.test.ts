import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { openLocalStore, useLocalStore } from 'podguard/local-store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { itemOf } from '../store/arbitrary-item.ts';
import { aTransition } from '../support/a-transition.ts';
import { type FaultAnswer, openFaultServer } from '../support/fault-server.ts';

const LONG = 'x'.repeat(900);
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'podguard-follow-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const endpointFile = () => join(directory, 'endpoint.json');
const keysOf = (count: number) => Array.from({ length: count }, (_, index) => `key-${index}`);

describe('who asks the owner of a directory, which ends meanwhile', () => {
  it('goes on as the owner, with all that was written', async () => {
    const local = await openLocalStore({ directory });
    const { store, close } = await useLocalStore(directory);
    let isOver = false;
    const saved = keysOf(20).map(async (row) => {
      const keys: string[] = [];
      // Some before the end, some while it ends, and some after it.
      for (let after = 0; after < 5; after += isOver ? 1 : 0) {
        keys.push(`${row}-${keys.length}`);
        expect(await store.save(itemOf(keys.at(-1) as string))).toBe('written');
      }
      return keys;
    });
    await store.load('a');
    await local.close();
    isOver = true;
    const keys = (await Promise.all(saved)).flat();
    expect(JSON.parse(await readFile(endpointFile(), 'utf8'))).toMatchObject({ pid: process.pid });
    for (const key of keys) expect(await store.load(key)).toEqual(itemOf(key));
    await close();
    expect(existsSync(endpointFile())).toBe(false);
  });

  it('asks whoever owns it by then', async () => {
    const first = await openLocalStore({ directory });
    const users = [await useLocalStore(directory), await useLocalStore(directory)];
    await first.close();
    const second = await openLocalStore({ directory });
    await Promise.all(users.map(({ store }, index) => store.save(itemOf(`${index}`))));
    expect(await second.store.load('1')).toBeDefined();
    await second.close();
    await Promise.all(users.map(({ store }, index) => store.save(itemOf(`${index}`, { version: 2 }))));
    expect(await users[0]?.store.load('1')).toEqual(itemOf('1', { version: 2 }));
    for (const { close } of users) await close();
    await (await openLocalStore({ directory })).close();
  });

  it('is answered what it asked before the end', async () => {
    const local = await openLocalStore({ directory });
    const { state, close } = await useLocalStore(directory);
    const counting = Promise.allSettled(keysOf(100).map(() => state.count('n', 1, 600)));
    await state.loadMark('a');
    await local.close();
    // A count is never repeated where it may have been heard.
    const counted = (await counting).filter(({ status }) => status === 'fulfilled').length;
    expect(await state.count('n', 0, 600)).toBe(counted);
    await close();
  });

  it.for<[what: string, list: (from: Awaited<ReturnType<typeof useLocalStore>>) => AsyncIterable<unknown>]>([
    ['items', ({ store }) => store.listItems()],
    ['what is pending', ({ store }) => store.listPending()],
    ['dependents', ({ store }) => store.listDependents('target')],
    ['what is to be told together', ({ state }) => state.listQuiet()],
  ])('lists %s to the end, each once', async ([, list]) => {
    const local = await openLocalStore({ directory });
    const pending = { version: 1, spread: false };
    // More than the page that DynamoDB answers at once, of 1 MB.
    for (const key of keysOf(400)) await local.store.save(itemOf(`${key}${LONG}${LONG}`, { pending }));
    await local.store.putEdges(
      keysOf(1500).map((key) => ({
        ...{ target: 'target', dependent: `${key}${LONG}`, dependentKind: 'iam-role', since: 'now' },
      })),
    );
    for (const id of keysOf(60)) await local.state.noteQuiet(aTransition({ id }));
    const all = await Array.fromAsync(list({ ...local, isOthers: true }));
    const user = await useLocalStore(directory);
    const listed: unknown[] = [];
    for await (const one of list(user)) {
      if (listed.length === 0) await local.close();
      listed.push(one);
    }
    expect(existsSync(endpointFile())).toBe(true);
    const texts = (some: readonly unknown[]) => some.map((one) => JSON.stringify(one)).sort();
    expect(texts(listed)).toEqual(texts(all));
    await user.close();
  });

  it('is told so where the directory is gone, too', async () => {
    const local = await openLocalStore({ directory });
    const { store, close } = await useLocalStore(directory);
    await local.close();
    await rm(directory, { recursive: true });
    const gone = { code: 'store-unreachable', message: expect.stringContaining(`no store in ${directory}`) };
    await expect(store.load('a')).rejects.toMatchObject(gone);
    await expect(store.listItems()[Symbol.asyncIterator]().next()).rejects.toMatchObject(gone);
    await close();
    expect(existsSync(directory)).toBe(false);
  });
});

describe('who asks an owner that hangs up', () => {
  it('repeats what it may, and no count or claim', async () => {
    const { requests, close } = await hangingUp();
    const user = await useLocalStore(directory);
    const lost = { code: 'store-unreachable', message: expect.stringContaining('socket hang up') };
    await expect(user.state.count('n', 1, 600)).rejects.toMatchObject(lost);
    await expect(user.state.claim('c', 600)).rejects.toMatchObject(lost);
    const posted = () => requests.filter(({ method }) => method === 'POST').length;
    expect(posted()).toBe(2);
    await expect(user.store.load('a')).rejects.toMatchObject(lost);
    expect(posted()).toBe(7);
    await close();
    // Nobody can have heard of these.
    expect(await user.state.count('n', 1, 600)).toBe(1);
    expect(await user.state.claim('c', 600)).toBe(true);
    await user.close();
  });
});

describe('several processes in one directory', () => {
  it.for<[end: string, end: (owner: ChildProcess) => unknown]>([
    ['ends', ({ stdin }) => stdin?.end()],
    ['is killed', (owner) => owner.kill('SIGKILL')],
  ])('write all that they have to where the owner %s, and each of them after it', async ([, end]) => {
    const owner = start('own-store.ts', 'end');
    await opened(owner);
    const users = [50, 100, 150].map((items) => start('use-store.ts', `user${items}`, `${items}`));
    const errors = users.map(({ stderr }) => text(stderr as Readable));
    const exits = users.map((user) => once(user, 'exit'));
    await Promise.all(users.map(opened));
    end(owner);
    await Promise.all(exits);
    expect(await Promise.all(errors)).toEqual(['', '', '']);
    const { store, close } = await openLocalStore({ directory });
    const items = await Array.fromAsync(store.listItems());
    expect(items.filter(({ version }) => version === 2)).toHaveLength(300);
    await close();
  });
});

/** An owner that says that it is well, and hangs up on whoever asks for more. */
async function hangingUp() {
  const server = await openFaultServer(({ method }): FaultAnswer => {
    if (method !== 'GET') return 'reset';
    return { status: 200, body: 'healthy: dynamodb' };
  });
  const { endpoint, close } = await openLocalStore({ directory });
  await close();
  await writeFile(endpointFile(), JSON.stringify({ ...endpoint, url: server.url.replace(/\/$/, '') }));
  return server;
}

function start(file: string, ...rest: string[]): ChildProcess {
  const path = new URL(`../support/${file}`, import.meta.url).pathname;
  return spawn(process.execPath, [path, directory, ...rest], { stdio: 'pipe' });
}

async function opened({ stdout }: ChildProcess): Promise<void> {
  expect((await once(stdout as Readable, 'readable')) && String((stdout as Readable).read())).toBe('open\n');
}
