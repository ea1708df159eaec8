import { type Listing, mapBounded, serviceOf } from '@podguard/inventory';
import type { DriftRun } from './drift-run.ts';
import { firstReadings } from './first-reading.ts';
import { type ScanDeps, scanPage } from './scan.ts';
import type { Shard } from './shard.ts';

export type Plan = (run: DriftRun) => Promise<readonly Shard[]>;

const PARALLEL_REGIONS = 4;

/**
 * Creates what says where a run reads what. The clusters of each region it reads itself, since what is listed in a cluster follows
 * from them; the rest is one shard for each listing and place, those of one service and region far apart.
 */
export function createPlan(deps: ScanDeps): Plan {
  const { listings, reading } = deps;
  const [home = ''] = reading.regions;
  const scoped = (scope: Listing['scope']) =>
    listings.filter((one) => one.scope === scope && !isOfClusters(one));
  return async (run) => {
    const isFirst = await firstReadings(deps, run);
    const clusters = await mapBounded(reading.regions, PARALLEL_REGIONS, async (region) => {
      const keys: string[] = [];
      for (const { name } of listings.filter(isOfClusters)) {
        for (let shard: Shard | undefined = { listing: name, region, page: 0 }; shard !== undefined; ) {
          const read = await scanPage(run, shard, deps, isFirst);
          keys.push(...read.present);
          shard = read.next;
        }
      }
      return keys.map((cluster) => ({ region, cluster }));
    });
    return spread([
      ...scoped('account').map(({ name }) => ({ listing: name, region: home, page: 0 })),
      ...scoped('region').flatMap(({ name }) =>
        reading.regions.map((region) => ({ listing: name, region, page: 0 })),
      ),
      // What is most in a cluster is listed first: at the end nothing long is left.
      ...scoped('cluster').flatMap(({ name }) =>
        clusters.flat().map((place) => ({ listing: name, ...place, page: 0 })),
      ),
    ]);
  };

  /** In turn one of each service and region, so that none waits for all of another. */
  function spread(shards: readonly Shard[]): readonly Shard[] {
    const groups = [
      ...Map.groupBy(shards, ({ listing, region }) => `${serviceNamed(listing)} ${region}`).values(),
    ];
    const longest = Math.max(0, ...groups.map(({ length }) => length));
    return Array.from({ length: longest }, (_, at) => groups.flatMap((group) => group[at] ?? [])).flat();
  }

  function serviceNamed(name: string): string {
    const listing = listings.find((one) => one.name === name);
    return listing === undefined ? '' : serviceOf(listing);
  }
}

/** By which the clusters of a region are found. */
export function isOfClusters({ kinds, scope }: Pick<Listing, 'kinds' | 'scope'>): boolean {
  return scope === 'region' && kinds.includes('eks-cluster');
}
