import { accountRegionKey } from '@podguard/core';
import type { Listing } from '../listing.ts';
import { enabledRegions, toldRegion } from '../readers/account-region.ts';
import { tellEach } from './tell-each.ts';

/** Each is another endpoint: those that do not answer hold up no other. */
const PARALLEL = 40;

const source = {
  name: 'account-regions',
  actions: ['ec2:DescribeRegions', 'eks:ListClusters', 'servicequotas:ListServiceQuotas'],
} as const;

/** The regions that the account has switched on; in those that are not watched their clusters are counted. */
export const accountRegions: Listing = {
  ...source,
  kinds: ['account-region'],
  scope: 'account',
  async list(_, context) {
    const found = await enabledRegions(context.region, context);
    const told = await tellEach(
      found,
      {
        source,
        kind: 'account-region',
        limit: PARALLEL,
        keyOf: (region) => accountRegionKey(context.account, region),
        regionOf: (region) => region,
        tell: toldRegion,
      },
      context,
    );
    return { ...told, next: undefined };
  },
};
