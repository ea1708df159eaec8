import {
  broughtBy,
  isForeign,
  type LockedPackages,
  type Manifest,
  placeOf,
  productionPlaces,
} from '../supply/lock-file.ts';

interface Direct {
  readonly name: string;
  /** Our packages that import it, by their folder's name. */
  readonly importers: readonly string[];
  readonly places: readonly string[];
}

/** What docs/supply-chain.md has from the lock file: each package that production imports, why, and what it brings. */
export function dependenciesPart(
  packages: LockedPackages,
  manifests: readonly Manifest[],
  reasons: Readonly<Record<string, string>>,
): string {
  const direct = directOf(packages, manifests);
  const total = productionPlaces(packages).filter(isForeign).length;
  const unneeded = Object.keys(reasons).filter((name) => !direct.some((one) => one.name === name));
  if (unneeded.length > 0)
    throw new Error(`scripts/supply/reasons.ts: no package imports ${unneeded.join(', ')}`);
  return [
    `Made by \`npm run docs\` from the lock file and \`scripts/supply/reasons.ts\`: ${direct.length} packages that we import, with what they bring ${total} in all. ` +
      'The last column says how many packages would go if none of ours imported it, itself included: 0 where another needs it, too.',
    `| package | imported by | why it is not our own code | licence | brings | would go |\n|---|---|---|---|---|---|\n${direct.map(row).join('\n')}`,
  ].join('\n\n');

  function row({ name, importers, places }: Direct): string {
    const reason = reasons[name];
    if (reason === undefined)
      throw new Error(`${name}: say in scripts/supply/reasons.ts why it is not our own code, or remove it`);
    const licences = new Set(places.map((place) => packages[place]?.license ?? 'unknown'));
    const brings = broughtBy(packages, places).size - places.length;
    const alone = total - foreignWithout(packages, name);
    return `| ${name} | ${importers.join(', ')} | ${reason} | ${[...licences].join(', ')} | ${brings} | ${alone} |`;
  }
}

function directOf(packages: LockedPackages, manifests: readonly Manifest[]): readonly Direct[] {
  const own = new Set(manifests.map(({ name }) => name));
  const needs = manifests
    .filter(({ file }) => file !== 'package.json')
    .flatMap(({ file, dependencies = {} }) => {
      const folder = file.slice(0, -'/package.json'.length);
      return Object.keys(dependencies)
        .filter((name) => !own.has(name))
        .map((name) => ({ name, folder, place: placeOf(packages, folder, name) ?? missing(folder, name) }));
    });
  return [...Map.groupBy(needs, ({ name }) => name)]
    .map(([name, all]) => ({
      name,
      importers: all.map(({ folder }) => folder.slice('packages/'.length)),
      places: [...new Set(all.map(({ place }) => place))],
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** How many packages of others are left where none of ours imports this one. */
function foreignWithout(packages: LockedPackages, name: string): number {
  const others = Object.entries(packages).map(([place, locked]) => {
    if (isForeign(place) || locked.dependencies?.[name] === undefined) return [place, locked] as const;
    const { [name]: _left, ...dependencies } = locked.dependencies;
    return [place, { ...locked, dependencies }] as const;
  });
  return productionPlaces(Object.fromEntries(others)).filter(isForeign).length;
}

function missing(folder: string, name: string): never {
  throw new Error(`package-lock.json: ${folder} needs ${name}, which is not in it; run npm run lock`);
}
