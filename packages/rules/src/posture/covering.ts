import { type Grant, placeOf } from '@podguard/core';
import type { Way } from './service-accounts.ts';

/** In the place of what a pattern leaves open: a name that nobody means by a pattern of their own. */
const ANY = 'any-7q2m9x1c8d';

/** Which patterns of its cluster take a service account, or those of another pattern, in, too. */
export function coveringOf(ways: readonly Way[]): (way: Way) => readonly Grant[] {
  const patterns = Map.groupBy(
    ways.filter(({ kind }) => kind === 'pattern'),
    ({ place }) => placeOf(place),
  );
  return ({ place, name }) => {
    const meant = name.replaceAll('*', ANY);
    return (patterns.get(placeOf(place)) ?? [])
      .filter((way) => meant.startsWith(startOf(way.name)) && way.admits?.(meant) === true)
      .map(({ grant }) => grant);
  };
}

function startOf(pattern: string): string {
  return pattern.slice(0, pattern.indexOf('*'));
}
