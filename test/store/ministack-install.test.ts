import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installMiniStack } from '../support/ministack/install.ts';
import { startMiniStack } from '../support/ministack/start.ts';

let cache: string;
beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'podguard-cache-'));
});
afterAll(() => rm(cache, { recursive: true, force: true }));

describe('MiniStack', () => {
  it('that cannot be installed says in one line what is missing, and leaves nothing behind', async () => {
    const failure = await installMiniStack('no-such-python', cache).catch((error: Error) => error.message);
    expect(failure).toMatch(/^these tests need MiniStack, .*"no-such-python -m venv .*failed: .*ENOENT$/);
    expect(await readdir(cache)).toEqual([]);
  });

  it('ends with whoever started it', async () => {
    const miniStack = await startMiniStack();
    await miniStack.stop();
    await expect(fetch(`${miniStack.url}/_ministack/health`)).rejects.toThrow();
  });
});
