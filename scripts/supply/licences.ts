import { isForeign, type LockedPackages, nameOf, productionPlaces } from './lock-file.ts';

/** By their names in https://spdx.org/licenses/. Each lets a program under Apache-2.0 be given away with the package in it. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  'PSF-2.0',
  'Unlicense',
]);

/** How many packages of production there are of each licence. */
export function licenceCounts(packages: LockedPackages): ReadonlyMap<string, number> {
  const licences = foreign(packages).map((place) => packages[place]?.license ?? 'unknown');
  return new Map([...Map.groupBy(licences.sort(), (name) => name)].map(([name, all]) => [name, all.length]));
}

/** The packages of production that nobody has allowed. Of an expression such as `MIT OR GPL-2.0` a person decides, too. */
export function licenceProblems(packages: LockedPackages): readonly string[] {
  return foreign(packages).flatMap((place) => {
    const locked = packages[place];
    const licence = locked?.license;
    if (licence !== undefined && ALLOWED.has(licence)) return [];
    const name = `${nameOf(place, locked)}@${locked?.version}`;
    const why = licence === undefined ? 'its licence is unknown' : `its licence, ${licence}, is not allowed`;
    return [`${name}: ${why}; replace it, or have somebody decide and add it to scripts/supply/licences.ts`];
  });
}

function foreign(packages: LockedPackages): readonly string[] {
  return productionPlaces(packages).filter(isForeign);
}
