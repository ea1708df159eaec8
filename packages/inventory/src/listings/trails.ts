import type { Listing } from '../listing.ts';
import { must } from '../must.ts';
import { toldTrail } from '../readers/trail.ts';
import { tellEach } from './tell-each.ts';

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
    const told = await tellEach(
      must(answer.trailList, 'list'),
      {
        source,
        kind: 'cloudtrail-trail',
        limit: PARALLEL,
        keyOf: (found) => must(found.TrailARN, 'ARN'),
        tell: (found, part) => toldTrail(found, region, part),
      },
      context,
    );
    return { ...told, next: undefined };
  },
};
