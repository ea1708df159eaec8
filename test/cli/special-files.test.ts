import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { irsa, trust } from '../support/trusts.ts';

const MAIN = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-special-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

const pipe = (name: string) => {
  const target = path.join(directory, name);
  execFileSync('mkfifo', [target]);
  return target;
};

describe('special files', () => {
  it.for(['check', 'scan'])(
    '%s ends by a signal while nobody writes to a pipe that it reads',
    { timeout: 45_000 },
    async (command) => {
      const child = spawn(process.execPath, [MAIN, command, pipe(`${command}.json`)], { stdio: 'ignore' });
      const ended = new Promise((resolve) => child.once('exit', (...status) => resolve(status)));
      const asked = setTimeout(() => child.kill('SIGTERM'), 10_000);
      const late = setTimeout(() => child.kill('SIGKILL'), 30_000);
      expect(await ended).toEqual([130, null]);
      clearTimeout(asked);
      clearTimeout(late);
    },
  );

  it('a pipe with associations that nobody writes is given up, too', async () => {
    const controller = new AbortController();
    const args = ['check', '/dev/null', '--associations', pipe('associations.json'), '--quiet'];
    const ended = runCli(args, { signal: controller.signal });
    setTimeout(() => controller.abort(), 300);
    expect(await ended).toMatchObject({ status: 130, stdout: '' });
  });

  it('damaged gzip data from a pipe is told, and not waited for again', { timeout: 20_000 }, async () => {
    const target = pipe('damaged.gz');
    const packed = gzipSync(Buffer.alloc(5_000, 'not a record\n'));
    const child = spawn('sh', ['-c', 'cat > "$FILE"'], {
      env: { ...process.env, FILE: target },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.stdin.end(packed.subarray(0, packed.length - 9));
    const { status, stderr } = await runCli(['scan', target, '--quiet']);
    child.kill();
    expect(status).toBeGreaterThan(1);
    expect(stderr).toContain(`${target}: the gzip data ends too early`);
  });

  it('a pipe is read to its end, however late its writer comes', async () => {
    const target = pipe('late.json');
    const child = spawn('sh', ['-c', 'sleep 0.3; printf %s "$TEXT" > "$FILE"'], {
      env: { ...process.env, TEXT: trust(irsa()), FILE: target },
    });
    const { status, stdout } = await runCli(['check', target]);
    child.kill();
    expect(status).toBe(1);
    expect(stdout).toContain('irsa-');
  });

  it('a device that ends at once is empty', async () => {
    const { status, stderr } = await runCli(['check', '/dev/null', '--quiet']);
    expect([status, stderr]).toEqual([2, 'podguard: /dev/null: is empty\n']);
  });

  it('a socket is refused, and the others are read', async () => {
    const target = path.join(directory, 'socket');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(target, resolve));
    const { status, stderr } = await runCli(['check', target, '/dev/null', '--quiet']);
    await new Promise((resolve) => server.close(resolve));
    expect(status).toBe(2);
    expect(stderr).toContain(
      `${target}: is a socket or a disk, and no file. Name a file, a directory or a pipe.`,
    );
  });
});
