import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const ROOT = path.resolve(import.meta.dirname, '..');
const PLATFORM = path.join(ROOT, '.sst/platform');
const LOCK = path.join(ROOT, '.sst/installing');
const SHORT_WAIT_MS = 500;
/** A cold install takes 36 s; a lock that is older was left by a process that was killed. */
const STALE_MS = 300_000;

/**
 * Puts the sources and types of SST's components into `.sst/platform`, where the pinned version is not there yet: what
 * `sst install` does, without AWS, Pulumi's engine or Bun. Only one process at a time does it, the others wait.
 */
export async function installSst(log: (line: string) => void): Promise<void> {
  const wanted = wantedVersion();
  if (installedVersion() === wanted) return;
  mkdirSync(path.dirname(LOCK), { recursive: true });
  while (!locked()) {
    await wait(SHORT_WAIT_MS);
    if (installedVersion() === wanted) return;
  }
  try {
    if (installedVersion() === wanted) return;
    log(`Installing the components of SST ${wanted} into .sst/platform (once, about half a minute) ...`);
    install();
    if (installedVersion() !== wanted) throw new Error(`sst install left SST ${installedVersion()} in .sst`);
    log('Installed.');
  } finally {
    rmSync(LOCK, { recursive: true, force: true });
  }
}

function locked(): boolean {
  try {
    mkdirSync(LOCK);
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const made = statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs;
  if (made !== undefined && Date.now() - made > STALE_MS) rmSync(LOCK, { recursive: true, force: true });
  return false;
}

function wantedVersion(): string {
  return versionIn(path.join(ROOT, 'node_modules/sst/package.json'));
}

/** The version of the platform whose provider is there, too: an install that was broken off counts as none. */
function installedVersion(): string | undefined {
  const file = path.join(PLATFORM, 'version');
  const provider = path.join(PLATFORM, 'node_modules/@pulumi/aws/package.json');
  const lock = path.join(ROOT, '.sst/provider-lock.json');
  return [file, provider, lock].every((part) => existsSync(part))
    ? readFileSync(file, 'utf8').trim()
    : undefined;
}

function versionIn(file: string): string {
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}

function install(): void {
  const settings = mkdtempSync(path.join(os.tmpdir(), 'podguard-sst-'));
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [path.join(ROOT, 'node_modules/sst/bin/sst.mjs'), 'install', '--stage', 'synth'],
    {
      cwd: ROOT,
      encoding: 'utf8',
      env: {
        ...process.env,
        PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH ?? ''}`,
        SST_SKIP_DEPENDENCY_CHECK: '1',
        SST_NO_BUN: '1',
        SST_TELEMETRY_DISABLED: '1',
        XDG_CONFIG_HOME: settings,
      },
    },
  );
  rmSync(settings, { recursive: true, force: true });
  if (status !== 0) {
    throw new Error(`sst install failed (${error?.message ?? `status ${status}`}):\n${stdout}${stderr}`);
  }
}

if (import.meta.main) await installSst((line) => console.error(line));
