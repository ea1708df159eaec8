import { type Config, iamRegionOf, partitionOf } from '@podguard/core';

/** The home region first; that in which IAM's and the global STS's events appear is always watched. */
export function watchedRegions(home: string, { regions }: Pick<Config, 'regions'>): readonly string[] {
  return [...new Set([home, iamRegionOf(partitionOf(home)), ...regions])];
}
