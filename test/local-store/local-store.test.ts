import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLocalStore, openStore, useLocalStore } from 'podguard/local-store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { itemOf } from '../store/arbitrary-item.ts';

const OWNER = new URL('../support/own-store.ts', import.meta.url).pathname;
let directory: string;
let children: ChildProcess[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'podguard-store-'));
  children = [];
});
afterEach(async () => {
  for (const child of children) await kill(child);
  await rm(directory, { recursive: true });
});

const endpointFile = () => join(directory, 'endpoint.json');
const pending = { version: 1, spread: false };

describe('the owner of a directory', () => {
  it('says where it answers, and takes it back at its end', async () => {
    const local = await openLocalStore({ directory });
    const written = JSON.parse(await readFile(endpointFile(), 'utf8'));
    expect(written).toEqual(local.endpoint);
    expect(written).toMatchObject({
      pid: process.pid,
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    });
    expect((await stat(endpointFile())).mode & 0o077).toBe(0);
    expect((await stat(join(directory, 'data'))).mode & 0o077).toBe(0);
    await Promise.all([local.close(), local.close()]);
    expect(existsSync(endpointFile())).toBe(false);
  });

  it('leaves nothing of one that was killed while it wrote where it answers', async () => {
    await writeFile(`${endpointFile()}.draft`, '{"url": "http://127');
    const local = await openLocalStore({ directory });
    expect(JSON.parse(await readFile(endpointFile(), 'utf8'))).toEqual(local.endpoint);
    await local.close();
    expect((await readdir(directory)).toSorted()).toEqual(['data', 'owner']);
  });

  it('finds its data again', async () => {
    const first = await openLocalStore({ directory: join(directory, 'new', 'deep') });
    await first.store.save(itemOf('a', { pending }));
    await first.close();
    const second = await openLocalStore({ directory: join(directory, 'new', 'deep') });
    expect(await second.store.load('a')).toEqual(itemOf('a', { pending }));
    await second.close();
  });

  it('refuses another, who is told its process and what to do', async () => {
    const local = await openLocalStore({ directory });
    await expect(openLocalStore({ directory })).rejects.toMatchObject({
      code: 'store-in-use',
      message: expect.stringMatching(new RegExp(`${directory} .*process ${process.pid}.*--store`)),
    });
    await local.close();
    await (await openLocalStore({ directory })).close();
  });

  it('says where its page is, and never where its table is, which answers no person', async () => {
    const local = await openLocalStore({ directory });
    const refused = () => openLocalStore({ directory }).catch((error: Error) => error.message);
    expect(await refused()).not.toContain('http');
    await local.announce('http://localhost:4700');
    expect(await refused()).toContain('whose page is http://localhost:4700: stop it');
    await (await useLocalStore(directory)).close();
    await local.close();
  });

  it('is one of many that start at the same moment', async () => {
    const owners = Array.from({ length: 6 }, () => start());
    const lines = await Promise.all(owners.map(firstLine));
    expect(lines.filter((line) => line === 'open')).toHaveLength(1);
    expect(lines.filter((line) => line === 'store-in-use')).toHaveLength(5);
    const pid = owners[lines.indexOf('open')]?.pid;
    expect(JSON.parse(await readFile(endpointFile(), 'utf8'))).toMatchObject({ pid });
  });

  it('that was killed leaves a directory that others can use at once, with what it wrote', async () => {
    const owner = start();
    expect(await firstLine(owner)).toBe('open');
    const other = await useLocalStore(directory);
    expect(await other.store.save(itemOf('a', { pending }))).toBe('written');
    await other.close();
    await kill(owner);
    expect(existsSync(endpointFile())).toBe(true);
    const local = await openLocalStore({ directory });
    expect(local.endpoint.pid).toBe(process.pid);
    expect(await local.store.load('a')).toBeDefined();
    await local.close();
  });

  it('removes its endpoint when its process ends without closing', async () => {
    const owner = start('exit');
    await once(owner, 'exit');
    expect(existsSync(endpointFile())).toBe(false);
  });

  it('sees what is pending after a kill though the index lost it', async () => {
    const local = await openLocalStore({ directory });
    await local.store.save(itemOf('a', { pending }));
    await call(local.endpoint, 'UpdateItem', {
      TableName: local.endpoint.table,
      Key: { pk: { S: 'r#a' }, sk: { S: 'item' } },
      UpdateExpression: 'REMOVE pending',
    });
    const keys: string[] = [];
    for await (const key of local.store.listPending()) keys.push(key);
    expect(keys).toEqual(['a']);
    await local.close();
  });
});

describe('the embedded DynamoDB', () => {
  it('keeps nothing where it is asked for memory', async () => {
    const local = await openLocalStore({ memory: true });
    await local.store.save(itemOf('a'));
    expect(await local.store.load('a')).toBeDefined();
    await local.close();
  });

  it.for([
    ['without the key', { authorization: 'Credential=x/' }],
    ['from a web page', { origin: 'http://127.0.0.1:4700' }],
    ['to another host name', { host: 'evil.example:80' }],
  ] as const)('refuses a request %s', async ([, headers]) => {
    const local = await openLocalStore({ memory: true });
    const { port, host } = new URL(local.endpoint.url);
    const all = { host, authorization: `Credential=${local.endpoint.key}/`, ...headers };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    const socket = connectSocket(Number(port), '127.0.0.1');
    socket.end(`GET / HTTP/1.1\r\n${lines.join('')}connection: close\r\n\r\n`);
    let answer = '';
    for await (const chunk of socket) answer += chunk;
    expect(answer).toMatch(/^HTTP\/1.1 403 /);
    expect(answer.toLowerCase()).not.toContain('access-control');
    await local.close();
  });

  it('survives a client that dies while it sends', async () => {
    const local = await openLocalStore({ memory: true });
    const { port, host } = new URL(local.endpoint.url);
    const socket = connectSocket(Number(port), '127.0.0.1');
    socket.write(
      `POST / HTTP/1.1\r\nhost: ${host}\r\nauthorization: Credential=${local.endpoint.key}/\r\ncontent-length: 99\r\n\r\n{`,
    );
    await once(socket, 'ready');
    await local.store.save(itemOf('a'));
    socket.resetAndDestroy();
    expect(await local.store.load('a')).toBeDefined();
    await local.close();
  });
});

describe('--store', () => {
  it.for(['dynamodb:', 'dynamodb:a b', 'dynamodb:podguard@', 'dynamodb:podguard@EU WEST'])(
    'refuses %s as wrong use',
    async (spec) => {
      await expect(openStore(spec)).rejects.toMatchObject({ code: 'usage' });
    },
  );

  it.for(['dynamodb:podguard', 'dynamodb:podguard@eu-central-1'])('takes %s', async (spec) => {
    await (await openStore(spec)).close();
  });
});

function start(mode = 'stay'): ChildProcess {
  const child = spawn(process.execPath, [OWNER, directory, mode], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return child;
}

async function firstLine(child: ChildProcess): Promise<string> {
  const [chunk] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return chunk.toString().trim();
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function call(endpoint: { url: string; key: string }, operation: string, body: unknown): Promise<void> {
  const answer = await fetch(endpoint.url, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${endpoint.key}/x, SignedHeaders=host, Signature=0`,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-date': '20260102T030405Z',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
    },
    body: JSON.stringify(body),
  });
  expect(await answer.text(), operation).toBe('{}');
}
