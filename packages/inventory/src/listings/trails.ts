import { faultOf } from '../fault.ts';
import type { Listing } from '../listing.ts';
import { mapBounded } from '../map-bounded.ts';
import { must } from '../must.ts';
import { toldChange } from '../reader.ts';
import { toldTrail } from '../readers/trail.ts';

const PARALLEL = 5;

const source = {
  name: 'trails',
  actions: ['cloudtrail:DescribeTrails', 'cloudtrail:GetEventSelectors', 'cloudtrail:GetTrailStatus'],
} as const;

/**
 * The account's own trails, each in the region where it was made. An organization's trail is its management account's.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html
 */
export const trails: Listing = {
  ...source,
  kinds: ['cloudtrail-trail'],
  scope: 'region',
  async list(_, context) {
    const { region, clients, signal: abortSignal } = context;
    const { sdk, client } = await clients.cloudtrail(region);
    const command = new sdk.DescribeTrailsCommand({ includeShadowTrails: false });
    const answer = await client.send(command, { abortSignal });
    const read = await mapBounded(must(answer.trailList, 'list'), PARALLEL, async (found) => {
      const key = must(found.TrailARN, 'ARN');
      try {
        const told = await context.part((part) => toldTrail(found, region, part));
        return {
          key,
          told: toldChange(source, { kind: 'cloudtrail-trail', key, region, told }, context),
        };
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
