import type { Listing } from '@podguard/inventory';
import type { Step } from './baseline-run.ts';

type Scoped = Pick<Listing, 'name' | 'scope'>;

/** What a run lists first: each region's clusters, then the account's. What belongs to a cluster follows from its name. */
export function planOf(listings: readonly Scoped[], regions: readonly string[]): readonly Step[] {
  const scoped = (scope: Scoped['scope']) => listings.filter((listing) => listing.scope === scope);
  const [home = ''] = regions;
  return [
    ...regions.flatMap((region) => scoped('region').map(({ name }) => ({ listing: name, region }))),
    ...scoped('account').map(({ name }) => ({ listing: name, region: home })),
  ];
}

/** The listings of each cluster that a region's listing told of. */
export function stepsFrom(listings: readonly Scoped[], step: Step, keys: readonly string[]): readonly Step[] {
  if (listings.find(({ name }) => name === step.listing)?.scope !== 'region') return [];
  const ofClusters = listings.filter(({ scope }) => scope === 'cluster');
  return keys.flatMap((cluster) =>
    ofClusters.map(({ name }) => ({ listing: name, region: step.region, cluster })),
  );
}
