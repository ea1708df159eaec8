import type { Trail } from '@aws-sdk/client-cloudtrail';
import { namesIn } from '../answers.ts';
import { managementEvents } from '../management-events.ts';
import { must } from '../must.ts';
import { orNull } from '../or-null.ts';
import { defineReader, type ReadContext, type Told } from '../reader.ts';

/** In the region where it was made, which its ARN names. */
export const trail = defineReader({
  name: 'trail',
  kind: 'cloudtrail-trail',
  actions: ['cloudtrail:DescribeTrails', 'cloudtrail:GetEventSelectors', 'cloudtrail:GetTrailStatus'],
  target(key) {
    const found = namesIn(key, 'cloudtrail', 'trail');
    return found && { region: found.region, arn: key };
  },
  async ask({ region, arn }, context) {
    const { sdk, client } = await context.clients.cloudtrail(region);
    const command = new sdk.DescribeTrailsCommand({ trailNameList: [arn], includeShadowTrails: false });
    const { trailList } = await client.send(command, { abortSignal: context.signal });
    const found = must(trailList, 'list').find(({ TrailARN }) => TrailARN === arn);
    return found === undefined ? null : toldTrail(found, region, context);
  },
});

/** `null`: it went away meanwhile. */
export async function toldTrail(
  { TrailARN, Name, IsMultiRegionTrail }: Trail,
  region: string,
  { clients, signal: abortSignal }: Pick<ReadContext, 'clients' | 'signal'>,
): Promise<Told<'cloudtrail-trail'> | null> {
  const { sdk, client } = await clients.cloudtrail(region);
  const answers = await orNull(
    Promise.all([
      client.send(new sdk.GetTrailStatusCommand({ Name: TrailARN }), { abortSignal }),
      client.send(new sdk.GetEventSelectorsCommand({ TrailName: TrailARN }), { abortSignal }),
    ]),
    'TrailNotFoundException',
  );
  if (answers === null) return null;
  const [{ IsLogging }, { EventSelectors, AdvancedEventSelectors }] = answers;
  return {
    fields: {
      arn: TrailARN,
      name: Name,
      logging: IsLogging,
      managementEvents: managementEvents({ basic: EventSelectors, advanced: AdvancedEventSelectors }),
      selectedAt: undefined,
      multiRegion: IsMultiRegionTrail,
    },
    sets: {},
  };
}
