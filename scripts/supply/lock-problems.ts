import { isForeign, type LockedPackages, type Manifest, nameOf, productionPlaces } from './lock-file.ts';

const EXACT = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;

/** What would let somebody else choose what is installed: versions that float, other sources, scripts, nothing to compare with. */
export function lockProblems(packages: LockedPackages, manifests: readonly Manifest[]): readonly string[] {
  const own = new Set(manifests.map(({ name }) => name));
  const allowed = new Set(Object.keys(manifests[0]?.allowScripts ?? {}));
  return [
    ...manifests.flatMap((manifest) => versionProblems(manifest, own)),
    ...sourceProblems(packages, own),
    ...scriptProblems(packages, allowed),
  ];
}

function versionProblems(manifest: Manifest, own: ReadonlySet<string>): readonly string[] {
  const { file, peerDependenciesMeta: optional = {} } = manifest;
  const peers = Object.entries(manifest.peerDependencies ?? {}).filter(
    ([name]) => optional[name]?.optional !== true,
  );
  const wanted = [
    ...Object.entries(manifest.dependencies ?? {}),
    ...Object.entries(manifest.devDependencies ?? {}),
    ...Object.entries(manifest.optionalDependencies ?? {}),
    ...peers,
    ...overridden(manifest.overrides ?? {}),
  ];
  return wanted
    .filter(([name, version]) => (own.has(name) ? version !== '*' : !EXACT.test(version)))
    .map(([name, version]) =>
      own.has(name)
        ? `${file}: ${name} is ours and asked for as *, not ${version}`
        : `${file}: ${name} is ${version}, which is no exact version`,
    );
}

function overridden(overrides: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] {
  return Object.entries(overrides).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [[name, value] as const]
      : overridden(value as Readonly<Record<string, unknown>>),
  );
}

function sourceProblems(packages: LockedPackages, own: ReadonlySet<string>): readonly string[] {
  const production = new Set(productionPlaces(packages));
  return Object.entries(packages)
    .filter(([place]) => isForeign(place))
    .flatMap(([place, locked]) => {
      if (locked.link === true)
        return own.has(nameOf(place, locked)) ? [] : [`${place}: a link to what is not ours`];
      // `npm run lock` leaves the addresses of the registry out: what still has one comes from somewhere else.
      if (locked.resolved !== undefined)
        return [`${place}: comes from ${locked.resolved}, and not by name and version from the registry`];
      // An alias, as `npm:other@1.0.0` makes one: its code is another package's than its name says.
      if (locked.name !== undefined && locked.name !== nameOf(place, undefined))
        return [`${place}: is ${locked.name} under another name`];
      if (locked.integrity?.startsWith('sha512-') === true) return [];
      // Another platform's build of a tool: `scripts/complete-lock.ts` adds it by name and version alone.
      const elsewhere = locked.dev === true && locked.optional === true && locked.os !== undefined;
      return elsewhere && !production.has(place) ? [] : [`${place}: nothing to compare it with (integrity)`];
    });
}

function scriptProblems(packages: LockedPackages, allowed: ReadonlySet<string>): readonly string[] {
  const scripted = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([place, locked]) => nameOf(place, locked));
  return [
    ...scripted
      .filter((name) => !allowed.has(name))
      .map((name) => `${name}: has an install script; say in package.json's allowScripts whether it may run`),
    ...[...allowed]
      .filter((name) => !scripted.includes(name))
      .map((name) => `${name}: is in package.json's allowScripts, and no locked package has such a script`),
  ];
}
