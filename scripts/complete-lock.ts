import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type LockedPackage, placeOf } from './supply/lock-file.ts';

/**
 * `npm install` leaves optional packages of other platforms out of the lock file where it cannot fetch them, and `npm ci`
 * then refuses the file. Adds what is missing, by name, version and platform.
 */
const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x'];

const file = path.resolve(import.meta.dirname, '../package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, LockedPackage> };
let added = 0;
for (const [place, locked] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(locked.optionalDependencies ?? {})) {
    if (placeOf(lock.packages, place, name) !== undefined) continue;
    lock.packages[`node_modules/${name}`] = placeholder(name, version, locked);
    added += 1;
  }
}
const [root, ...rest] = Object.entries(lock.packages);
if (root === undefined) throw new Error(`${file} holds no packages`);
lock.packages = Object.fromEntries([root, ...rest.sort(([a], [b]) => (a < b ? -1 : 1))]);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} packages of other platforms added`);

function placeholder(name: string, version: string, parent: LockedPackage): LockedPackage {
  const words = name.split(/[-/]/);
  const os = SYSTEMS.filter((system) => words.includes(system));
  const cpu = PROCESSORS.filter((processor) => words.includes(processor)).slice(0, 1);
  if (os.length === 0 && cpu.length === 0)
    throw new Error(`${name}: its platform is not in its name; add it by hand`);
  return {
    version,
    ...(parent.dev === true ? { dev: true } : {}),
    ...(parent.license === undefined ? {} : { license: parent.license }),
    optional: true,
    ...(os.length > 0 ? { os } : {}),
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(name.includes('musl') ? { libc: ['musl'] } : {}),
  };
}
