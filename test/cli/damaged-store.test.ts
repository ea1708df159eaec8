import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openLocalStore } from 'podguard/local-store';
import { describe, expect, it, onTestFinished } from 'vitest';

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));
const WAY_OUT =
  "restore a backup of the store's directory, or move it away and replay the records: exemptions and acknowledgements in it are lost then\n";

/** A store whose data LevelDB has made a table of, and the files of that. */
async function storeOfTables(): Promise<{ directory: string; fileOf(name: RegExp): string }> {
  const directory = mkdtempSync(path.join(tmpdir(), 'podguard-damaged-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (let times = 0; times < 2; times += 1) await (await openLocalStore({ directory })).close();
  const data = path.join(directory, 'data');
  return {
    directory,
    fileOf: (name) => path.join(data, readdirSync(data).find((file) => name.test(file)) as string),
  };
}

describe('a store is told as damaged in one line, with the way out, by', () => {
  it.for([['report'], ['exempt', 'list'], ['explain', 'pg-0'], ['start', '--once', '--no-sample']])(
    '%j',
    async (command) => {
      const { directory, fileOf } = await storeOfTables();
      const table = fileOf(/\.ldb$/);
      const bytes = readFileSync(table);
      writeFileSync(table, Buffer.from(bytes.map((byte, at) => (at < bytes.length - 100 ? byte : ~byte))));
      const args = [MAIN, ...command, '--store', directory];
      const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      expect({ status, stderr }).toEqual({
        status: 2,
        stderr: `podguard: the data in ${directory}/data is damaged: Corruption: not an sstable (bad magic number); ${WAY_OUT}`,
      });
    },
  );
});

it.for([/^MANIFEST-/, /\.ldb$/])('a store without its %s is told as damaged', async (name) => {
  const { directory, fileOf } = await storeOfTables();
  rmSync(fileOf(name));
  await expect(openLocalStore({ directory })).rejects.toMatchObject({
    code: 'store-unreachable',
    message: expect.stringMatching(`^the store in ${directory} is damaged: .*; ${WAY_OUT.trim()}$`),
  });
});
