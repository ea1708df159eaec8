import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));
let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-replace-'));
  file = path.join(directory, 'rules.json');
});
afterEach(() => rmSync(directory, { recursive: true }));

const rules = (output: string) => runCli(['rules', '--format', 'json', '--output', output]);

describe('the file of --output', () => {
  it('is there as a whole, and nothing beside it', async () => {
    expect((await rules(file)).status).toBe(0);
    expect(JSON.parse(readFileSync(file, 'utf8'))).not.toHaveLength(0);
    expect(readdirSync(directory)).toEqual(['rules.json']);
  });

  it.for(['old', undefined])('is as it was before, %s, where the disk is full in the middle', (old) => {
    if (old !== undefined) writeFileSync(file, old);
    const script = `ulimit -f 1; exec "${process.execPath}" "${MAIN}" rules --format json --output "${file}"`;
    const { status, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    expect({ status, lines: stderr.split('\n').length }).toEqual({ status: 2, lines: 2 });
    expect(stderr).toContain(`podguard: ${file}: `);
    expect(readdirSync(directory)).toEqual(old === undefined ? [] : ['rules.json']);
    if (old !== undefined) expect(readFileSync(file, 'utf8')).toBe(old);
  });

  it('keeps its rights, and the link that leads to it', async () => {
    writeFileSync(file, 'old');
    chmodSync(file, 0o640);
    const link = path.join(directory, 'link');
    symlinkSync('rules.json', link);
    expect((await rules(link)).status).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/^\[/);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(readdirSync(directory)).toEqual(['link', 'rules.json']);
  });

  it.for([0o664, 0o666, 0o600])('keeps the rights %o, whatever is masked', async (mode) => {
    writeFileSync(file, 'old');
    chmodSync(file, mode);
    expect((await rules(file)).status).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(mode);
    expect(readFileSync(file, 'utf8')).toMatch(/^\[/);
  });

  it.runIf(process.getuid?.() === 0)('keeps its owner', async () => {
    writeFileSync(file, 'old');
    chownSync(file, 1234, 1235);
    expect((await rules(file)).status).toBe(0);
    expect(statSync(file)).toMatchObject({ uid: 1234, gid: 1235 });
    expect(readFileSync(file, 'utf8')).toMatch(/^\[/);
  });

  it('is the same by its other name', async () => {
    writeFileSync(file, 'old');
    const other = path.join(directory, 'other');
    linkSync(file, other);
    expect((await rules(file)).status).toBe(0);
    expect(readFileSync(other, 'utf8')).toMatch(/^\[/);
    expect(readdirSync(directory)).toEqual(['other', 'rules.json']);
  });

  it('is made where links lead that lead to nothing yet', async () => {
    const [first, second] = [path.join(directory, 'first'), path.join(directory, 'second')];
    symlinkSync('second', first);
    symlinkSync(file, second);
    expect((await rules(first)).status).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/^\[/);
    expect([readlinkSync(first), readlinkSync(second)]).toEqual(['second', file]);
  });

  it('is not made in place of a link that leads to itself', async () => {
    symlinkSync('rules.json', file);
    const { status, stderr } = await rules(file);
    expect(status).toBe(2);
    expect(stderr).toContain('ELOOP');
    expect(readlinkSync(file)).toBe('rules.json');
  });

  it('is written to where it is a device', async () => {
    expect((await rules('/dev/null')).status).toBe(0);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});
