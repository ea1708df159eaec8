import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Item } from '@podguard/core';
import { useLocalStore } from 'podguard/local-store';
import { itemsOf } from '../../support/harness.ts';
import { unsettled } from '../../support/unsettled.ts';
import type { StressFigure, StressOptions } from '../stress.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const MAIN = path.join(ROOT, 'packages/cli/src/main.ts');
const OLD = '{"what": "was there before"}\n';
const UNUSABLE = 2;

interface Ended {
  readonly status: number | null;
  readonly stderr: string;
}

/** Where something can be written until nothing more fits. */
interface Disk {
  readonly name: string;
  readonly directory: string;
  /** Runs podguard while it has room for so much, or for all. */
  run(args: readonly string[], roomKb?: number): Ended;
  close(): void;
}

/** Full disks, and directories that take nothing: for `start`, and for what each command writes with `--output`. */
export async function fillDisks({ scale, log }: StressOptions): Promise<readonly StressFigure[]> {
  const home = mkdtempSync(path.join(tmpdir(), 'podguard-files-'));
  const disks = [
    limited(path.join(home, 'limited')),
    ...(scale < 1 ? [] : [mounted(path.join(home, 'mounted'))]),
  ];
  try {
    const there = disks.filter((disk) => disk !== undefined);
    const how = there.map(({ name }) => name).join(' and ');
    log(`files: ${how}`);
    // Each command is a process of its own.
    const commands = scale < 0.1 ? COMMANDS.slice(0, 1) : COMMANDS;
    const outputs = there.slice(-1).flatMap((disk) => outputFaults(disk, home, commands));
    const output: StressFigure = {
      name: 'a full disk below --output',
      done: `${commands.length} command${commands.length === 1 ? '' : 's'} on a disk without room (${there.at(-1)?.name}): over a file that is there, where none is, and into a directory that is none`,
      outcome:
        outputs.length > 0
          ? `${outputs.length} faults`
          : 'status 2, the path and the way out in one line, the old file as it was, nothing left beside it',
      faults: outputs,
    };
    if (scale < 0.1) return [output];
    const rooms = scale < 1 ? [150] : [0, 20, 150, 300];
    const starts: string[] = [];
    const calm = await stateOf(home, there[0] as Disk);
    for (const disk of there) for (const room of rooms) starts.push(...(await startFaults(disk, room, calm)));
    return [
      output,
      {
        name: 'a full disk below the store',
        done: `start with room for ${rooms.join(', ')} KB (${how}), and into a directory that is none`,
        outcome:
          starts.length > 0
            ? `${starts.length} faults`
            : 'status 2 and the path in one line; with room again the state of an undisturbed run, everything told',
        faults: starts,
      },
    ];
  } finally {
    for (const disk of disks) disk?.close();
    rmSync(home, { recursive: true, force: true });
  }
}

const SAMPLES = path.join(ROOT, 'samples');
const FINDINGS = 'findings.ndjson';
const COMMANDS: readonly (readonly string[])[] = [
  ['rules', '--format', 'json'],
  ['scan', SAMPLES, '--format', 'json', '--fail-on', 'never'],
  ['check', 'trust.json', '--format', 'json', '--fail-on', 'never'],
  ['report', '--store', FINDINGS, '--format', 'csv', '--fail-on', 'never'],
  ['report', '--store', FINDINGS, '--format', 'json', '--fail-on', 'never'],
  ['explain', 'FINDING', '--store', FINDINGS],
];

function outputFaults(disk: Disk, home: string, commands: typeof COMMANDS): readonly string[] {
  const { directory } = disk;
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }],
  };
  writeFileSync(path.join(directory, 'trust.json'), JSON.stringify(trust));
  disk.run(['scan', SAMPLES, '--fail-on', 'never', '--output', FINDINGS]);
  const [first = '{}'] = readFileSync(path.join(directory, FINDINGS), 'utf8').split('\n');
  const id = String((JSON.parse(first) as { readonly id?: string }).id);
  const faults: string[] = [];
  const before = readdirSync(directory).toSorted().join();
  const none = path.join(home, 'file');
  writeFileSync(none, OLD);
  for (const command of commands) {
    const args = command.map((word) => (word === 'FINDING' ? id : word));
    for (const old of [OLD, undefined]) {
      const file = path.join(directory, 'result');
      const name = `${disk.name}: podguard ${args.join(' ')} --output over ${old === undefined ? 'nothing' : 'an old file'}`;
      if (old !== undefined) writeFileSync(file, old);
      const full = disk.run([...args, '--output', file], 0);
      faults.push(...endedFaults(name, full, [file, '--output']));
      const after = old === undefined ? before : [...before.split(','), 'result'].toSorted().join();
      const left = readdirSync(directory).toSorted().join();
      if (left !== after) faults.push(`${name}: left ${left}`);
      else if (old !== undefined && readFileSync(file, 'utf8') !== old)
        faults.push(`${name}: the old file is lost`);
      const again = disk.run([...args, '--output', file]);
      if (again.status !== 0 || readFileSync(file, 'utf8') === old)
        faults.push(`${name}: with room again ${again.status}: ${again.stderr}`);
      rmSync(file, { force: true });
    }
    const inNone = path.join(none, 'result');
    const refused = disk.run([...args, '--output', inNone]);
    faults.push(...endedFaults(`podguard ${args.join(' ')} into a file`, refused, [inNone, '--output']));
  }
  return faults;
}

function endedFaults(name: string, { status, stderr }: Ended, parts: readonly string[]): readonly string[] {
  const faults = status === UNUSABLE ? [] : [`${name}: status ${status}: ${stderr}`];
  const line = stderr.trimEnd();
  const isOne = line.startsWith('podguard: ') && !line.includes('\n') && !line.includes('nothing handles');
  if (!isOne || parts.some((part) => !line.includes(part))) faults.push(`${name}: says ${stderr}`);
  return faults;
}

async function startFaults(
  disk: Disk,
  roomKb: number,
  calm: ReadonlyMap<string, Item>,
): Promise<readonly string[]> {
  const store = path.join(disk.directory, 'store');
  const name = `${disk.name}: start with room for ${roomKb} KB`;
  const args = ['start', '--once', '--no-color', '--store', store];
  const full = disk.run(args, roomKb);
  const faults = full.status === 0 ? [] : [...endedFaults(name, full, [store])];
  const again = disk.run(args);
  if (again.status === 0) {
    const opened = await useLocalStore(store);
    faults.push(...(await unsettled(opened.store, calm)).map((fault) => `${name}: ${fault}`));
    await opened.close();
    const left = readdirSync(store).filter((one) => !['data', 'owner'].includes(one));
    faults.push(...left.map((one) => `${name}: left ${one}`));
  } else faults.push(`${name}: with room again ${again.status}: ${again.stderr}`);
  rmSync(store, { recursive: true, force: true });
  const none = path.join(disk.directory, 'file');
  writeFileSync(none, OLD);
  const refused = disk.run(['start', '--once', '--store', path.join(none, 'store')]);
  faults.push(...endedFaults(`${disk.name}: start below a file`, refused, [none, '--store']));
  rmSync(none);
  return faults;
}

async function stateOf(home: string, disk: Disk): Promise<ReadonlyMap<string, Item>> {
  const store = path.join(home, 'undisturbed');
  disk.run(['start', '--once', '--store', store]);
  const opened = await useLocalStore(store);
  try {
    return await itemsOf(opened.store);
  } finally {
    await opened.close();
  }
}

/** No file may be longer: what a process writes beyond fails as on a full disk, with another word. */
function limited(directory: string): Disk {
  mkdirSync(directory);
  return {
    name: 'ulimit -f',
    directory,
    run: (args, roomKb) => podguard(directory, args, roomKb === undefined ? 'unlimited' : String(roomKb)),
    close: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** A disk of its own in memory, where this user may mount one. */
function mounted(directory: string): Disk | undefined {
  mkdirSync(directory);
  const mount = (...args: readonly string[]) => spawnSync('mount', args, { encoding: 'utf8' });
  if (mount('-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', directory).status !== 0) return undefined;
  return {
    name: 'a full tmpfs',
    directory,
    run(args, roomKb) {
      if (roomKb === undefined) return podguard(directory, args, 'unlimited');
      const filler = path.join(directory, '.filler');
      const free = Number(
        spawnSync('df', ['--output=avail', directory], { encoding: 'utf8' }).stdout.split('\n')[1],
      );
      spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1024', `count=${free - roomKb}`]);
      try {
        return podguard(directory, args, 'unlimited');
      } finally {
        rmSync(filler, { force: true });
      }
    },
    close: () => void spawnSync('umount', [directory]),
  };
}

function podguard(cwd: string, args: readonly string[], limit: string): Ended {
  const script = 'ulimit -f "$1"; shift; exec "$@"';
  const { status, stderr } = spawnSync(
    'bash',
    ['-c', script, 'bash', limit, process.execPath, '--disable-warning=ExperimentalWarning', MAIN, ...args],
    { cwd, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: process.env.PATH } },
  );
  return { status, stderr };
}
