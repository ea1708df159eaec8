import { accountRegionKey } from '@podguard/core';
import { faultOf } from '../fault.ts';
import type { Listing } from '../listing.ts';
import { mapBounded } from '../map-bounded.ts';
import { toldChange } from '../reader.ts';
import { enabledRegions, toldRegion } from '../readers/account-region.ts';

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
    const read = await mapBounded(found, PARALLEL, async (region) => {
      const key = accountRegionKey(context.account, region);
      try {
        const told = await context.part((part) => toldRegion(region, part));
        return { key, told: toldChange(source, { kind: 'account-region', key, region, told }, context) };
      } catch (error) {
        return { key, unread: { key, ...faultOf(error) } };
      }
    });
    return {
      keys: read.map(({ key }) => key),
      told: read.flatMap(({ told }) => told ?? []),
      unread: read.flatMap(({ unread }) => unread ?? []),
      next: undefined,
    };
  },
};
