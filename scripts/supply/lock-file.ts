import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What `package-lock.json` says of one place in the tree: https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json */
export interface LockedPackage {
  readonly name?: string;
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly dependencies?: Names;
  readonly optionalDependencies?: Names;
  readonly peerDependencies?: Names;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** By place: `node_modules/NAME`, `packages/cli/node_modules/NAME`, `packages/cli` for one of ours. */
export type LockedPackages = Readonly<Record<string, LockedPackage>>;
type Names = Readonly<Record<string, string>>;

export interface Manifest {
  readonly file: string;
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Names;
  readonly devDependencies?: Names;
  readonly optionalDependencies?: Names;
  readonly peerDependencies?: Names;
  readonly peerDependenciesMeta?: LockedPackage['peerDependenciesMeta'];
  readonly overrides?: Readonly<Record<string, unknown>>;
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}

export function readLock(root: string): LockedPackages {
  return (
    JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as { packages: LockedPackages }
  ).packages;
}

/** Of the root and of each of our packages, the root first. */
export function readManifests(root: string): readonly Manifest[] {
  const files = ['package.json', ...globSync('packages/*/package.json', { cwd: root }).sort()];
  return files.map((file) => ({ ...JSON.parse(readFileSync(path.join(root, file), 'utf8')), file }));
}

/** Where Node finds a package that is imported from a place. */
export function placeOf(packages: LockedPackages, from: string, name: string): string | undefined {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf('node_modules/') - 1))) {
    const place = `${base === '' ? '' : `${base}/`}node_modules/${name}`;
    const locked = packages[place];
    if (locked !== undefined) return locked.link === true ? locked.resolved : place;
    if (base === '') return undefined;
  }
}

export function nameOf(place: string, locked: LockedPackage | undefined): string {
  return locked?.name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/** Whether a place is of a package that somebody else wrote. */
export function isForeign(place: string): boolean {
  return place.includes('node_modules/');
}

/** The places themselves, and all that is installed with them. A peer that is optional comes with nobody. */
export function broughtBy(packages: LockedPackages, places: Iterable<string>): ReadonlySet<string> {
  const brought = new Set(places);
  for (const place of brought) for (const name of needsOf(packages[place])) add(place, name);
  return brought;

  function add(from: string, name: string): void {
    const place = placeOf(packages, from, name);
    if (place !== undefined) brought.add(place);
    else if (packages[from]?.optionalDependencies?.[name] === undefined)
      throw new Error(`package-lock.json: ${from} needs ${name}, which is not in it; run npm run lock`);
  }
}

/** All that whoever runs podguard, or deploys it, has of it: our packages and what they bring. */
export function productionPlaces(packages: LockedPackages): readonly string[] {
  const own = Object.keys(packages).filter((place) => place !== '' && !isForeign(place));
  return [...broughtBy(packages, own)].sort();
}

function needsOf(locked: LockedPackage | undefined): readonly string[] {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = locked ?? {};
  const peers = Object.keys(peerDependencies).filter(
    (name) => locked?.peerDependenciesMeta?.[name]?.optional !== true,
  );
  return [...Object.keys(dependencies), ...Object.keys(optionalDependencies), ...peers];
}
